import { wordSet } from '../../platform/word-lists.ts';
import type { EntityType } from '../entity.ts';
import { normalName } from '../entity-name.ts';
import { doesAsPeopleDo, isSaying } from './deeds-of-people.ts';
import { isAlsoFirstName, isNeverName } from './no-names.ts';
import { relatives } from './relatives.ts';
import { organisationWords, placeWords, ranks } from './type-words.ts';
import {
  hasInnerCapital,
  hasTag,
  isCapitalised,
  knownTag,
  lower,
  ordinaryTag,
  textAt,
  typeTags,
  type Word,
} from './word.ts';

/** A name in a sentence: the words from `start` up to, but not including, `end`. */
export interface NameSpan {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Whether it is the title of a work, in quotation marks. */
  readonly isTitle?: boolean;
}

const connectors = wordSet('of the de del da di du la le van von der den in &');
/** "Lady in Black" is a name, "Anna in Berlin" is two. */
const onlyInTitles = new Set(['in', 'the']);
const smallInTitles = wordSet('a an and at by for from in of on or the to with de la le du');
const honorifics = wordSet('dr mr mrs ms miss mx prof professor sir st mt');

/** Positions are not part of a name: "CEO Tim Cook" is Tim Cook, and "CTO of Stripe" is Stripe. */
const positions = wordSet('ceo cto cfo coo cmo cio vp head director manager');

const placesOrFirms = wordSet('Place Organization');
/** Nor are ranks, unless a place follows: "Judge Whitcombe", but "President Hotel" and "Captain America". */
const isRank = (words: readonly Word[], at: number): boolean => {
  const [rank, name] = [words[at], words[at + 1]];
  if (!rank || !name || rank.ends || !isLarge(name) || isNoName(name)) return false;
  if (!ranks.has(lower(rank)) && !(isOpening(words, at) && isOccupation(rank))) return false;
  return !hasTag(name, placesOrFirms) && !placeWords.has(lower(name)) && !organisationWords.has(lower(name));
};

/** "Husband Tom is ill", "Roofer Seitz called", but "Uncle Tom", "Dr Seitz" */
const isOccupation = (word: Word): boolean =>
  (relatives.has(lower(word)) || word.tags.has('Actor')) && !isKin(word) && !honorifics.has(lower(word));

const noNameTags = wordSet('Pronoun Demonym WeekDay Month Holiday Expression Duration Time Currency');
const knownTags = wordSet('Person FirstName LastName Place City Country Region Organization Company');
const inCapitals = wordSet('ProperNoun RomanNumeral').union(knownTags);
/** Tags of words that are capitalised only because they begin a sentence. "Hogwarts Legacy" begins with no plural, though it looks like one. */
const ofSentences = wordSet(
  'Verb Determiner Preposition Conjunction Adverb Adjective QuestionWord Auxiliary Modal Negative Gerund Value',
);
const ordinaryTags = ofSentences.union(wordSet('Plural'));

/** Finds the names in a sentence by how its words are written and by what is known of them. */
export function findNames(words: readonly Word[]): NameSpan[] {
  const spans: NameSpan[] = [];
  for (let start = 0; start < words.length; ) {
    const title = quotedTitle(words, start);
    const end = title?.end ?? endOfName(words, start);
    const name = title ?? (end > start ? trim(words, start, end) : null);
    if (name) spans.push(name);
    start = Math.max(end, start + 1);
  }
  return spans;
}

const longestTitle = 8;

/** "Charlotte's Web", "The Lean Startup"; neither "Hello Anna" nor what somebody said. */
function quotedTitle(words: readonly Word[], start: number): NameSpan | null {
  const first = words[start];
  if (first?.quote !== 'begins' || isGreeting(first) || words.slice(start - 2, start).some(isTelling)) return null;
  const length = words.slice(start + 1, start + longestTitle).findIndex(({ quote }) => quote === 'ends') + 2;
  const title = words.slice(start, start + length).filter(({ text }) => text !== '');
  if (title.length < 2 || !title.every((word) => /^\p{Ll}/u.test(word.text) === smallInTitles.has(word.text)))
    return null;
  return { start, end: start + length, text: textOf(title), isTitle: true };
}

/** "Baldur's Gate", but "Rex" of "Rex's toy". */
const textOf = (words: readonly Word[]): string =>
  words.map(({ text, possessive }, index) => (possessive && index < words.length - 1 ? `${text}'s` : text)).join(' ');

