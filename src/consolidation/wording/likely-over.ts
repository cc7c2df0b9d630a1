import { wordSet } from '../../platform/word-lists.ts';
import type { Cue } from './change-cues.ts';
import { details } from './parts.ts';
import { isOfSomethingElse, restatedBy } from './restated.ts';
import { changing, setOf, type Telling, type Told, tellingOf, type Word } from './telling.ts';
import { isMonth, isNumber } from './tokens.ts';
import { areOtherOnes } from './which-one.ts';

/**
 * What speaks for the later text ending or changing what the earlier says, by points. This finds what people tell in their own
 * words, and is wrong now and then: somebody has to look at it.
 */
export interface Likelihood {
  /** What both texts share, besides the subject of the earlier, in the words of the later. */
  readonly shared: readonly Word[];
  /** More than 0: it is likely. */
  points(memoriesWith: MemoriesWith): number;
}

/** Returns how many memories of a collection have a stem. */
export type MemoriesWith = (stem: string) => number;

/** Of two texts alone. */
export const onlyBoth: MemoriesWith = () => 2;

/** Returns null if the later text tells of no change near something that the earlier states. */
export function likelihoodOf(was: Told, is: Told): Likelihood | null {
  const pair = pairOf(was, is);
  if (!pair) return null;
  const others = Object.values(signs).reduce((sum, [points, sign]) => sum + points * Number(sign(pair)), 0);
  const stems = pair.shared;
  return {
    shared: pair.is.words.filter(({ stem }) => stems.has(stem)),
    points: (memoriesWith) => others + pointsOfShared * howSpecific(stems, memoriesWith),
  };
}

/** Returns how much of each sign a pair has, in the order of `signPoints`, or null. */
export function signsOf(was: Told, is: Told, memoriesWith: MemoriesWith): readonly number[] | null {
  const pair = pairOf(was, is);
  return (
    pair && [...Object.values(signs).map(([, sign]) => Number(sign(pair))), howSpecific(pair.shared, memoriesWith)]
  );
}

/** The more memories have a word, the less it tells that two of them are about the same: the odds are one in so many. */
const howSpecific = (shared: ReadonlySet<string>, memoriesWith: MemoriesWith): number =>
  Math.log2([...shared].reduce((sum, stem) => sum + 2 / Math.max(2, memoriesWith(stem)), 0));

/** Returns both texts if the later tells of a change near something that the earlier states, or null. */
function pairOf(state: Told, news: Told): Pair | null {
  if (!state.isState || !news.isNews || isOfSomethingElse(state, news)) return null;
  const both = setOf(state.stems).intersection(setOf(news.stems));
  const restated = restatedBy(state, news, both);
  const shared = restated?.shared ?? withoutSubjects(both, state, news);
  if (shared.size === 0) return null;
  const [was, is] = [tellingOf(state), tellingOf(news)];
  if (areOfOthers(was, is) || areOtherOnes(was.which, is.which) || isAboutAnother(was, is)) return null;
  // Much is said of an order; only what is open may be named by a number alone.
  if (shared.isSubsetOf(setOf(news.codes)) && !isOpen(was)) return null;
  const pair = { was, is, shared, namesFormer: restated?.namesFormer ?? false };
  if (restated) return isAnotherOfTheKind(pair) || beginsWithPeople(pair) || is.cues.has('wished') ? null : pair;
  if (areAlike(was, is) || isAboutPurpose(pair)) return null;
  return changing.some((cue) => nearness(is, cue, shared) > 0) ? pair : null;
}

/** Returns the stems of both but those of the subject. Half a name is another person's. */
function withoutSubjects(both: ReadonlySet<string>, state: Told, news: Told): ReadonlySet<string> {
  const who = setOf(news.subject);
  const besides = both.difference(setOf(state.subject));
  return who.isSubsetOf(setOf(state.stems)) ? besides : besides.difference(who);
}

/** Number of words between a cue and what it is about from which they are as good as apart. */
const farApart = 8;

/** How near a cue is to one of the shared words, from 0 to 1. */
function nearness({ words, cues }: Telling, cue: Cue, shared: ReadonlySet<string>): number {
  let nearest = 0;
  for (const place of cues.places(cue)) {
    for (const [at, { stem }] of words.entries()) {
      // A word that tells of a change is not what has changed.
      if (at !== place && shared.has(stem))
        nearest = Math.max(nearest, 1 - Math.max(0, Math.abs(at - place) - 1) / farApart);
    }
  }
  return nearest;
}

/** Maximum number of words by which to look up what news may end. */
const mostLookedUp = 2;

/** Returns the words of news that stand nearest to what tells of the change. */
export function changedWords(told: Told): readonly string[] {
  if (!told.isNews) return [];
  const { words, cues } = tellingOf(told);
  const places = changing.flatMap((cue) => cues.places(cue));
  const away = (at: number) => Math.min(...places.map((place) => Math.abs(at - place)));
  const telling = words.flatMap(({ form, stem }, at) =>
    stem === '' || away(at) === 0 ? [] : { form, away: away(at) },
  );
  const nearest = telling.toSorted((one, other) => one.away - other.away).slice(0, mostLookedUp);
  return [...new Set(nearest.map(({ form }) => form))];
}

