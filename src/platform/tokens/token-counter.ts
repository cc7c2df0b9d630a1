import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { LRUCache } from 'lru-cache';
import { loadedOnce } from '../loaded-once.ts';
import { tokenRanks } from './token-ranks.ts';

/** Counts the tokens of a text as a language model would. */
export type CountTokens = (text: string) => number;

/** Texts that the tokenizer caches while merging: words recur, and 10,000 of them take about a megabyte. */
const mergeCache = 10_000;

/** Longest run without a break, or of white space only, that is tokenized at once: the tokenizer takes quadratic time in its length. */
const mostUnbroken = 500;
const unbroken = new RegExp(`\\S{${mostUnbroken + 1}}|\\s{${mostUnbroken + 1}}`, 'u');

/** No token spans the start of a line: tokens of the vocabulary may end with a line break, but none has one before a letter or a sign. */
const lineStart = /(?<=\n)(?=\S)/u;
/** Cache of counted lines, mostly of memories, which are shown again and again: about 6,000 of them. */
const knownBytes = 2 * 1024 * 1024;
/** Bytes per cached line in addition to its text. */
const entryBytes = 150;
/** In characters; longer lines are cached by hash, which takes a hundredth of the time of counting them. */
const longestKnown = 1_000;

/**
 * Returns a loader of the GPT-4 vocabulary (cl100k_base), some 3 MB in the process, which is loaded on first use: that of newer
 * models counts English alike and takes twice as much. Special tokens of a model are counted as plain text.
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
  // The tokenizer looks up ranks only through these two; by default it would hold the words as strings in two hash tables, ten
  // times as much.
  Object.assign(encoding, {
    getBpeRankFromString: (text: string) => ranks.ofText(text),
    getBpeRankFromBytes: (bytes: Uint8Array) => ranks.of(bytes),
  });
  const count = (text: string) => encoding.countNative(text);
  return byLines((line) =>
    unbroken.test(line) ? slices(line).reduce((sum, slice) => sum + count(slice), 0) : count(line),
  );
}

/** Counts line by line, with a cache of lines. */
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
    // A copy, since a slice would keep the whole text alive.
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
