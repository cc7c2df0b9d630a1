import { questionMarks } from '../platform/question-marks.ts';
import { lengthOf, sentencesOf } from '../search/question/sentences.ts';
import {
  beginningAsRead,
  cutStepByStep,
  type MessagePatterns,
  patternsFor,
  withoutHesitations,
} from './message-languages/message-patterns.ts';
import { isAskingAboutUs, isOpening, withoutSigns } from './openings.ts';

/** Whether a message greets, asks what is known about its writer, or asks where the last conversation ended. */
export const opensConversation = (message: string): boolean => isOf(message, isOpening);

/** Whether a message asks what is known about its writer, or where the last conversation ended. */
export const asksAboutUs = (message: string): boolean => isOf(message, isAskingAboutUs);

/** Whether one search is not enough for a message. */
export function isComplex(message: string): boolean {
  const text = plain(message);
  const words = lengthOf(text);
  if (words > mostWords || text.split(questionEnd).length > 2) return true;
  const asks = sentencesOf(text).some((sentence) => sentence.asks);
  return patternsFor(text).some((patterns) => {
    const said = withoutStart(text, patterns);
    return (
      (words > mostWordsWithSign && patterns.parts.test(text)) ||
      asksSeveral(text, patterns) ||
      hasSign(said, asks || said.search(patterns.question) >= 0, patterns)
    );
  });
}

/** Something is left, even of a message that is nothing else. */
const withoutStart = (text: string, { before }: MessagePatterns): string =>
  cutStepByStep(text, (rest) => rest.replace(before, '') || rest);

/** Whether a message is something in one of the languages that it may be in. */
function isOf(message: string, is: (text: string, patterns: MessagePatterns) => boolean): boolean {
  const text = withoutSigns(plain(message));
  return patternsFor(text).some((patterns) => is(text, patterns));
}

/** Maximum number of words of a message with one topic, and of one with a sign of several. */
const mostWords = 40;
const mostWordsWithSign = 22;

const questionEnd = new RegExp(`[${questionMarks.join('')}]+`, 'u');

function asksSeveral(text: string, { question, joint }: MessagePatterns): boolean {
  const words = (text.match(question) ?? []).length;
  return words > 2 || (words > 1 && joint.test(text));
}

/** Signs also occur in what somebody only tells, unless they ask for something by themselves, come first ("Everything about Anna"), or are two. */
function hasSign(text: string, asks: boolean, { requests, signs }: MessagePatterns): boolean {
  if (requests.some((request) => request.test(text))) return true;
  const places = signs.map((sign) => text.search(sign)).filter((place) => place >= 0);
  return places.length > (asks ? 0 : 1) || places.includes(0);
}

/** Maximum number of characters that are read: a longer message is complex by its length alone. */
const mostRead = 1_000;

const plain = (message: string): string => withoutHesitations(beginningAsRead(message, mostRead).toLowerCase().trim());
