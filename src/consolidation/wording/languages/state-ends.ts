import { matchesOf } from '../../../platform/matches-of.ts';
import type { Patterns } from './patterns.ts';
import { rangeAt, type Span } from './signs.ts';
import type { Things, Unit } from './units.ts';
import type { WordingLanguage } from './wording-language.ts';

/** Places in a list of states, each with what ends it. */
export interface Pairs {
  readonly told: readonly number[];
  readonly ended: readonly number[];
}

/** States that a text tells and ends. */
export interface StatesTold extends Pairs {
  /** Those told that are not said of somebody who is named: "Marta vive en Dublín" tells no state of the speaker. */
  readonly own: readonly number[];
  /** What each end is said of: "Netflix ist gekündigt" ends no job. */
  readonly objects: readonly (readonly string[])[];
}

type Ends = readonly (readonly [state: RegExp, end: RegExp, endOf: RegExp | null])[];

/** A part of a sentence with the words that say what it is about. */
export interface PartOfText {
  readonly text: string;
  readonly units: readonly Unit[];
}

/** Finds states that a text tells, and states that it ends. */
export class StateEnds {
  readonly #pairs: Ends;
  readonly #isUnbroken: boolean;
  readonly #joint: RegExp;
  readonly #speaker: RegExp;

  constructor({ isUnbroken, joints, changes }: WordingLanguage, patterns: Patterns) {
    const pairs = changes.states;
    this.#pairs = pairs.map(([state, end, endOf]) => [
      patterns.ofWords(state),
      patterns.ofWords(end),
      endOf === undefined ? null : patterns.ofWords(endOf),
    ]);
    this.#isUnbroken = isUnbroken === true;
    this.#speaker = patterns.ofWords(changes.own);
    this.#joint = patterns.ofWords(joints.split(' ').join('|'));
  }

  in(plain: string, parts: readonly PartOfText[]): StatesTold {
    const told = this.#pairs.flatMap(([state], place) => (plain.search(state) >= 0 ? place : []));
    const ends = this.#pairs.flatMap((_, place) => {
      const objects = parts
        .flatMap((part) => this.#endIn(part, place))
        .toSorted((one, other) => one.length - other.length);
      return objects[0] ? [{ place, objects: objects[0] }] : [];
    });
    if (told.length === 0 && ends.length === 0) return noStates;
    const own = told.filter((place) => parts.some((part) => this.#isOwn(part, place)));
    return { told, own, ended: ends.map(({ place }) => place), objects: ends.map(({ objects }) => objects) };
  }

  /** Whether a state is told of the speaker: no noun stands before its verb, or "I" does. */
  #isOwn({ text, units }: PartOfText, place: number): boolean {
    const plain = text.toLowerCase();
    const state = this.#pairs[place]?.[0];
    const spans = state ? spansOf(plain, state) : [];
    if (this.#isUnbroken) return spans.length > 0;
    return spans.some((span) => {
      const { start } = rangeAt(plain, span);
      const from = Math.max(start, ...spansOf(plain.slice(0, span.start), this.#joint).map(({ end }) => end));
      if (plain.slice(from, span.end).search(this.#speaker) >= 0) return true;
      return !units.some((unit) => unit.isHead && unit.start >= from && unit.end <= span.start);
    });
  }

  /** Returns what each end of a state in a part of a sentence is said of. */
  #endIn({ text, units }: PartOfText, place: number): string[][] {
    const [state, end, endOf] = this.#pairs[place] ?? [];
    if (!state || !end) return [];
    const plain = text.toLowerCase();
    // "Ich habe meine Stelle gekündigt" names the state itself.
    const isState = ({ written }: Unit) => [state, end].some((pattern) => written.toLowerCase().search(pattern) >= 0);
    const near = (spans: readonly Span[]) =>
      spans.map((span) => {
        const range = rangeAt(plain, span);
        return units.filter(
          (unit) =>
            unit.start >= range.start && unit.end <= range.end && (unit.end <= span.start || unit.start >= span.end),
        );
      });
    const named = near(spansOf(plain, end)).map((found) =>
      // Without breaks between words it cannot be told what is only a detail.
      this.#isUnbroken ? [] : found.filter((unit) => unit.isHead && !isState(unit)),
    );
    const of = endOf ? near(spansOf(plain, endOf)).filter((found) => found.length > 0) : [];
    return [...named, ...of].map((found) => found.map(({ unit }) => unit));
  }
}

const spansOf = (text: string, pattern: RegExp): Span[] =>
  matchesOf(text, pattern).map(({ 0: found, index }) => ({ start: index, end: index + found.length }));

const noStates: StatesTold = { told: [], own: [], ended: [], objects: [] };

/** Whether a state that a text tells is ended, by an end that is said of nothing else. */
export const endsState = (
  { ended, objects }: StatesTold,
  { told, units }: { readonly told: readonly number[]; readonly units: Things },
): boolean => ended.some((place, at) => told.includes(place) && objects[at]?.every((unit) => units.has(unit)));