/** Share of common forms from which two texts say the like of two things. */
const sameWording = 0.55;

/** Whether both use the same words: such changes are for the rules to see, except another amount. */
function areAlike(was: Telling, is: Telling): boolean {
  const [mine, theirs] = [formsIn(was), formsIn(is)];
  const share = mine.intersection(theirs).size / Math.max(mine.size, theirs.size);
  return share >= sameWording && !hasOtherAmount(was, is);
}

const formsIn = ({ words }: Telling): ReadonlySet<string> => new Set(words.map(({ form }) => form));

/** "Ada has been ill since May" says nothing of Ben. */
const isAboutAnother = (was: Telling, is: Telling): boolean =>
  (!was.subject.isSubsetOf(is.stems) && (is.isOwn || !is.about.isSubsetOf(was.stems))) ||
  (is.isOwn && isOfRelative(was, is)) ||
  (was.isOwn && isOfItsOwner(was, is)) ||
  isStateOfAnother(was, is);

/** What the speaker tells of themselves says nothing of a brother. */
const isOfRelative = (was: Telling, is: Telling): boolean =>
  was.words.some(({ form, stem }) => people.has(form) && was.about.has(stem) && !is.stems.has(stem));

/** "Tom sold his Tesla" says nothing of the speaker's. */
const isOfItsOwner = (was: Telling, is: Telling): boolean =>
  is.subject.size > 0 &&
  is.subject.isDisjointFrom(was.stems) &&
  is.words.some(({ form }) => theirs.has(form)) &&
  !is.words.some(({ form }) => mine.has(form));

const theirs = wordSet('his her their');

/** "Pickle is no longer allergic to chicken" says nothing of the speaker, who is. */
const isStateOfAnother = (was: Telling, is: Telling): boolean =>
  is.subject.size > 0 &&
  is.subject.isDisjointFrom(was.stems) &&
  stateOfOne.test(is.words.map(({ form }) => form).join(' '));

/** English words behind somebody, or behind an auxiliary, that begin to tell how they alone are by now, as a pattern. */
export const ofOneAlone = 'no longer|never|now|stopped|quit|outgrown|outgrew|gave up|given up|retired';

/** A state of whom or what precedes it. But "Marcus is now my boss" tells who that is. */
const stateOfOne = new RegExp(
  String.raw`^(?:[^ ]+ ){1,2}(?:(?:is|are|past|has|have|can|does?) )?(?:${ofOneAlone})(?! (?:my|our|the|his|her|their|an?)\b)`,
  'u',
);

/** "My dog" is another dog if somebody else says it. */
const areOfOthers = (was: Telling, is: Telling): boolean =>
  was.speaker !== null &&
  is.speaker !== null &&
  was.speaker !== is.speaker &&
  [was, is].some(({ words }) => words.some(({ form }) => mine.has(form)));

const mine = wordSet('i me my mine');

/** Those of whom the speaker may tell instead. */
const people =
  wordSet(`mother mom mum dad father parent brother sister sibling son daughter kid child children husband wife partner boyfriend girlfriend fiance
  aunt uncle cousin niece nephew grandmother grandma grandfather grandpa grandson granddaughter friend buddy colleague coworker flatmate roommate housemate
  neighbor boss secretary trainee guest landlord everyone`);
/** States that come to an end by themselves. */
const open =
  wordSet(`not no never without yet wait waiting await awaiting pending until planned planning plan looking trying learning reading progress broken
  missing late open booked due sick hospital ill frozen hold review scheduled tomorrow next down failing cracked`);

/** Two texts, and the stems that they share besides the subject of the earlier. */
interface Pair {
  readonly was: Telling;
  readonly is: Telling;
  readonly shared: ReadonlySet<string>;
  /** Whether the later names what the earlier states as the former value. */
  readonly namesFormer: boolean;
}

/**
 * What speaks for the later text ending the earlier, and what against: the points of each sign, and how much of it there is. The
 * points are about the weights of a logistic regression on the labelled pairs and notes in `fixtures`: `npm run consolidation:fit`
 * prints both.
 */
