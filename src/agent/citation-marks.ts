/** Numbers by which a text names what it rests on: `[1]`, also several in one pair of brackets. */
const marks = /\[\d{1,4}(?:\s*[,;]\s*\d{1,4})*\]/g;

/** A mark as memories carry it before a model: with their day, and who said it. */
const labels = /\[\d{1,4}\] \(\d{4}-\d\d-\d\d[^)\n]*\)/g;

/** The numbers that a text names, each once, in its order. */
export const numbersNamed = (text: string): number[] => [
  ...new Set(
    [...text.matchAll(marks)].flatMap(([mark]) => [...mark.matchAll(/\d+/g)].map(([number]) => Number(number))),
  ),
];

/** What a text says beside what it names. */
export const withoutMarks = (text: string): string => text.replace(labels, ' ').replace(marks, ' ');

/** Marks behind the end of a sentence, on its line; "1." at the beginning of one ends none. */
const behind = new RegExp(
  String.raw`(?<!^[^\S\n]*\d{1,3}|[.!?…。！？])([.!?…。！？]+)[^\S\n]*((?:${marks.source}[^\S\n]*)+)`,
  'gmu',
);

/** A text with the marks behind a sentence before its end: there they are a part of what rests on them. */
export const withMarksWithin = (text: string): string => text.replace(behind, ' $2$1 ');
