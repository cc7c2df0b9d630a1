import { questionMarks } from '../platform/question-marks.ts';
import { asks } from '../search/question/asks.ts';

const letter = /\p{L}/u;

/**
 * Whether a sentence asks something, by its words or a question mark after its last letter. Reads on from the last mark only: from
 * each of them, a text of marks would take quadratic time.
 */
export function isQuestion(sentence: string): boolean {
  const end = sentence.slice(Math.max(0, ...questionMarks.map((mark) => sentence.lastIndexOf(mark))));
  return asks(sentence, letter.test(end) ? '' : end);
}
