import { lengthOf } from '../search/question/sentences.ts';
import {
  cutStepByStep,
  greetingStart,
  greetsByName,
  hasGreeting,
  type MessagePatterns,
} from './message-languages/message-patterns.ts';

/** Openings of conversations: greetings, small talk, and questions about the two parties or the last time. Texts are in lower case, with plain apostrophes, `withoutSigns`. */

/** By their parts: `\p{RGI_Emoji}` tries its 3,700 sequences at each place, and took half a second for a message of 500 emojis. */
const emojis =
  /(?:[#*\d]\uFE0F?\u20E3|\p{Regional_Indicator}|\p{Extended_Pictographic}[\u200D\uFE0F\p{Emoji_Modifier}\u{E0020}-\u{E007F}]*)+/gu;
const politeEnd =
  /(?<![,\s])[,\s]+(?:please|bitte|stp|s'il te plaît|por favor|per favore|alsjeblieft|пожалуйста)(?=[.!?\s]*$)/u;

/** Who writes more clauses has something to say. */
const mostClauses = 5;

/** Removes signs that say nothing. Takes time, so once for all languages. */
export const withoutSigns = (text: string): string => text.replaceAll(/[¡¿]/gu, '').replaceAll(emojis, ' ').trim();

/** A greeting, small talk and a wish to go on are an opening together: "Hi! Slept badly", "Sorry, had to run. Where were we?" */
export function isOpening(written: string, patterns: MessagePatterns): boolean {
  if (opens(written, patterns)) return true;
  const clauses = written.split(/[,.!?;:。、…\n]+/u).filter((clause) => clause.trim() !== '');
  return (
    clauses.length > 1 &&
    clauses.length <= mostClauses &&
    clauses.some((clause) => opens(clause, patterns)) &&
    clauses.every((clause) => opens(clause, patterns) || saysNothing(clause, patterns))
  );
}

/** Whether a text asks what is known about its writer, or where the last conversation ended. */
export const isAskingAboutUs = (written: string, patterns: MessagePatterns): boolean =>
  isAsked(askedIn(written, patterns), patterns);

function opens(written: string, patterns: MessagePatterns): boolean {
  const { begins, goesOn, isTalk } = patterns;
  const asked = askedIn(written, patterns);
  if ((asked === '' && hasGreeting.test(written)) || greetsByName.test(withoutEnd(written))) return true;
  return [asked, withoutEnd(written)].some(
    (said) => begins.test(said) || isAsked(said, patterns) || (isTalk(said) && goesOn.test(said)),
  );
}

const isAsked = (asked: string, { aboutUs, lastTime, isTalk }: MessagePatterns): boolean =>
  aboutUs.test(asked) || (isTalk(asked) && lastTime.test(asked));

/** Maximum number of words of a clause of small talk; numbers are news. */
const mostWordsOfSmallTalk = 10;

function saysNothing(clause: string, patterns: MessagePatterns): boolean {
  if (askedIn(clause, patterns) === '') return true;
  return lengthOf(clause) <= mostWordsOfSmallTalk && !/\p{N}/u.test(clause) && patterns.smallTalk.test(clause);
}

/** Returns the text without a greeting, a "please" and the final punctuation. */
const askedIn = (written: string, patterns: MessagePatterns): string =>
  withoutEnd(withoutIdleStart(written.trim(), patterns).replace(politeEnd, ''));

const withoutEnd = (text: string): string => text.replace(/(?<![\s.!?…。？！])[\s.!?…。？！]+$/u, '').trim();

const withoutIdleStart = (text: string, { idleStart }: MessagePatterns): string =>
  cutStepByStep(text, (rest) => rest.replace(greetingStart, '').replace(idleStart, ''));
