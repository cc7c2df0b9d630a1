import { beginningAsRead, type MessagePatterns, patternsFor } from './message-languages/message-patterns.ts';

/**
 * Returns the shape of a message: its form without its content, so that messages that need the same plan share one. Small words of its
 * language stay, and the names of its signs; names, numbers and all other words become placeholders, so that a cache key holds no content.
 */
export function messageShape(message: string): string {
  const text = beginningAsRead(message, mostRead);
  const patterns = patternsFor(text.toLowerCase());
  const words = patterns.reduce(withBreaks, text).match(pieces) ?? [];
  const shape = words.map((word, index) => placeholder(word, index, patterns));
  const signs = new Set(patterns.flatMap(({ signsIn }) => signsIn(text.toLowerCase())));
  return [...shape.filter((one, index) => one !== shape[index - 1] || !isPlaceholder.has(one)), ...signs].join(' ');
}

/** Maximum number of characters that are read: a longer message has the shape of its beginning. */
const mostRead = 2_000;

const pieces = /[\p{L}\p{M}]+|\p{N}[\p{N}.,:/-]*|[?!;:,.？！；：，。、]/gu;
const isPlaceholder: ReadonlySet<string> = new Set(['W', 'N', '#']);

/** Words of questions stand apart, in languages without breaks, too. */
const withBreaks = (text: string, { question, isUnbroken }: MessagePatterns): string =>
  isUnbroken ? text.replace(question, ' $& ') : text;

function placeholder(word: string, index: number, patterns: readonly MessagePatterns[]): string {
  if (/^\p{N}/u.test(word)) return '#';
  const lower = word.toLowerCase();
  if (!/\p{L}/u.test(word) || patterns.some(({ isOfForm }) => isOfForm(lower))) return lower;
  return index > 0 && /^\p{Lu}/u.test(word) ? 'N' : 'W';
}