const isTelling = ({ root }: Word): boolean => /^(say|tell|ask|shout|yell|reply|answer|whisper)$/i.test(root);

const isGreeting = ({ text, tags }: Word): boolean =>
  tags.has('Expression') || /^(happy|good|dear|thanks?|congrats|congratulations|sorry|please|yes|no)$/i.test(text);

const isWrittenAsName = (word: Word): boolean =>
  !word.tags.has(ordinaryTag) &&
  (isCapitalised(word.text) || hasInnerCapital(word.text) || word.tags.has(knownTag)) &&
  !isEmphasised(word) &&
  !/^\p{Lu}-\p{Ll}/u.test(word.text) &&
  !signsOfData.test(word.text) &&
  !myself.test(word.text);

const myself = /^i['’]/i;
/** Between the values of data: no name goes on behind them. */
const signsOfData = /["“”«»{}[\]<>|=]/u;

const emphasised = /^\p{Lu}{2,}(-\p{Lu}+)?$/u;
/** Long abbreviations are rare, and most of them known. */
const longAbbreviation = 6;

/** "I am SO tired", "it was a DISASTER": an ordinary word in capitals. */
function isEmphasised(word: Word): boolean {
  if (!emphasised.test(word.text) || hasTag(word, inCapitals)) return false;
  return hasTag(word, ordinaryTags) || (word.text.length >= longAbbreviation && !word.tags.has('Acronym'));
}

/** Returns where the run of capitalised words that begins here ends; `start` if none begins. */
function endOfName(words: readonly Word[], start: number): number {
  const first = words[start];
  if (!first || !isWrittenAsName(first) || isDate(words, start)) return start;
  let end = start + 1;
  while (end < words.length && (!words[end - 1]?.ends || isPossessiveName(words, end))) {
    const next = continuation(words, end);
    if (next === end) break;
    end = next;
  }
  return end;
}

/** "May 2026", "March 5", "Feb 3" */
const isDate = (words: readonly Word[], at: number): boolean =>
  monthName.test(words[at]?.text ?? '') && /^\d/.test(words[at + 1]?.text ?? '');

const monthName =
  /^(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)$/i;
const dayName = /^(mon|tues|wednes|thurs|fri|satur|sun)days?$/i;
const feast = /^(christmas|xmas|easter|thanksgiving|halloween|eve|birthday)$/i;
const beforeTimes = /^(on|in|last|next|this|every|other|each|since|until|till)$/i;

/** Whether it is a time before a name: "On Monday Anna met Bob", "In July Xiaoming left", "Happy Birthday Bob". Not "May Smith". */
function isTimeBefore(words: readonly Word[], at: number): boolean {
  const [before, { text } = { text: '' }, next] = [words[at - 1], words[at], words[at + 1]];
  const isDayOrMonth = dayName.test(text) || monthName.test(text);
  if (isDayOrMonth && beforeTimes.test(before?.text ?? '')) return true;
  const isNext = next?.tags.has('FirstName') || feast.test(next?.text ?? '');
  return (isDayOrMonth || feast.test(text)) && isNext;
}

/** "I saw Anna Monday" */
const isDayBehindSomebody = (words: readonly Word[], at: number): boolean =>
  dayName.test(words[at]?.text ?? '') && words[at - 1]?.tags.has('FirstName') === true;

/** St. Mary's Hospital, Baldur's Gate 3, but not Sam's Birthday. */
function isPossessiveName(words: readonly Word[], at: number): boolean {
  const [owner, owned, next] = words.slice(at - 1, at + 2);
  if (!owner?.possessive || !owned || !isLarge(owned)) return false;
  const isNumbered = /^(\d{1,2}|[IVX]{1,4})$/.test(next?.text ?? '') && !owned.ends && !hasTag(owned, knownTags);
  return isNumbered || /^(hospital|church|college|school|cathedral|university|day|pub|bar)$/i.test(owned.text);
}

/** A run continues with another capitalised word, with a number, or with a capitalised word after a small one such as "of". */
function continuation(words: readonly Word[], at: number): number {
  const word = words[at];
  if (!word || isDate(words, at)) return at;
  if (isSomebodyAtPlace(words, at)) return at;
  if (isWrittenAsName(word) || (/^\d[\d.]{0,3}$/.test(word.text) && !word.tags.has('Money'))) return at + 1;
  if (!connectors.has(lower(word)) || word.ends || word.tags.has(ordinaryTag)) return at;
  const following = words[at + 1];
  if (!following) return at;
  if (/^(van|von|de) (der|den|la|los|las)$/i.test(`${word.text} ${following.text}`) && isLarge(words[at + 2]))
    return at + 3;
  if (lower(word) === 'of' && lower(following) === 'the' && isLarge(words[at + 2])) return at + 3;
  return isLarge(following) && !onlyInTitles.has(lower(word)) ? at + 2 : at;
}

/** "In London Anna met Ben." */
const isSomebodyAtPlace = (words: readonly Word[], at: number): boolean =>
  at === 2 &&
  /^(in|at|near)$/i.test(words[0]?.text ?? '') &&
  words[1]?.tags.has('Place') === true &&
  words[2]?.tags.has('FirstName') === true &&
  words[3]?.tags.has('Verb') === true;

const isLarge = (word: Word | undefined): boolean => word !== undefined && isWrittenAsName(word);

/** Removes words that belong to the sentence and not to the name; returns null if nothing is left. */
function trim(words: readonly Word[], from: number, to: number): NameSpan | null {
  let [start, end] = [from, to];
  while (end > start && !canEnd(words, end - 1)) end -= 1;
  while (start < end && !canBegin(words, start, end)) start += 1;
  if (start >= end) return null;
  const span = words.slice(start, end);
  const isNone = span.every(
    (word, index) => (isNoName(word) && !isCalledAsWords(words, start + index)) || honorifics.has(lower(word)),
  );
  if (isNone || isFeast(span) || isNumbered(span)) return null;
  return { start, end, text: textOf(span) };
}

/** "Mother's Day", "New Year's Eve", "Black Friday" */
const isFeast = (words: readonly Word[]): boolean =>
  words.length > 1 &&
  (/^(day|eve)$/i.test(words.at(-1)?.text ?? '') ||
    (/^(black|good|cyber|palm|ash|shrove)$/i.test(words[0]?.text ?? '') && dayName.test(words[1]?.text ?? '')));

/** "Chapter 5", "Part II", "Figure 3" */
function isNumbered([part, number, more]: readonly Word[]): boolean {
  if (!number) return /^[IVX]{2,}$/.test(part?.text ?? '');
  return !more && counted.test(part?.text ?? '') && /^([\dIVX.]+|[A-Z])$/.test(number.text);
}

const counted =
  /^(chapter|part|figure|step|page|section|table|unit|level|grade|room|floor|gate|season|episode|week|day|line|scene|volume|question|task|version|phase|stage|lesson|track|round|item|exercise|plan|vitamin|type|year|platform|terminal|appendix|option)$/i;

function canBegin(words: readonly Word[], at: number, end: number): boolean {
  const word = words[at];
  if (!word || !isWrittenAsName(word)) return false;
  const alone = at === end - 1;
  if (positions.has(lower(word)) || isRank(words, at) || (!alone && isTimeBefore(words, at))) return false;
  if (honorifics.has(lower(word))) return !alone;
  if (lower(word) === 'the') return at > 0 && !alone;
  const kin = isKin(word) && !alone && isLarge(words[at + 1]) && !isNoName(words[at + 1]);
  if (kin) return true;
  if (isOpening(words, at)) {
    const [next] = words.slice(at + 1, end - 1);
    if (!alone && beforeNames.test(word.text) && isLarge(words[at + 1])) return true;
    // "Call Aunt Meg"
    if (next && isKin(next)) return false;
    return (
      canOpen(word, alone, words[at + 1]) ||
      isCalledAsWords(words, at) ||
      (alone && isSomebodyByRest(words, at) && !isNoName(word))
    );
  }
  return !(isNoName(word) && alone) || isCalledAsWords(words, at);
}

/** "I will ask Will", "she thanked May", "April said" */
function isCalledAsWords(words: readonly Word[], at: number): boolean {
  const text = words[at]?.text ?? '';
  if (!isAlsoFirstName(text)) return false;
  if (isOpening(words, at)) return isSaying(words[at + 1]);
  return text === 'Will' || doneToPeople.test(rootOf(words[at - 1]));
}

const doneToPeople = /^(say|tell|ask|remind|thank|meet|invite|hug|kiss|marry)$/;

const rootOf = (word: Word | undefined): string => (word?.tags.has('Verb') ? word.root.toLowerCase() : '');

/** "Mount Etna": the library takes it for a verb. */
const beforeNames = /^(mount|lake|cape|port|fort|saint|point)$/i;

/** The first word of a sentence is always capitalised. */
function canOpen(word: Word, alone: boolean, next: Word | undefined): boolean {
  if (isNoName(word)) return false;
  if (hasTag(word, knownTags) || hasInnerCapital(word.text) || /^\p{Lu}{2,}(-|$)/u.test(word.text)) return true;
  if (word.tags.has('Possessive') && !hasTag(word, ordinaryTags) && !commonOwners.has(lower(word))) return true;
  return (
    word.tags.has('ProperNoun') ||
    (isSaying(next) && !word.tags.has('Actor') && !word.tags.has('Plural') && !isOwner(word)) ||
    !(alone || hasTag(word, ofSentences))
  );
}

const isOwner = (word: Word): boolean => commonOwners.has(lower(word)) || relatives.has(lower(word));

/** "Rex's vet called" names Rex, but "Nature's beauty" and "Life's ups and downs" nobody. */
const commonOwners =
  wordSet(`life nature family love music art work school home house time money food health society history science technology culture
  religion faith fate god world earth everybody everything anybody anything somebody someone something nobody people team
  company boss baby dog cat kid husband wife friend mother father brother sister city town country class office car kitchen
  project server website app user customer client teacher doctor deadline rent`);

/** Tags known names at the beginning of a sentence, except words that sentences often begin with, such as "Will". */
export const withKnownOpenings = (words: readonly Word[], names: ReadonlyMap<string, EntityType>): Word[] =>
  words.map((word, at) => {
    const type = names.size > 0 && isOpening(words, at) ? names.get(normalName(word.text)) : undefined;
    if (!type || !isCapitalised(word.text) || isNoName(word) || hasTag(word, ordinaryTags)) return word;
    return { ...word, tags: new Set([...word.tags, typeTags[type]]) };
  });

/** Whether what follows shows a person: "Priya is my manager", "Hope and Grace". */
const isSomebodyByRest = (words: readonly Word[], at: number): boolean =>
  isOurs(words, at) ||
  doesAsPeopleDo(words, at) ||
  isBesideSomebody(words, at) ||
  isAddressing(words, at + 1) ||
  isExplained(words, at);

/** "Halima, the new nurse, left." */
export function isExplained(words: readonly Word[], at: number): boolean {
  const [the, ...who] = words.slice(at + 1, at + 5);
  const end = who.findIndex(({ ends }) => ends);
  return (
    words[at]?.ends === true &&
    !hasTag(words[at], ordinaryTags) &&
    /^(the|my|our|a)$/.test(the?.text ?? '') &&
    relatives.has(who[end]?.text ?? '')
  );
}

/** "Pooja, can you help?" */
export const isAddressing = (words: readonly Word[], at: number): boolean =>
  words[at - 1]?.ends === true &&
  !words[at - 1]?.possessive &&
  !relatives.has(textAt(words, at - 1)) &&
  !hasTag(words[at - 1], ordinaryTags) &&
  /^(please|(can|could|will|would|do|did|are|have|what|where|when|how) (are |do )?you)\b/i.test(
    words
      .slice(at, at + 3)
      .map(({ text }) => text)
      .join(' '),
  );

/** "Hope and Grace are here." */
const isBesideSomebody = (words: readonly Word[], at: number): boolean =>
  /^(and|&)$/.test(words[at + 1]?.text ?? '') &&
  words[at]?.ends === false &&
  words[at + 2]?.tags.has('FirstName') === true &&
  isCapitalised(words[at + 2]?.text);

/** "Priya is my manager." */
function isOurs(words: readonly Word[], at: number): boolean {
  const [is, my, ...who] = words.slice(at + 1, at + 5);
  return (
    is?.tags.has('Copula') === true &&
    /^(my|our)$/.test(my?.text ?? '') &&
    who.some((one) => !one.possessive && relatives.has(lower(one)))
  );
}

const isOpening = (words: readonly Word[], at: number): boolean => at === 0 || (words[at - 1]?.ends ?? false);

const kin = wordSet('grandma grandpa granny grandmother grandfather aunt auntie uncle father mother');
const isKin = (word: Word): boolean => kin.has(lower(word));

function canEnd(words: readonly Word[], at: number): boolean {
  const word = words[at];
  return word !== undefined && !connectors.has(lower(word)) && lower(word) !== 'i' && !isDayBehindSomebody(words, at);
}

const isNoName = (word: Word | undefined): boolean =>
  word === undefined || isNeverName(word.text) || hasTag(word, noNameTags);
