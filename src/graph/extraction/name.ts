import type { EntityType } from '../entity.ts';
import { normalName } from '../entity-name.ts';
import { relatives } from './relatives.ts';
import { hasInnerCapital, isCapitalised, knownTag, lower, ordinaryTag, typeTags, type Word } from './word.ts';

/** A name in a sentence: the words from `start` up to, but not including, `end`. */
export interface NameSpan {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Whether it is the title of a work, in quotation marks. */
  readonly isTitle?: boolean;
}

const connectors = new Set([
  'of',
  'the',
  'de',
  'del',
  'da',
  'di',
  'du',
  'la',
  'le',
  'van',
  'von',
  'der',
  'den',
  'in',
  '&',
]);
/** "Lady in Black" is a name, "Anna in Berlin" is two. */
const onlyInTitles = new Set(['in', 'the']);
const smallInTitles = new Set('a an and at by for from in of on or the to with de la le du'.split(' '));
const honorifics = new Set('dr mr mrs ms miss mx prof professor sir st mt'.split(' '));

/** Positions are not part of a name: "CEO Tim Cook" is Tim Cook, and "CTO of Stripe" is Stripe. */
const positions = new Set('ceo cto cfo coo cmo cio vp'.split(' '));

/** Capitalised words that are no names, such as times, peoples and feelings. */
const noNames = new Set(
  `i i'm i'd i've i'll ok okay tv diy phd ceo cto cfo coo cmo cio vp asap lol omg btw fyi faq pm am usb dvd cd gps id pc ai it hr pr ps
  est edt cst cdt mst mdt pst pdt gmt utc cet cest tbd tba re fw fwd cc bcc email cannot pdf url api zip jpg png http https html
  mom mum mommy mummy dad daddy papa mama grandma grandpa granny grandmother grandfather aunt uncle auntie sis bro god jesus
  christmas xmas easter thanksgiving halloween hanukkah ramadan diwali eid new year year's eve valentine's birthday
  monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays
  january february march april may june july august september october november december spring summer autumn winter
  hi hey hello thanks thank thx morning afternoon evening congrats congratulations sorry please wow ah ugh yes no yeah yep yup
  nope nah yikes gosh phew hooray hurray bravo sure well so and but or
  the a an my your his her our their its this that these those there here what when where why who how which
  he she we they you it is are was were do does did have has had can could will would should let let's not never
  if in on at for from to with by of as than then because since while after before about into during until also just
  good great nice happy best love dear yesterday today tomorrow tonight now maybe actually honestly anyway everyone nothing`.split(
    /\s+/,
  ),
);
const peoples =
  /^(american|english|british|german|french|spanish|italian|dutch|swedish|danish|norwegian|finnish|polish|russian|greek|turkish|chinese|japanese|korean|thai|indian|mexican|portuguese|brazilian|canadian|australian|european|african|asian|arabic|hebrew|latin|irish|scottish|swiss|austrian|czech|hungarian|vietnamese|ethiopian|moroccan|persian|ukrainian|catholic|christian|muslim|jewish|buddhist)s?$/;
const noNameTags = ['Pronoun', 'Demonym', 'WeekDay', 'Month', 'Holiday', 'Expression', 'Duration', 'Time', 'Currency'];
const knownTags = ['Person', 'FirstName', 'LastName', 'Place', 'City', 'Country', 'Region', 'Organization', 'Company'];
/** Tags of words that are capitalised only because they begin a sentence. */
const ordinaryTags =
  'Verb Determiner Preposition Conjunction Adverb Adjective QuestionWord Auxiliary Modal Negative Plural Gerund Value'.split(
    ' ',
  );

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
  const text = title.map((word) => (word.possessive ? `${word.text}'s` : word.text)).join(' ');
  return { start, end: start + length, text, isTitle: true };
}

const isTelling = ({ root }: Word): boolean => /^(say|tell|ask|shout|yell|reply|answer|whisper)$/i.test(root);

const isGreeting = ({ text, tags }: Word): boolean =>
  tags.has('Expression') || /^(happy|good|dear|thanks?|congrats|congratulations|sorry|please|yes|no)$/i.test(text);

const isWrittenAsName = ({ text, tags }: Word): boolean =>
  !tags.has(ordinaryTag) && (isCapitalised(text) || hasInnerCapital(text) || tags.has(knownTag));

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
const beforeTimes = /^(on|in|last|next|this|every|since|until|till)$/i;

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

/** St. Mary's Hospital, but not Sam's Birthday. */
const isPossessiveName = (words: readonly Word[], at: number): boolean =>
  (words[at - 1]?.possessive ?? false) &&
  /^(hospital|church|college|school|cathedral|university|day|pub|bar)$/i.test(words[at]?.text ?? '') &&
  isLarge(words[at]);

/** A run continues with another capitalised word, with a number, or with a capitalised word after a small one such as "of". */
function continuation(words: readonly Word[], at: number): number {
  const word = words[at];
  if (!word || isDate(words, at)) return at;
  if (isWrittenAsName(word) || /^\d[\d.]{0,3}$/.test(word.text)) return at + 1;
  if (!connectors.has(lower(word)) || word.ends || word.tags.has(ordinaryTag)) return at;
  const following = words[at + 1];
  if (!following) return at;
  if (lower(word) === 'of' && lower(following) === 'the' && isLarge(words[at + 2])) return at + 3;
  return isLarge(following) && !onlyInTitles.has(lower(word)) ? at + 2 : at;
}