const signs: Readonly<Record<string, readonly [points: number, sign: (pair: Pair) => boolean | number]>> = {
  always: [-1.2, () => 1],
  sameSubject: [1, ({ was, is }) => was.subject.size > 0 && was.subject.isSubsetOf(is.stems)],
  otherWords: [-0.1, ({ was, is, shared }) => was.stems.size + is.stems.size - 2 * shared.size],
  waysToTell: [0.75, ({ is }) => changing.filter((cue) => is.cues.has(cue)).length],
  ended: [0.9, ({ is, shared }) => nearness(is, 'ended', shared)],
  // What has a date is over on that day.
  wasDated: [-1.4, ({ was }) => isDated(was)],
  wasOpen: [0.45, ({ was }) => isOpen(was)],
  openIsDone: [0.5, ({ was, is, shared }) => (isOpen(was) ? nearness(is, 'completed', shared) : 0)],
  otherAmount: [0.6, ({ was, is }) => hasOtherAmount(was, is)],
  unreal: [-1.1, ({ is }) => Math.min(2, is.cues.places('unreal').length)],
  passing: [-0.8, ({ is }) => is.cues.has('passing')],
  past: [-1, ({ is }) => is.cues.has('past')],
  besides: [-0.65, ({ is }) => is.cues.has('besides')],
  unchanged: [-1, ({ is }) => is.cues.has('unchanged')],
  people: [-0.65, ({ was, is }) => Math.min(2, newIn(is.words, was, people).length)],
  beginsWithPeople: [-1.3, (pair) => beginsWithPeople(pair)],
  onlyDetails: [-0.6, ({ is, shared }) => areDetails(is, shared)],
  narrower: [-0.55, (pair) => otherLeads(pair).some(({ former }) => former === undefined)],
  anotherOfTheKind: [-1.4, (pair) => isAnotherOfTheKind(pair)],
  namesFormer: [2.5, ({ namesFormer }) => namesFormer],
};
/** Points of `howSpecific`. */
const pointsOfShared = 1.35;

/** By sign, its points. */
export const signPoints: ReadonlyMap<string, number> = new Map([
  ...Object.entries(signs).map(([name, [points]]) => [name, points] as const),
  ['shared', pointsOfShared],
]);

const isAnotherOfTheKind = (pair: Pair): boolean =>
  otherLeads(pair).some(({ former }) => former !== undefined && !pair.is.stems.has(former));

const beginsWithPeople = ({ was, is }: Pair): boolean => newIn(is.words.slice(0, 6), was, people).length > 0;

const hasForm = ({ words }: Telling, form: string): boolean => words.some((word) => word.form === form);
const isOpen = ({ words }: Telling): boolean => words.some(({ form }) => open.has(form));
/** A month alone may be a name. */
const isDated = ({ words }: Telling): boolean =>
  words.some(
    ({ form }, place) => isMonth(form) && [place - 1, place + 1].some((at) => isNumber(words[at]?.form ?? '')),
  );
const newIn = (words: readonly Word[], was: Telling, list: ReadonlySet<string>): readonly Word[] =>
  words.filter(({ form }) => list.has(form) && !hasForm(was, form));

/** Whether a text has all that both share in details: "in Lyon" tells where something changed, not what. */
const areDetails = ({ words }: Telling, shared: ReadonlySet<string>, begins = details): boolean =>
  words.every(({ stem }, place) => {
    if (!shared.has(stem)) return true;
    const before = words.slice(0, place).findLast((word) => !shared.has(word.stem) && !articles.has(word.form));
    return before !== undefined && begins.has(before.form);
  });

/** "Book club meets on Mondays now" says nothing of what somebody reads for it. What has ended or is done is another matter, and so is a price. */
const isAboutPurpose = ({ was, is, shared }: Pair): boolean =>
  is.about.size > 0 &&
  is.about.isSubsetOf(shared) &&
  !is.cues.has('ended') &&
  !is.cues.has('completed') &&
  !hasOtherAmount(was, is) &&
  areDetails(was, shared, purpose);

const purpose = new Set(['for']);
const articles = wordSet('a an the my our your his her its their this that old new last first');

/** A number and the word behind it. */
interface Amount {
  readonly number: string;
  readonly unit: string;
}

const amounts = ({ words }: Telling): readonly Amount[] =>
  words.flatMap(({ form }, place) => (isNumber(form) ? { number: form, unit: words[place + 1]?.form ?? '' } : []));
const hasOtherAmount = (was: Telling, is: Telling): boolean =>
  amounts(was).some(({ number, unit }) =>
    amounts(is).some((other) => unit !== '' && other.unit === unit && other.number !== number),
  );

/** Words of the later text before shared ones that the earlier does not have, and what it has there: "the import job", "the export job". */
function otherLeads({ was, is, shared }: Pair): readonly { readonly former: string | undefined }[] {
  const formers = leadsOf(was, shared);
  return [...leadsOf(is, shared)].flatMap(([stem, lead]) => (was.stems.has(lead) ? [] : { former: formers.get(stem) }));
}

/** By shared word, the word directly before it, which may tell which is meant. */
const leadsOf = ({ words }: Telling, shared: ReadonlySet<string>): ReadonlyMap<string, string> =>
  new Map(
    words.flatMap(({ stem }, place) => {
      const lead = words[place - 1]?.stem;
      return shared.has(stem) && lead ? [[stem, lead] as const] : [];
    }),
  );
