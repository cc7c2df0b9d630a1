import { ofWords, oneOf } from '../../platform/word-lists.ts';

/** Beginnings of a sentence. */
const begins = '(?<=^|[.!?;:,] |and )';
const weOrI = '(?:i|we)';

/** "Which lamp should I get?", but not "What do I weigh?" */
const ways = new RegExp(
  ofWords(
    oneOf(`
    ${begins}how (?:do|can|could|should|would) ${weOrI}
    ${begins}(?:what|which|when|where|who)(?: \\w+){0,5}? (?:should|can|could) ${weOrI}
    ${begins}should ${weOrI}
    ${begins}what (?:can|could|should) be done|${begins}what helps|${begins}how to`),
  ),
  'u',
);

/**
 * Whether an English question asks how to go about something: where a user talks to an assistant, that was mostly asked before, and answered.
 * `question`: see plainQuestion.
 */
export const asksAdvice = (question: string): boolean => ways.test(question);
