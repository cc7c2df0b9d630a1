import { stemmer as dutch } from '@orama/stemmers/dutch';
import { stemmer as french } from '@orama/stemmers/french';
import { stemmer as german } from '@orama/stemmers/german';
import { stemmer as italian } from '@orama/stemmers/italian';
import { stemmer as portuguese } from '@orama/stemmers/portuguese';
import { stemmer as spanish } from '@orama/stemmers/spanish';
import { isUnbroken } from './forms-in.ts';

/** "gewohnt" and "wohnt" are forms of one word, which Snowball's stemmers keep apart. */
const participle = /^ge(?=\p{L}{4,}(?:t|en)$)/u;
const thirdPerson = /(?<=\p{L}{3}[^aeiou])e?t$/u;
const verbs = (stemmer: (word: string) => string) => (word: string) =>
  stemmer(word.replace(participle, '')).replace(thirdPerson, '');

/** "J'étais", "dell'anno". */
const elided = /^(?:[cdjlmnst]|qu|lorsqu|jusqu|un|all|dall|dell|nell|sull|quest|com|dov|cos|quand)['’](?=\p{L})/u;

/** "Größe" is also written "Groesse", and "alérgica" "alergica". */
const folded = (word: string): string => word.normalize('NFD').replaceAll(/\p{M}/gu, '');
const withoutUmlauts = (word: string): string =>
  folded(word.replaceAll(/(?<=[aou])e(?!i)/gu, '').replaceAll('ß', 'ss'));

/** Snowball's stemmers, by language. English has its own, which knows irregular forms. */
const stemmers: Readonly<Record<string, (word: string) => string>> = {
  de: (word) => withoutUmlauts(verbs(german)(word)),
  es: (word) => folded(spanish(word)),
  fr: (word) => folded(french(word.replace(elided, ''))),
  it: (word) => folded(italian(word.replace(elided, ''))),
  nl: (word) => folded(verbs(dutch)(word)),
  pt: (word) => folded(portuguese(word)),
};

/** Returns the stemmer of a language; null if there is none. */
export const stemmerOf = (language: string): ((word: string) => string) | null => stemmers[language] ?? null;

const hasCompounds = (language: string): boolean => language === 'de' || language === 'nl';
/** Least length of the last part of a compound, of its first part, and of a beginning that words of one family share. */
const [leastEnd, leastFirst, leastBeginning] = [4, 5, 6];
/** Least length of the shorter one of two words of one family, as a share of the longer one. */
const leastOfLonger = 0.6;
/** What a word of the same family, or a compound, says of the asked one. */
const likely = 0.6;

/** How much of an asked stem a text with these stems says: 1 if it has it, less for "Allergie" of "allergisch" and "Yoga" of "Hatha-Yogakurs". */
export function saidOf(asked: string, said: ReadonlySet<string>, language: string): number {
  if (said.has(asked)) return 1;
  // Dictionaries split words in one way or another: "国庆节", "国庆".
  if (isUnbroken(language)) return said.values().some((word) => isPartOf(word, asked)) ? likely : 0;
  if (stemmerOf(language) === null) return 0;
  const isInCompound = hasCompounds(language) ? isOfCompound : never;
  return said.values().some((word) => isOfFamily(word, asked) || isInCompound(word, asked)) ? likely : 0;
}

const byLength = (one: string, other: string): [short: string, long: string] =>
  one.length < other.length ? [one, other] : [other, one];

function isOfFamily(word: string, asked: string): boolean {
  const [short, long] = byLength(word, asked);
  const isClose = short.length >= leastBeginning && short.length >= leastOfLonger * long.length;
  return isClose && long.startsWith(short.slice(0, leastBeginning));
}

/** Not of an asked compound by its last part: "Gruppe" says nothing of "Blutgruppe". */
function isOfCompound(word: string, asked: string): boolean {
  if (word.length > asked.length && asked.length >= leastEnd && word.endsWith(asked)) return true;
  const [short, long] = byLength(word, asked);
  return short.length >= leastFirst && long.startsWith(short);
}

function isPartOf(word: string, asked: string): boolean {
  const [short, long] = byLength(word, asked);
  return short.length >= 2 && (long.startsWith(short) || long.endsWith(short));
}

const never = () => false;
