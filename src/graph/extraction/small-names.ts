import { hesitations } from '../../platform/hesitations.ts';
import { matchesOf } from '../../platform/matches-of.ts';
import { wordSet } from '../../platform/word-lists.ts';
import type { EntityType } from '../entity.ts';
import { normalName } from '../entity-name.ts';
import type { NameLexicon } from './name-lexicon.ts';
import { relatives } from './relatives.ts';
import { typeOfNoun } from './type-words.ts';
import { isSlip, isUnfamiliar } from './unfamiliar.ts';
import { wellKnownTag } from './well-known.ts';

const places = new Set(['City', 'Country', 'Region', 'Place']);
/** Shorter ones are abbreviations or words: "ups and downs", "in the den". */
const shortest = 4;

/** Names that are ordinary words as well. */
const words =
  wordSet(`angel art bill bob buddy buster cal clay dale dawn dirk don eve faith gene grace grant hope jack jewel joy lance mark max may mick
  misty monte nick norm pat penny ray rich rob rose rusty sandy sue sunny troy val will wade cork split nice bath reading orange
  downtown midtown uptown boardwalk highland highlands lowland lowlands lakefront riverfront
  riverside parkside woodside meadowlands harrow intel ford baxter sears mobile tours hull turkey china jordan salem victoria nancy medina mecca prato surat patras orleans`);
const beforePeople =
  /^(with|and|&|ask|asked|tell|told|meet|met|saw|call|called|visit|visited|invite|invited|thank|miss|hi|hey|hello)$/;
const beforePlaces = /^(in|to|from|near|around|visit|visited)$/;

