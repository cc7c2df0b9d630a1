import { isInDictionary } from '../../search/question/dictionary.ts';
import { normalName } from '../entity-name.ts';
import { isNeverName } from './no-names.ts';

/** Shorter words are in no dictionary here, and mostly ordinary. */
export const leastUnfamiliar = 4;

/** Contractions without their apostrophe, and what people write as they say it: the dictionary lacks them, too. */
const slurred =
  /^(?:(?:is|are|was|were|do|does|did|has|have|had|ca|wo|could|would|should|must|need|ai)nt|(?:that|what|there|here|where|who|how|let)s|(?:they|you)(?:re|ve|ll)|(?:that|this|there)ll|(?:could|should|would|must)(?:ve|a)|gonna|wanna|gotta|outta|hafta|goin|doin|nothin|somethin|dunno|kinda|sorta|gimme|lemme|innit|cuz|coz|tmrw|thru|tho|yall)$/;

/** Whether an English word in lower case is in no dictionary, as most names and no ordinary words are. */
export function isUnfamiliar(word: string): boolean {
  const plain = normalName(word);
  return (
    plain.length >= leastUnfamiliar &&
    /^[a-z]+$/.test(plain) &&
    !isInDictionary(plain) &&
    !slurred.test(plain) &&
    !isNeverName(plain)
  );
}

const letters = [...'abcdefghijklmnopqrstuvwxyz'];

/** Whether a word that is in no dictionary is a mistyped one: a letter is missing, is there twice, or stands behind the next. */
export function isSlip(word: string): boolean {
  const ends = Array.from({ length: word.length + 1 }, (_, at) => [word.slice(0, at), word.slice(at)] as const);
  return ends.some(
    ([begin, end]) =>
      letters.some((letter) => isInDictionary(`${begin}${letter}${end}`)) ||
      (end.length > 1 && isInDictionary(`${begin}${end.charAt(1)}${end.charAt(0)}${end.slice(2)}`)) ||
      (word.length > leastUnfamiliar && begin.endsWith(end.charAt(0) || ' ') && isInDictionary(begin + end.slice(1))),
  );
}
