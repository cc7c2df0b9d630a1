import { matchesOf } from '../platform/matches-of.ts';

/** Citations in a text: `[1]`, or several numbers in one pair of brackets. */
const marks = /\[\d{1,4}(?:\s*[,;]\s*\d{1,4})*\]/g;

/** The label of a memory in a prompt: number, day and speaker. */
const labels = /\[\d{1,4}\] \(\d{4}-\d\d-\d\d[^)\n]*\)/g;

/** Returns the distinct numbers that a text cites, in order. */
export const numbersNamed = (text: string): number[] => [
  ...new Set(matchesOf(text, marks).flatMap(([mark]) => matchesOf(mark, /\d+/g).map(([number]) => Number(number)))),
];

/** Returns a text without its citations. */
export const withoutMarks = (text: string): string => text.replace(labels, ' ').replace(marks, ' ');

const code = /```[\s\S]*?```|`[^`\n]*`/;
const marksBesideCode = new RegExp(`(${code.source})|[^\\S\\n]?${marks.source}`, 'g');

/**
 * Returns an earlier answer without its citations, as a model is sent it: the same numbers now stand for other memories. Code keeps its
 * brackets.
 */
export const withoutCitations = (answer: string): string =>
  answer.replace(marksBesideCode, (_mark, kept: string | undefined) => kept ?? '');

/** Citations after the end of a sentence, on the same line; "1." at the beginning of a line ends no sentence. */
const behind = new RegExp(
  String.raw`(?<!^[^\S\n]*\d{1,3}|[.!?…。！？])([.!?…。！？]+)[^\S\n]*((?:${marks.source}[^\S\n]*)+)`,
  'gmu',
);

/** Moves citations from after a sentence to before its full stop, so that they belong to the sentence that they support. */
export const withMarksWithin = (text: string): string => text.replace(behind, ' $2$1 ');
