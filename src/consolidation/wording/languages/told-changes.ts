import { matchesOf } from '../../../platform/matches-of.ts';
import { questionMark } from '../../../platform/question-marks.ts';
import type { Outdating } from '../outdates.ts';
import { unified } from '../tokens.ts';
import type { Patterns } from './patterns.ts';
import { type Change, Signs } from './signs.ts';
import { endsState, type Pairs, type PartOfText, StateEnds, type StatesTold } from './state-ends.ts';
import { isCutShort, isNamedIn, isSame, nameOthers, sharedIn, type Thing, type Things } from './units.ts';
import type { WordingLanguage } from './wording-language.ts';

/** What one text says, as far as it takes to tell whether a later one ends it. */
export interface ToldText {
  /** What it is about, by the beginnings of the words. */
  readonly units: Things;
  /** Those in the same part of a sentence as a sign that something has changed. */
  readonly changed: Things;
  readonly changes: readonly Change[];
  /** States of a person and conditions of a thing that it tells, and that it ends. */
  readonly states: StatesTold;
  readonly conditions: Pairs;
  /** Who is meant besides the speaker: "sister". */
  readonly people: ReadonlySet<string>;
  /** Whom it is about, if that can be told without a name: the speaker, or the user of an application. */
  readonly owner: string | null;
  /** With whom it begins: "Tom fährt", "Ma mère prend". Null if with nobody who is named or a relative. */
  readonly who: string | null;
  /** Whether it tells a wish. */
  readonly isWish: boolean;
  /** Whether it is only a plan, a question, an exception or the like. */
  readonly isOpen: boolean;
  /** Whether it is one statement. */
  readonly isOne: boolean;
}

/** Number of things that both texts must be about. */
const leastShared = 2;
/** Maximum number of words by which memories are looked up, and of those that tell one state. */
const mostTopics = 8;
const mostStateWords = 4;
/** Maximum number of pieces before somebody with whom a text begins, of which the last is empty: "O meu pai". */
const mostBeforeWho = 3;
const mostBeforeName = 2;
const plainWord = /^\p{L}{2,}$/u;

/** Judges whether a text of a language tells that something has changed that another one says, by a table of its words. */
export class ToldChanges {
  readonly #signs: Signs;
  readonly #isNew: RegExp;
  readonly #open: RegExp;
  readonly #wish: RegExp;
  readonly #people: RegExp;
  readonly #user: RegExp;
  readonly #own: RegExp;
  readonly #company: RegExp | null;
  readonly #states: StateEnds;
  readonly #conditions: Ends;
  readonly #stateWords: readonly (readonly string[])[];

