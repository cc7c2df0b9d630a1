import { casedText } from './patterns.ts';

/** A question in the form in which phrases are searched for. */
export const plainQuestion = (text: string): string => casedText(text).toLowerCase();
