import { plainLetters } from '../../platform/words/plain-letters.ts';

/** Replaces typographic apostrophes by plain ones. */
export const withPlainApostrophes = (text: string): string => text.replaceAll('’', "'");

/** Returns the text in plain letters, case kept, with one blank between words. */
export const casedText = (text: string): string =>
  withPlainApostrophes(plainLetters(text)).trim().replace(/\s+/gu, ' ');

/** A question in the form in which phrases are searched for. */
export const plainQuestion = (text: string): string => casedText(text).toLowerCase();
