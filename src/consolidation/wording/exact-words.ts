import { matchesOf } from '../../platform/matches-of.ts';
import { isWeekday } from './tokens.ts';

/**
 * Returns the words in which case matters, as they are written, sorted: names in code and of files, addresses, passwords with
 * digits, and units, since 100 Mb are not 100 MB.
 */
export function exactWordsOf(text: string): string {
  const codes = (text.match(/[^\s\p{Script=Han}]+/gu) ?? []).map(bare).filter(isCode);
  const units = matchesOf(text, unit).flatMap(([, name = '']) => (isExactUnit(name) ? [name] : []));
  return [...codes, ...units].sort().join(' ');
}

const bare = (word: string): string =>
  word.replace(/^["'“”„‘’«»([{<*`]+/, '').replace(/(?:['’]s)?["'“”‘’«»)\]}>*`.,;:!?…]{0,9}$/, '');

/** A capital inside, a digit after a letter, a sign that joins parts that are no words, a command-line option, or "re-sign"; not a French "17h30". */
const isCode = (word: string): boolean =>
  !/^\d{1,2}h\d\d$/.test(word) &&
  /^re-\p{L}|\p{Ll}\p{Lu}|\p{L}\p{Nd}|\p{L}[_/\\@]|[_/\\@]\p{L}|\p{L}{2}\.\p{L}|\p{L}\.\p{L}{2}|^--?\p{L}/u.test(word);

/** Up to four letters after a number. */
const unit = /\p{Nd}\s?(\p{L}{1,4})(?!\p{L})/gu;

/** With a capital that is not one of a name or a sentence: "12 Elm Street", "At 5 I", "5 PM". */
const isExactUnit = (name: string): boolean =>
  /\p{Lu}/u.test(name) && !/^(?:\p{Lu}\p{Ll}{2,}|I|AM|PM|Am|Pm)$/u.test(name);

/** A capitalised word within a sentence. */
const name = /(?<=[\p{L}\p{N},;] )\p{Lu}\p{Ll}+/gu;
/** A word after one that no name follows; "the" can precede a name. */
const noun = /(?<=(?<!\p{L})(?:an?|my|your|his|her|its|our|their) )\p{L}+/giu;

/** Whether one text has a name where the other has a noun: "Turkey" and "a turkey", "his Bass" and "his bass". */
export const haveNameForNoun = (one: string, other: string): boolean => hasNounOf(one, other) || hasNounOf(other, one);

function hasNounOf(text: string, named: string): boolean {
  const names = new Set(named.match(name)?.map((word) => word.toLowerCase()));
  return (text.match(noun) ?? []).some((word) => names.has(word) && !isWeekday(word));
}
