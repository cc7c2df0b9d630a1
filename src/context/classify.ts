import { questionMark } from '../platform/question-marks.ts';
import { lowerWordsOf, wordsIn } from '../search/sentences.ts';
import { complexitySignals, signsOfParts } from './complexity-signals.ts';
import type { QueryClass } from './context.ts';
import { isAskingAboutUs, isOpening } from './openings.ts';

/** Whether the conversation has earlier messages; `unknown` if the caller names no conversation. */
export type History = 'none' | 'some' | 'unknown';

/**
 * Classifies a message by rules alone. A caller who names no conversation keeps it elsewhere: then the message itself shows whether
 * it opens one.
 */
export function classify(message: string, history: History): QueryClass {
  if (history === 'none' || (history === 'unknown' && opensConversation(message))) return 'NEW_CONVERSATION';
  return isComplex(message) ? 'COMPLEX' : 'SIMPLE';
}

/** Whether a message greets, asks what is known about its writer, or asks where the last conversation ended. */
export const opensConversation = (message: string): boolean => isOpening(plain(message));

/** Whether a message asks what is known about its writer, or where the last conversation ended. */
export const asksAboutUs = (message: string): boolean => isAskingAboutUs(plain(message));

/** Whether one search is not enough for a message. */
export function isComplex(message: string): boolean {
  const text = plain(message);
  const words = lengthOf(text);
  return (
    words > mostWords ||
    (words > mostWordsWithSign && signsOfParts.test(text)) ||
    asksSeveral(text) ||
    complexitySignals.some((sign) => sign.test(text))
  );
}

/** Maximum number of words of a message with one topic, and of one with a sign of several. */
const mostWords = 40;
const mostWordsWithSign = 22;

const questionWord = /(?<![\p{L}\p{N}])(?:what|who|whom|whose|when|where|which|how|why)(?![\p{L}\p{N}])/gu;

/** Whether a message has several questions. */
function asksSeveral(text: string): boolean {
  if (text.split(questionMark).length > 2) return true;
  const words = (text.match(questionWord) ?? []).length;
  const clauses = text.split(/[,;:]|(?<![\p{L}])(?:and|or|but)(?![\p{L}])/u).length;
  return words > 2 || (words > 1 && clauses > 1);
}

const lengthOf = (text: string): number => lowerWordsOf(text).reduce((sum, word) => sum + wordsIn(word), 0);

/** Maximum number of characters that are read: a longer message is complex by its length alone. */
const mostRead = 1_000;

const plain = (message: string): string =>
  message.slice(0, mostRead).normalize('NFKC').slice(0, mostRead).replaceAll('’', "'").toLowerCase().trim();
