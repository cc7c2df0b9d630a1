import { matchesOf } from '../matches-of.ts';
import characters from './bert-characters.json' with { type: 'json' };
import { readModelFile } from './model-files.ts';
import { PieceTrie } from './piece-trie.ts';
import { parseTokenizerFile, type WordPieceRules } from './tokenizer-file.ts';

/** Reads a tokenizer.json. Throws ModelFileError if it is missing, invalid or of another kind. */
export async function loadWordPiece(path: string): Promise<WordPiece> {
  return new WordPiece(parseTokenizerFile(await readModelFile(path, (file) => file.readFile('utf8')), path));
}

/** BERT's uncased WordPiece tokenizer: splits any text into pieces of a fixed vocabulary, without adding [CLS] or [SEP]. */
export class WordPiece {
  /** Number of pieces in the vocabulary. */
  readonly size: number;
  readonly unknown: number;
  readonly #classes = characterClasses();
  readonly #trie: PieceTrie;
  readonly #verbatim: ReadonlyMap<string, number>;
  readonly #verbatimPattern: RegExp;
  readonly #longestWord: number;

  constructor(rules: WordPieceRules) {
    this.size = rules.pieces.length;
    this.unknown = rules.unknown;
    this.#trie = new PieceTrie(rules.pieces, rules.prefix);
    this.#verbatim = rules.verbatim;
    const verbatim = [...rules.verbatim.keys()].sort((a, b) => b.length - a.length);
    this.#verbatimPattern = new RegExp(
      verbatim.map((text) => text.replace(/[^\w\s]/g, '\\$&')).join('|') || '(?!)',
      'g',
    );
    this.#longestWord = rules.longestWord;
  }

  /** Returns the ids of a text's pieces in order; empty if no character is visible. Takes linear time. */
  pieces(text: string): number[] {
    const out: number[] = [];
    let from = 0;
    for (const match of matchesOf(text, this.#verbatimPattern)) {
      this.#splitWords(text, from, match.index, out);
      out.push(this.#verbatim.get(match[0]) ?? this.unknown);
      from = match.index + match[0].length;
    }
    this.#splitWords(text, from, text.length, out);
    return out;
  }

  #splitWords(text: string, from: number, to: number, out: number[]): void {
    const word = new WordBuffer(this.#trie, this.#longestWord, this.unknown, out);
    for (let i = from; i < to; ) {
      const codePoint = text.codePointAt(i) ?? 0;
      i += codePoint > 0xffff ? 2 : 1;
      const kind = this.#classes[codePoint];
      if (kind === REMOVED) continue;
      const alone = kind === ALONE;
      if (kind === SPACE) word.end();
      else if (codePoint > 0x7f) this.#addFolded(word, codePoint, alone);
      else word.add(codePoint >= 0x41 && codePoint <= 0x5a ? codePoint + 0x20 : codePoint, alone);
    }
    word.end();
  }

  #addFolded(word: WordBuffer, codePoint: number, alone: boolean): void {
    const folded = fold(codePoint);
    for (let i = 0; i < folded.length; ) {
      const part = folded.codePointAt(i) ?? 0;
      i += part > 0xffff ? 2 : 1;
      const kind = this.#classes[part];
      if (kind !== REMOVED) word.add(part, alone || kind === ALONE);
    }
  }
}

/** Collects the current word. */
class WordBuffer {
  readonly #trie: PieceTrie;
  readonly #unknown: number;
  readonly #out: number[];
  readonly #symbols: Uint16Array;
  #length = 0;

  constructor(trie: PieceTrie, longestWord: number, unknown: number, out: number[]) {
    this.#trie = trie;
    this.#unknown = unknown;
    this.#out = out;
    this.#symbols = new Uint16Array(longestWord);
  }

  /** Adds a character; with `alone` it is a word by itself. */
  add(codePoint: number, alone: boolean): void {
    if (alone) this.end();
    // Beyond the longest word only the length matters: writes beyond the buffer are ignored.
    this.#symbols[this.#length++] = this.#trie.symbol(codePoint);
    if (alone) this.end();
  }

  end(): void {
    if (this.#length === 0) return;
    const fits = this.#length <= this.#symbols.length;
    if (!fits || !this.#trie.split(this.#symbols, this.#length, this.#out)) this.#out.push(this.#unknown);
    this.#length = 0;
  }
}

// How BERT's uncased rules treat a character; 0: a letter. scripts/make-bert-characters.py derives the classes.
const REMOVED = 1;
const SPACE = 2;
const ALONE = 3;

/** Class of each code point, including lone surrogates. */
function characterClasses(): Uint8Array {
  const classes = new Uint8Array(0x110000);
  for (const [ranges, name] of [
    [characters.removed, REMOVED],
    [characters.space, SPACE],
    [characters.alone, ALONE],
  ] as const) {
    for (const range of ranges.split(' ')) {
      const [first = '', last = first] = range.split('-');
      classes.fill(name, Number.parseInt(first, 16), Number.parseInt(last, 16) + 1);
    }
  }
  return classes;
}

/**
 * A letter in lower case, decomposed into its base and its accents, which are removed later. Works by code point: the order of
 * combining marks does not matter here, and sorting them in a whole text would take quadratic time.
 */
function fold(codePoint: number): string {
  return String.fromCodePoint(codePoint).normalize('NFD').toLowerCase();
}
