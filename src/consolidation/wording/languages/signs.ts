import { matchesOf } from '../../../platform/matches-of.ts';
import type { Patterns } from './patterns.ts';
import { type Unit, Units } from './units.ts';
import type { WordingLanguage } from './wording-language.ts';

/** What a part of a sentence says has changed. */
export interface Change {
  /** Beginning of the word for it; null if that is not said. */
  readonly object: string | null;
  /** Beginning of the word for who did it: "Paul a arrêté de fumer" ends nothing else that is said of Paul; null if that is not said. */
  readonly doer: string | null;
  /** All that this part is about, without what prepositions precede, if there is anything else. */
  readonly about: readonly string[];
  /** Whether it does not exist any more, so that nothing holds that was said of it. */
  readonly isGone: boolean;
  /** Whether it only has another value now. */
  readonly isRestated: boolean;
}

interface ReadPart {
  readonly units: readonly Unit[];
  readonly changes: readonly Change[];
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Finds what a language's texts say has changed, by signs such as "sold" and "from now on". */
export class Signs {
  readonly #units: Units;
  readonly #isUnbroken: boolean;
  readonly #isObjectLater: boolean;
  readonly #denied: RegExp;
  readonly #signs: RegExp;
  readonly #gone: RegExp;
  readonly #joint: RegExp;
  readonly #restated: RegExp | null;
  readonly #deeds: RegExp | null;
  readonly #carers: RegExp | null;

  constructor(language: WordingLanguage, patterns: Patterns) {
    const { gone, ended, changed, restated, denials, deeds, carers } = language.changes;
    this.#units = new Units(language, patterns);
    this.#isUnbroken = language.isUnbroken === true;
    // A denial denies all that follows in its part of the sentence; in Chinese, what is right behind it.
    const denial = patterns.ofWords(denials.split(' ').join('|')).source;
    this.#denied = patterns.of(`(?:${denial})${this.#isUnbroken ? '.{0,4}' : '.*'}$`);
    this.#isObjectLater = language.isObjectLater === true;
    this.#signs = patterns.ofWords([gone, ended, changed, restated].filter((one) => one !== undefined).join('|'));
    this.#restated = restated === undefined ? null : patterns.ofWords(restated);
    this.#gone = patterns.ofWords(gone);
    this.#joint = patterns.ofWords(language.joints.split(' ').join('|'));
    this.#deeds = deeds === undefined ? null : patterns.ofWords(deeds);
    this.#carers = carers === undefined ? null : patterns.ofWords(carers);
  }

  /** `part`: a sentence or a part of it. */
  in(part: string): ReadPart {
    const plain = part.toLowerCase();
    const told = matchesOf(plain, this.#signs).filter(({ index }) => plain.slice(0, index).search(this.#denied) < 0);
    if (told.length === 0) return { units: this.#units.in(part), changes: [] };
    const gone = matchesOf(plain, this.#gone).map(({ index }) => index);
    const signs = told.map(({ 0: sign, index }) => {
      const end = index + sign.length;
      // "Sie hat ihr Auto verkauft": between the words of a sign is what it is about, unless that stands behind it.
      const start = this.#isObjectLater ? index : end - lastOf(sign).length;
      return { start, end, from: index, isGone: gone.some((at) => at >= index && at < end) };
    });
    const isSign = (unit: Unit) => signs.some(({ start, end }) => unit.start < end && unit.end > start);
    const units = this.#units.in(part).filter((unit) => !isSign(unit));
    const doers = this.#doersIn(plain, units);
    const others = units.filter((unit) => !doers.includes(unit));
    const changes = signs.map((sign) => ({
      isGone: sign.isGone,
      isRestated: this.#restated !== null && plain.slice(sign.from, sign.end).search(this.#restated) === 0,
      object: this.#objectOf(sign, plain, others),
      doer: doers.findLast((unit) => unit.start < sign.end && !this.#isCarer(unit))?.unit ?? null,
      about: handled(sign, plain, others) ?? aboutOf(sign, plain, others, doers.length > 0),
    }));
    return { units, changes };
  }

  /** Who does something: what stands right before the verb. */
  #doersIn(part: string, units: readonly Unit[]): Unit[] {
    if (!this.#deeds) return [];
    const verbs = matchesOf(part, this.#deeds).map(({ index }) => index);
    const farthest = this.#isUnbroken ? 0 : farthestVerb;
    return units.filter(
      ({ isHead, end }) =>
        isHead && verbs.some((at) => at >= end && at - end <= farthest && !stop.test(part.slice(end, at))),
    );
  }

  #isCarer = ({ written }: Unit): boolean => this.#carers !== null && written.toLowerCase().search(this.#carers) >= 0;

  #objectOf({ start, end }: Span, part: string, units: readonly Unit[]): string | null {
    const heads = units.filter(({ isHead }) => isHead);
    const isCut = (from: number, to: number) => part.slice(from, to).search(this.#joint) >= 0;
    const before = heads.findLast((unit) => unit.end <= start && !isCut(unit.end, start));
    const behind = this.#isUnbroken ? undefined : heads.find((unit) => unit.start >= end);
    const later = behind && !isCut(end, behind.start) && !stop.test(part.slice(end, behind.start)) ? behind : undefined;
    return (this.#isObjectLater ? (later ?? before) : (before ?? later))?.unit ?? null;
  }
}

/** Number of characters between who does something and the verb: "ne l'". */
const farthestVerb = 6;

/** What is between 把 and a sign in Chinese; shorter words may be parts of others, such as 咖啡 of 咖啡店. */
function handled({ start }: Span, part: string, units: readonly Unit[]): string[] | null {
  const named = /[把将]([^把将，]{3,10})$/u.exec(part.slice(0, start))?.[1];
  if (named === undefined) return null;
  return units.filter((unit) => unit.start >= start - named.length && unit.end <= start).map(({ unit }) => unit);
}

function aboutOf(sign: Span, part: string, units: readonly Unit[], isDone: boolean): string[] {
  const range = rangeAt(part, sign);
  const near = units.filter((unit) => unit.start >= range.start && unit.end <= range.end);
  const heads = near.filter(({ isHead }) => isHead);
  // Of what somebody did, only its object is what it is about.
  return (heads.length > 0 || isDone ? heads : near).map(({ unit }) => unit);
}

/** What is between the nearest commas or colons. */
export function rangeAt(part: string, { start, end }: Span): Span {
  const from = Math.max(...[...stops].map((sign) => part.lastIndexOf(sign, start)));
  const length = part.slice(end).search(stop);
  return { start: from + 1, end: length < 0 ? part.length : end + length };
}

const stops = ',:，：';
const stop = /[,:，：]/u;

/** The last word of a sign: "sold" in "has sold the bike". */
const lastOf = (sign: string): string => /(?:\p{Script=Han}{1,3}|[^\s\p{Script=Han}]+)$/u.exec(sign)?.[0] ?? '';
