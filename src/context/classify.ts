import { questionMark } from '../platform/question-marks.ts';
import { wordsIn } from '../search/sentences.ts';
import { complexitySignals } from './complexity-signals.ts';
import type { QueryClass } from './context.ts';
import { isAskingAboutUs, isOpening } from './openings.ts';

/** What is known of what was said before: `unknown` where the caller names no conversation. */
export type History = 'none' | 'some' | 'unknown';

/** Sorts a message by rules alone. Whoever names no conversation keeps it elsewhere: then the message itself says whether it opens one. */
export function classify(message: string, history: History): QueryClass {
  if (history === 'none' || (history === 'unknown' && opensConversation(message))) return 'NEW_CONVERSATION';
  return complexityOf(message) >= 1 ? 'COMPLEX' : 'SIMPLE';
}

/** Whether a message greets, asks what is known of who writes, or where the last conversation ended. */
export const opensConversation = (message: string): boolean => isOpening(plain(message));

/** Whether a message asks what is known of who writes, or where the last conversation ended. */
export const asksAboutUs = (message: string): boolean => isAskingAboutUs(plain(message));

/** How much speaks for more than one search; from 1 on it is complex. */
export function complexityOf(message: string): number {
  const text = plain(message);
  const said = complexitySignals.reduce((sum, { weight, pattern }) => sum + (pattern.test(text) ? weight : 0), 0);
  return said + askedAtOnce(text) + lengthOf(text);
}

const questionWord = /(?<![\p{L}\p{N}])(?:what|who|whom|whose|when|where|which|how|why)(?![\p{L}\p{N}])/gu;

/** More than one question in a message. */
function askedAtOnce(text: string): number {
  if (text.split(questionMark).length > 2) return 1;
  const words = (text.match(questionWord) ?? []).length;
  const clauses = text.split(/[,;:]|(?<![\p{L}])(?:and|or|but)(?![\p{L}])/u).length;
  return words > 1 && clauses > 1 ? 1 : words > 2 ? 1 : 0;
}

/** A long message has several topics. */
function lengthOf(text: string): number {
  const words = (text.match(/[\p{L}\p{M}\p{N}'-]+/gu) ?? []).reduce((sum, word) => sum + wordsIn(word), 0);
  if (words > 40) return 1;
  return words > 22 ? 0.5 : 0;
}

/** A message of more characters is complex by its length alone. */
const mostRead = 1_000;

const plain = (message: string): string =>
  message.slice(0, mostRead).normalize('NFKC').slice(0, mostRead).replaceAll('’', "'").toLowerCase().trim();
