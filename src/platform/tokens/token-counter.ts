import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { LRUCache } from 'lru-cache';
import { loadedOnce } from '../loaded-once.ts';
import { tokenRanks } from './token-ranks.ts';

/** Counts the tokens of a text as a language model does. */
export type CountTokens = (text: string) => number;

/** Texts that are cached by the tokenizer while it merges: words come again, and 10,000 of them are about a megabyte. */
const mergeCache = 10_000;

/** The tokenizer's work grows with the square of what has no break in it, and of what is nothing but blanks. */
const mostUnbroken = 500;
const unbroken = new RegExp(`\\S{${mostUnbroken + 1}}|\\s{${mostUnbroken + 1}}`, 'u');

/** Where a line begins no token goes on: the vocabulary's words end with a line break, and none has one before a letter or a sign. */
const lineStart = /(?<=\n)(?=\S)/u;
/** What is kept of lines that were counted, memories above all, which are shown again and again: some 6,000 of them. */
const knownBytes = 2 * 1024 * 1024;
/** What a line takes beside its text. */
const entryBytes = 150;
/** In characters; longer ones are known by a hash, which takes a hundredth of the time that counting them does. */
const longestKnown = 1_000;

/**
 * Loads the vocabulary of GPT-4 (cl100k_base), some 3 MB in the process, when somebody first counts: that of newer models
 * counts English alike and takes twice as much. Words that mean something to a model are counted as the text that they are.
 */
export const tokenCounterLoader = (): (() => Promise<CountTokens>) => loadedOnce(load);

async function load(): Promise<CountTokens> {
  const [{ BytePairEncodingCore }, { Cl100KBase }, vocabulary] = await Promise.all([
    import('gpt-tokenizer/BytePairEncodingCore'),
    import('gpt-tokenizer/encodingParams/cl100k_base'),
    readFile(new URL(import.meta.resolve('gpt-tokenizer/data/cl100k_base.tiktoken'))),
  ]);
  const ranks = tokenRanks(vocabulary);
  const encoding = new BytePairEncodingCore({ ...Cl100KBase([]), mergeCacheSize: mergeCache });
  // It looks for ranks by these two alone, and would hold the words as strings in two hash tables: ten times as much.
  Object.assign(encoding, {
    getBpeRankFromString: (text: string) => ranks.ofText(text),
    getBpeRankFromBytes: (bytes: Uint8Array) => ranks.of(bytes),
  });
  const count = (text: string) => encoding.countNative(text);
  return byLines((line) =>
    unbroken.test(line) ? slices(line).reduce((sum, slice) => sum + count(slice), 0) : count(line),
  );
}

/** Counts line by line, each once while it is known. */
function byLines(count: CountTokens): CountTokens {
  const known = new LRUCache<string, number>({
    maxSize: knownBytes,
    sizeCalculation: (_tokens, line) => entryBytes + 2 * line.length,
  });
  const countLine = (line: string): number => {
    const key = line.length <= longestKnown ? line : `\u0000${hash('sha256', line, 'base64')}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const tokens = count(line);
    // A copy, since a piece of a text holds all of it.
    known.set(Buffer.from(key).toString(), tokens);
    return tokens;
  };
  return (text) => text.split(lineStart).reduce((sum, line) => sum + countLine(line), 0);
}

function slices(text: string): string[] {
  return Array.from({ length: Math.ceil(text.length / mostUnbroken) }, (_, index) =>
    text.slice(index * mostUnbroken, (index + 1) * mostUnbroken),
  );
}
