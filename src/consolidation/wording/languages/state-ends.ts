import type { Patterns } from './patterns.ts';
import { rangeAt } from './signs.ts';
import type { Things, Unit } from './units.ts';
import type { Changes } from './wording-language.ts';

/** Places in a list of states, each with what ends it. */
export interface Pairs {
  readonly told: readonly number[];
  readonly ended: readonly number[];
}

/** States that a text tells and ends. */
export interface StatesTold extends Pairs {
  /** What each end is said of: "Netflix ist gekündigt" ends no job. */
  readonly objects: readonly (readonly string[])[];
}

type Ends = readonly (readonly [state: RegExp, end: RegExp])[];

/** A part of a sentence with the words that say what it is about. */
export interface PartOfText {
  readonly text: string;
  readonly units: readonly Unit[];
}

/** Finds states that a text tells, and states that it ends. */
export class StateEnds {
  readonly #pairs: Ends;
  readonly #isUnbroken: boolean;

  constructor(pairs: Changes['states'], isUnbroken: boolean, patterns: Patterns) {
    this.#pairs = pairs.map(([state, end]) => [patterns.ofWords(state), patterns.ofWords(end)]);
    this.#isUnbroken = isUnbroken;
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
    return { told, ended: ends.map(({ place }) => place), objects: ends.map(({ objects }) => objects) };
  }

  /** Returns what each end of a state in a part of a sentence is said of. */
  #endIn({ text, units }: PartOfText, place: number): string[][] {
    const [state, end] = this.#pairs[place] ?? [];
    if (!state || !end) return [];
    const plain = text.toLowerCase();
    return [...plain.matchAll(end)].map(({ 0: found, index }) => {
      // Without breaks between words it cannot be told what is only a detail.
      if (this.#isUnbroken) return [];
      const range = rangeAt(plain, { start: index, end: index + found.length });
      const objects = units.filter(
        (unit) =>
          unit.isHead &&
          unit.start >= range.start &&
          unit.end <= range.end &&
          (unit.end <= index || unit.start >= index + found.length) &&
          // "Ich habe meine Stelle gekündigt" names the state itself.
          [state, end].every((pattern) => unit.written.toLowerCase().search(pattern) < 0),
      );
      return objects.map(({ unit }) => unit);
    });
  }
}

export const noStates: StatesTold = { told: [], ended: [], objects: [] };

/** Whether a state that a text tells is ended, by an end that is said of nothing else. */
export const endsState = (
  { ended, objects }: StatesTold,
  { states, units }: { readonly states: Pairs; readonly units: Things },
): boolean => ended.some((place, at) => states.told.includes(place) && objects[at]?.every((unit) => units.has(unit)));
