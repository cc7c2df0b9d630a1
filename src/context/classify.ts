import { questionMark } from '../platform/question-marks.ts';
import { wordsIn } from '../search/sentences.ts';
import { complexitySignals } from './complexity-signals.ts';
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
  return complexityOf(message) >= 1 ? 'COMPLEX' : 'SIMPLE';
}

/** Whether a message greets, asks what is known about its writer, or asks where the last conversation ended. */
export const opensConversation = (message: string): boolean => isOpening(plain(message));

/** Whether a message asks what is known about its writer, or where the last conversation ended. */
export const asksAboutUs = (message: string): boolean => isAskingAboutUs(plain(message));

/** Sum of the signals that one search is not enough; from 1 on the message is complex. */
export function complexityOf(message: string): number {
  const text = plain(message);
  const said = complexitySignals.reduce((sum, { weight, pattern }) => sum + (pattern.test(text) ? weight : 0), 0);
  return said + askedAtOnce(text) + lengthOf(text);
}

const questionWord = /(?<![\p{L}\p{N}])(?:what|who|whom|whose|when|where|which|how|why)(?![\p{L}\p{N}])/gu;

/** Score for several questions in one message. */
function askedAtOnce(text: string): number {
  if (text.split(questionMark).length > 2) return 1;
  const words = (text.match(questionWord) ?? []).length;
  const clauses = text.split(/[,;:]|(?<![\p{L}])(?:and|or|but)(?![\p{L}])/u).length;
  return words > 1 && clauses > 1 ? 1 : words > 2 ? 1 : 0;
}

/** Score for length: a long message has several topics. */
function lengthOf(text: string): number {
  const words = (text.match(/[\p{L}\p{M}\p{N}'-]+/gu) ?? []).reduce((sum, word) => sum + wordsIn(word), 0);
  if (words > 40) return 1;
  return words > 22 ? 0.5 : 0;
}

/** Maximum number of characters that are read: a longer message is complex by its length alone. */
const mostRead = 1_000;

const plain = (message: string): string =>
  message.slice(0, mostRead).normalize('NFKC').slice(0, mostRead).replaceAll('’', "'").toLowerCase().trim();