const isLarge = (word: Word | undefined): boolean => word !== undefined && isWrittenAsName(word);

/** Removes words that belong to the sentence and not to the name; returns null if nothing is left. */
function trim(words: readonly Word[], from: number, to: number): NameSpan | null {
  let [start, end] = [from, to];
  while (end > start && !canEnd(words, end - 1)) end -= 1;
  while (start < end && !canBegin(words, start, end)) start += 1;
  if (start >= end) return null;
  const span = words.slice(start, end);
  if (span.every((word) => isNoName(word) || honorifics.has(lower(word)))) return null;
  return { start, end, text: span.map(({ text }) => text).join(' ') };
}

function canBegin(words: readonly Word[], at: number, end: number): boolean {
  const word = words[at];
  if (!word || !isWrittenAsName(word)) return false;
  const alone = at === end - 1;
  if (positions.has(lower(word)) || (!alone && isTimeBefore(words, at))) return false;
  if (honorifics.has(lower(word))) return !alone;
  if (lower(word) === 'the') return at > 0 && !alone;
  const kin = isKin(word) && !alone && isLarge(words[at + 1]) && !isNoName(words[at + 1]);
  if (kin) return true;
  if (isOpening(words, at)) {
    const [next] = words.slice(at + 1, end - 1);
    // "Call Aunt Meg"
    if (next && isKin(next)) return false;
    return canOpen(word, alone, words[at + 1]) || (alone && isOurs(words, at) && !isNoName(word));
  }
  return !(isNoName(word) && alone);
}

/** The first word of a sentence is always capitalised. */
function canOpen(word: Word, alone: boolean, next: Word | undefined): boolean {
  if (isNoName(word)) return false;
  if (has(word, knownTags) || hasInnerCapital(word.text) || /^\p{Lu}{2,}(-|$)/u.test(word.text)) return true;
  if (has(word, ['Possessive']) && !has(word, ordinaryTags) && !commonOwners.has(lower(word))) return true;
  return has(word, ['ProperNoun']) || isSaying(next) || !(alone || has(word, ordinaryTags));
}

/** "Rex's vet called" names Rex, but "Nature's beauty" and "Life's ups and downs" nobody. */
const commonOwners = new Set(
  `life nature family love music art work school home house time money food health society history science technology culture
  religion faith fate god world earth everybody everything anybody anything somebody someone something nobody people team
  company boss baby dog cat kid husband wife friend mother father brother sister city town country class office car kitchen
  project server website app user customer client teacher doctor deadline rent`.split(/\s+/),
);

/** Tags known names at the beginning of a sentence, except words that sentences often begin with, such as "Will". */
export const withKnownOpenings = (words: readonly Word[], names: ReadonlyMap<string, EntityType>): Word[] =>
  words.map((word, at) => {
    const type = names.size > 0 && isOpening(words, at) ? names.get(normalName(word.text)) : undefined;
    if (!type || !isCapitalised(word.text) || isNoName(word) || has(word, ordinaryTags)) return word;
    return { ...word, tags: new Set([...word.tags, typeTags[type]]) };
  });

/** "Priya is my manager." */
function isOurs(words: readonly Word[], at: number): boolean {
  const [is, my, ...who] = words.slice(at + 1, at + 5);
  return (
    is?.tags.has('Copula') === true &&
    /^(my|our)$/.test(my?.text ?? '') &&
    who.some((one) => !one.possessive && relatives.has(lower(one)))
  );
}

/** Verbs that only people are the subject of. */
const isSaying = (word: Word | undefined): boolean =>
  word?.tags.has('Verb') === true && /^(says?|said|told|thinks?|thought|asked|loves?|wants?|wanted)$/i.test(word.text);

const isOpening = (words: readonly Word[], at: number): boolean => at === 0 || (words[at - 1]?.ends ?? false);

const kin = new Set('grandma grandpa granny aunt auntie uncle cousin sister brother father mother'.split(' '));
const isKin = (word: Word): boolean => kin.has(lower(word));

function canEnd(words: readonly Word[], at: number): boolean {
  const word = words[at];
  return word !== undefined && !connectors.has(lower(word)) && lower(word) !== 'i' && !isDayBehindSomebody(words, at);
}

/** Whether a word is no name, whatever is around it. */
export function isNeverName(text: string): boolean {
  const word = text.toLowerCase().replace('’', "'");
  return noNames.has(word) || peoples.test(word) || cry.test(word);
}

/** As drawn out as somebody likes: "Aww", "Woohoo", "Haha", "Yaaay". */
const cry = /^(a+w+|w+o+h+o+|y+a+y+|(ha){2,}h?|(he){2,}|h+m+|u+h+m*|m+h+m+|o+h+|o+o+h+|wh?o+a+h?|e+w+)$/;

const isNoName = (word: Word | undefined): boolean =>
  word === undefined || isNeverName(word.text) || has(word, noNameTags);

const has = ({ tags }: Word, wanted: readonly string[]): boolean => wanted.some((tag) => tags.has(tag));