  constructor(language: WordingLanguage, patterns: Patterns) {
    const { begun, now, open, wish, people, company, user, own, states, conditions } = language.changes;
    this.#signs = new Signs(language, patterns);
    this.#isNew = patterns.ofWords(`${begun}|${now}`);
    this.#open = patterns.ofWords(open);
    this.#wish = patterns.ofWords(wish);
    this.#people = patterns.ofWords(people);
    this.#user = patterns.ofWords(user);
    this.#own = patterns.ofWords(own);
    const isUnbroken = language.isUnbroken === true;
    const between = isUnbroken ? '.{0,4}' : String.raw` (?:\p{L}+ ){0,2}`;
    this.#company = company === undefined ? null : patterns.ofWords(`(?:${company})${between}(?:${people})`);
    this.#states = new StateEnds(language, patterns);
    this.#conditions = conditions.map(([state, end]) => [patterns.ofWords(state), patterns.ofWords(end)]);
    this.#stateWords = states.map(([state]) =>
      state
        .split('|')
        .filter((word) => plainWord.test(word))
        .slice(0, mostStateWords),
    );
  }

  read(text: string, speaker: string | null): ToldText {
    const plain = unified(text);
    const has = (pattern: RegExp) => plain.search(pattern) >= 0;
    const units = new Map<string, Thing>();
    const changed = new Map<string, Thing>();
    const changes: Change[] = [];
    const parts: PartOfText[] = [];
    for (const part of text.replaceAll('’', "'").split(partEnd)) {
      const found = this.#signs.in(part);
      for (const { unit, written, last, name, kind } of found.units) {
        const thing = units.get(unit) ?? { written, last, name, kind };
        units.set(unit, thing);
        if (found.changes.length > 0) changed.set(unit, thing);
      }
      changes.push(...found.changes);
      parts.push({ text: part, units: found.units });
    }
    const people = matchesOf(plain, this.#people);
    const owner = has(this.#user) ? 'user' : has(this.#own) ? `I ${speaker}` : null;
    return {
      units,
      changed: changed.size > 0 ? changed : noUnits,
      changes: changes.length > 0 ? changes : noChanges,
      states: this.#states.in(plain, parts),
      conditions: pairsIn(plain, this.#conditions),
      people: this.#meantBy(people, plain),
      // Where "I" may be left out, the verb comes first: "Trabajo en Renfe".
      who: whoBegins(plain, people) ?? (owner === null ? nameIn(text, units) : null),
      owner,
      isWish: has(this.#wish),
      isOpen: questionMark.test(text) || has(this.#open),
      isOne: !sentenceEnd.test(text),
    };
  }

  /** Those of the people in a text who are not only named as somebody's company. */
  #meantBy(people: readonly RegExpExecArray[], plain: string): ReadonlySet<string> {
    if (people.length === 0) return nobody;
    const meant = this.#company ? plain.replace(this.#company, ' ').match(this.#people) : people.map(([one]) => one);
    return meant ? new Set(meant) : nobody;
  }

  /** Words by which to look up what a text may outdate. */
  topicsOf({ units, changed, states }: ToldText): string[] {
    const things = changed.size > 0 ? changed : units;
    const words = [...things.values()].map(({ written }) => written);
    const ended = states.ended.flatMap((place) => this.#stateWords[place] ?? []);
    return [...new Set([...(changed.size > 0 ? words : words.slice(0, 1)), ...ended])].slice(0, mostTopics);
  }

  /** Whether a text tells of a change, and of nobody of whom `matter` says nothing. */
  isChangeOf(text: string, matter: string): boolean {
    const told = this.read(text, null);
    const isNew = (said: string) => said.toLowerCase().search(this.#isNew) >= 0;
    if (told.isOpen || !(tellsChange(told) || isNew(text))) return false;
    const { units, people } = this.read(matter, null);
    const [[first, { written }] = ['', { written: '' }]] = told.units;
    // Without a capital, as in Chinese, it is no name, nor if it is a verb: "Comecei na EDP".
    const isName = startsWithCapital.test(written) && text.startsWith(written) && !isNew(written);
    return told.people.isSubsetOf(people) && (!isName || units.has(first));
  }

  outdates(after: ToldText, before: ToldText, shared: SharedValues): Outdating | null {
    if (isOfAnother(before, after)) return null;
    if (!tellsChange(after) || (after.people.size > 0 && !after.people.isSubsetOf(before.people))) return null;
    const isOfFirst = after.units.size > 0 && firstOf(after) === firstOf(before);
    const told = isOfFirst ? before.states.told : haveSameOwner(after, before) ? before.states.own : [];
    if (after.people.size === before.people.size && endsState(after.states, { told, units: before.units })) {
      return 'denied later';
    }
    if (isOfFirst && ends(after.conditions, before.conditions)) return 'denied later';
    const isOf = (unit: string | null) => unit === null || before.units.has(unit);
    const found = after.changes.filter(({ object, doer }) => isOf(object) && isOf(doer));
    // What tells of a change itself is no state that another change could end.
    if (
      found.length === 0 ||
      before.changes.some(({ isRestated }) => !isRestated) ||
      nameOthers(after.units, before.units)
    )
      return null;
    const isShared = found.some(({ isRestated }) => !isRestated) && sharedIn(after.units, before.units) >= leastShared;
    return isShared || found.some((change) => hasOther(change, shared) && isOfAll(change, after, before))
      ? 'denied later'
      : null;
  }
}

/** Which values of one kind both texts have. */
export type SharedValues = 'none' | 'some' | 'only times';

/** Whether a thing is gone, or has another value. */
const hasOther = ({ isGone, isRestated }: Change, shared: SharedValues): boolean =>
  isGone || (isRestated ? shared === 'only times' : shared !== 'none');

type Ends = readonly (readonly [state: RegExp, end: RegExp])[];

function pairsIn(text: string, pairs: Ends): Pairs {
  const told = pairs.flatMap(([state], place) => (text.search(state) >= 0 ? place : []));
  const ended = pairs.flatMap(([, end], place) => (text.search(end) >= 0 ? place : []));
  return told.length > 0 || ended.length > 0 ? { told, ended } : noPairs;
}

// Most texts have none of these: they share the empty ones, since a run keeps what it has read of all memories.
const noPairs: Pairs = { told: [], ended: [] };
const noUnits: Things = new Map();
const noChanges: readonly Change[] = [];
const nobody: ReadonlySet<string> = new Set();

const ends = (after: Pairs, before: Pairs): boolean => after.ended.some((place) => before.told.includes(place));

const startsWithCapital = /^\p{Lu}/u;
/** "Zum 30.06. gekündigt" does not end behind the date. */
const partEnd = /[;!?…。；！？](?!\d)|\.(?!\d)(?!(?<=\d\.) \p{Ll})/u;
const sentenceEnd = /(?<!\d)[.!?;…](?=\s)\s*\S{3}|[。！？；]\S{3}/u;

/** Whether one thing that both are about is gone, or has another value: "Das Konzert ist am 3. Mai", "Das Konzert ist abgesagt". */
const isOfAll = ({ about }: Change, after: ToldText, { units }: ToldText): boolean =>
  about.length > 0 &&
  !(about.length === 1 && about.some((unit) => isCutShort(unit, units))) &&
  units
    .values()
    .filter(({ last }) => last === '')
    .toArray().length <= mostBeside &&
  about.every((unit) => isSame(after.units.get(unit), units.get(unit)) && isNamedIn(after.units.get(unit), units));
/** Maximum number of things in a text of which one can be all that it is about. */
const mostBeside = 4;

/** Whether the speaker tells of themselves, and the earlier text is about somebody else: "Tom fährt einen Tesla", "ich habe meinen Tesla verkauft". */
const isOfAnother = (before: ToldText, after: ToldText): boolean =>
  before.who !== null &&
  after.owner !== null &&
  after.owner !== 'user' &&
  !after.units.has(before.who) &&
  !after.people.has(before.who);

/** The first of the people in a text if it begins with them, behind at most an article and a possessive. */
const whoBegins = (plain: string, [first]: readonly RegExpExecArray[]): string | null =>
  first && plain.slice(0, first.index).split(' ').length <= mostBeforeWho ? first[0] : null;

/** "Tomo omeprazol" is no more a name than a verb of the speaker, as is "Paulo". */
const isLikeVerb = /o$/u;
/** The name with which a text begins, behind at most an article: "O Tom dirige". */
function nameIn(text: string, units: Things): string | null {
  const [first] = units;
  if (!first) return null;
  const [unit, { written }] = first;
  const at = text.indexOf(written);
  if (isLikeVerb.test(written)) return null;
  return startsWithCapital.test(written) && text.slice(0, at).split(' ').length <= mostBeforeName ? unit : null;
}

const tellsChange = ({ changed, states, conditions }: ToldText): boolean =>
  changed.size > 0 || states.ended.length > 0 || conditions.ended.length > 0;

const haveSameOwner = (after: ToldText, before: ToldText): boolean =>
  after.owner !== null && after.owner === before.owner;
export const firstOf = ({ units }: ToldText): string | undefined => units.keys().next().value;
