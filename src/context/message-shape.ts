import { wordSet } from '../platform/word-lists.ts';
import { isFormWord } from '../search/sentences.ts';

/**
 * Returns the shape of a message: its form without its content, so that messages that need the same plan share one. Words of
 * questions and structure stay; names, numbers and all other words become placeholders, so that a cache key holds no content.
 */
export function messageShape(message: string): string {
  const words = message.slice(0, mostRead).normalize('NFKC').replaceAll('’', "'").match(pieces) ?? [];
  const shape = words.map((word, index) => placeholder(word, index));
  return shape.filter((one, index) => one !== shape[index - 1] || !isPlaceholder.has(one)).join(' ');
}

/** Maximum number of characters that are read: a longer message has the shape of its beginning. */
const mostRead = 2_000;

const pieces = /[\p{L}\p{M}'-]+|\p{N}[\p{N}.,:/-]*|[?!;:,.]/gu;
const isPlaceholder: ReadonlySet<string> = new Set(['W', 'N', '#']);

function placeholder(word: string, index: number): string {
  if (/^\p{N}/u.test(word)) return '#';
  const lower = word.toLowerCase();
  if (isFormWord(lower) || ofPlans.has(lower) || !/\p{L}/u.test(word)) return lower;
  return index > 0 && /^\p{Lu}/u.test(word) ? 'N' : 'W';
}

/** Words that a plan may depend on, beside those of a question's form. */
const ofPlans =
  wordSet(`not than then if may might all every everything each both since until before after during over last past next these those
  there better recommend suggest plan help remember know first most`);