const word = /(?<![\p{L}\p{N}'’@./#-])\p{Ll}[\p{L}'’]*/gu;
const possessive = /['’]s$/u;
const sound = String.raw`(?<![\p{L}\p{N}'’@./#-])(?:${hesitations.en})(?![\p{L}\p{N}'’@/#-]),?\s*`;
/** With the word before, if that is said again: "fergus um fergus mbeki". */
const hesitation = new RegExp(String.raw`(?<![\p{L}'’])(\p{L}+),?\s+${sound}(?=\1(?!\p{L}))|${sound}`, 'gu');

/** A full stop behind a title ends nothing. */
const sentence = /(?:[^.!?\n]|(?<=\b(?:dr|mr|mrs|prof))\.|[.!?](?!\s|$))+/gu;

/** Sentences without any capital, which hide their names; others show them. */
export const smallSentences = (text: string): string[] =>
  (text.match(sentence) ?? []).filter((part) => !/\p{Lu}/u.test(part));

/** What is known of names in texts without capitals. */
interface KnownNames {
  readonly lexicon: NameLexicon;
  /** Names of the account. */
  readonly known: ReadonlyMap<string, EntityType>;
}

/**
 * Writes the names large in the sentences of an English text that are wholly in lower case: firms and products, first names after
 * "with", "my brother" and the like, towns and countries after "in", "to" and "from", and words that no dictionary has if the account
 * knows them as a name, or a title or "is called" tells so. Hesitations between these are left out: "my sister um julia".
 */
export const withCapitals = (text: string, known: KnownNames): string =>
  text.replace(sentence, (part) => (/\p{Lu}/u.test(part) ? part : withCapitalsIn(part.replace(hesitation, ''), known)));

/** A word in lower case, where it stands. */
interface SmallWord {
  readonly text: string;
  readonly start: number;
  /** What is between the word before, if there is one, and this. */
  readonly gap: string | null;
  /** Whether no sign makes it a part of something longer, such as a path. */
  readonly isWhole: boolean;
}

function withCapitalsIn(part: string, { lexicon, known }: KnownNames): string {
  const said = wordsIn(part);
  const large = new Set<number>();
  const begins = new Set([...known.keys()].map((name) => name.split(' ', 1)[0]));
  for (const [at, { text }] of said.entries()) {
    if (isNameAfter(said[at - 1]?.text ?? '', text, lexicon)) large.add(at);
    for (const place of namedAt(said, at, lexicon)) large.add(place);
    if (!begins.has(normalName(text))) continue;
    for (const place of knownAt(said, at, { lexicon, known })) large.add(place);
  }
  const starts = new Set([...large].map((at) => said[at]?.start));
  return part.replace(word, (found, start: number) =>
    starts.has(start) ? `${found.charAt(0).toUpperCase()}${found.slice(1)}` : found,
  );
}

function wordsIn(part: string): SmallWord[] {
  let end: number | null = null;
  return matchesOf(part, word).map(({ 0: whole, index: start }) => {
    const gap = end === null ? null : part.slice(end, start);
    end = start + whole.length;
    const isWhole = !/^(?:[\p{N}_@/\\#=-]|[.:]\S)/u.test(part.slice(end, end + 2));
    return { text: whole.replace(possessive, ''), start, gap, isWhole };
  });
}

function isNameAfter(before: string, name: string, lexicon: NameLexicon): boolean {
  if (wellKnownTag(normalName(name), true) !== null) return true;
  if (words.has(name)) return false;
  const kind = lexicon(name);
  if (kind === 'FirstName') return beforePeople.test(before) || relatives.has(before);
  if (name.length < shortest) return false;
  return kind === 'Organization' || (places.has(kind ?? '') && beforePlaces.test(before));
}

/** Maximum number of words of a name. */
const longest = 4;

/** Titles that nothing but a name follows, and those that are nouns, too. */
const titles = wordSet('mr mrs mister dr prof');
const nouns = wordSet('doctor professor aunt auntie uncle');
const articles = wordSet('a an the my your our his her their its this that no any every another of');
const kin = wordSet(
  'sister brother son daughter husband wife aunt auntie uncle cousin niece nephew girlfriend boyfriend friend',
);
const owners = wordSet('my our his her their');

/** What one can tell to have a name in software as well. */
const ofSoftware = wordSet('label group team provider region area parent child author program');

/** Returns the places of a name behind a title, with it, or of what somebody or something is called. */
function namedAt(said: readonly SmallWord[], at: number, lexicon: NameLexicon): number[] {
  const [before = '', last = ''] = [said[at - 2]?.text, said[at - 1]?.text];
  const isTitled = titles.has(last) || (nouns.has(last) && !articles.has(before));
  if (!isTitled && !(kin.has(last) && owners.has(before)) && !isCalled(said, at)) return [];
  const end = endOfName(said, at, (text) => isLikeName(text, lexicon, titles.has(last)));
  return Array.from({ length: end - at + Number(isTitled && end > at) }, (_, back) => end - 1 - back);
}

/** "The hotel is called", "a friend named", "his name is", "my sister's name is" */
function isCalled(said: readonly SmallWord[], at: number): boolean {
  const [whose = '', thing = '', is = '', verb = ''] = [4, 3, 2, 1].map((back) => said[at - back]?.text);
  if (verb === 'called' || verb === 'named') {
    const noun = /^(?:is|was|are|were)$/.test(is) ? thing : is;
    const type = ofSoftware.has(noun) ? null : typeOfNoun(noun);
    return type !== null && type !== 'THING';
  }
  const owner = verb === 'is' && is === 'name' ? thing : '';
  return /^(?:my|his|her)$/.test(owner) || (relatives.has(owner) && whose !== '');
}

/** Returns where the name that begins here ends; `at` if none does. */
function endOfName(said: readonly SmallWord[], at: number, isLike: (text: string) => boolean): number {
  const end = said.slice(at, at + longest).findIndex(({ text, gap, isWhole }, index) => {
    const isNext = gap !== null && (index === 0 ? /^[.,]? $/ : /^ $/).test(gap);
    return !isNext || !isWhole || !isLike(text);
  });
  return end < 0 ? Math.min(said.length, at + longest) : at + end;
}

const people = new Set(['FirstName', 'LastName', 'Person']);
/** New verbs are in no dictionary either: "my sister snapchatted". */
const inflected = /(?:ed|ing)$/;

/** Whether a word is hardly anything but a name where one is to be expected. For sure, surnames that are words are names, too: "mr smith". */
function isLikeName(text: string, lexicon: NameLexicon, isSure: boolean): boolean {
  if (wellKnownTag(normalName(text), true) !== null) return false;
  const isOfPeople = people.has(lexicon(text) ?? '');
  if (!isUnfamiliar(text)) return isSure && isOfPeople;
  return isOfPeople || !(inflected.test(text) || isSlip(text));
}

/** Returns the places of the longest known name that begins here. */
function knownAt(said: readonly SmallWord[], at: number, { lexicon, known }: KnownNames): number[] {
  for (let length = longest; length > 0; length -= 1) {
    const span = said.slice(at, at + length);
    const isRun =
      span.length === length && span.every(({ gap, isWhole }, index) => isWhole && (index === 0 || gap === ' '));
    if (isRun && isKnown(span, { lexicon, known })) return span.map((_, index) => at + index);
  }
  return [];
}

/**
 * Whether the account knows it as somebody, a place or an organisation; a thing may be any word that stood in capitals, such as "JSON".
 * One of its words has to be no ordinary one: "grace", "will" and "mark" are names only where the rules say so.
 */
function isKnown(span: readonly SmallWord[], { lexicon, known }: KnownNames): boolean {
  const name = normalName(span.map(({ text }) => text).join(' '));
  const type = known.get(name);
  // "The" of "the redis" is not in the normal form.
  if (!type || type === 'THING' || name.split(' ').length < span.length) return false;
  const isShort = name.length < shortest && type === 'PERSON' && lexicon(name) === 'FirstName' && !words.has(name);
  return isShort || span.some(({ text }) => isUnfamiliar(text));
}
