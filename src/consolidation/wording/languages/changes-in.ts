import type { Outdating } from '../outdates.ts';
import type { Patterns } from './patterns.ts';
import type { PlainForms } from './plain-forms.ts';
import { SameStatement, type Statement } from './same-statement.ts';
import { firstOf, type SharedValues, ToldChanges, type ToldText } from './told-changes.ts';
import type { WordingLanguage } from './wording-language.ts';

/** A text as it is read for what it outdates, or what outdates it. */
export interface ReadText {
  readonly statement: Statement;
  /** What the first of several parts says to be over. */
  readonly over: Statement | null;
  readonly told: ToldText;
  readonly speaker: string | null;
}

/** Longer texts say too much for one of these changes to be about all of it. */
const longest = 300;

/** Judges by a table of a language's words whether a later text outdates an earlier one. */
export class ChangesIn {
  readonly #statements: SameStatement;
  readonly #told: ToldChanges;

  constructor(forms: PlainForms, language: WordingLanguage, patterns: Patterns) {
    this.#statements = new SameStatement(forms, language, patterns);
    this.#told = new ToldChanges(language, patterns);
  }

  read(text: string, speaker: string | null): ReadText {
    const told = text.length > longest ? '' : text;
    return {
      speaker,
      told: this.#told.read(told, speaker),
      statement: this.#statements.read(told),
      over: this.#statements.readOver(told),
    };
  }

  topicsOf({ told }: ReadText): string[] {
    return told.isOpen ? [] : this.#told.topicsOf(told);
  }

  /** Whether a text tells of a change, and of nobody of whom `matter` says nothing. */
  isChangeOf(text: string, matter: string): boolean {
    return this.#told.isChangeOf(text, matter);
  }

  outdates(after: ReadText, before: ReadText): Outdating | null {
    if (after.told.isOpen || !before.told.isOne || after.speaker !== before.speaker) return null;
    // Users of an application wish how it should serve them; other wishes change nothing.
    if (after.told.isWish && !(before.told.isWish && after.told.owner === 'user')) return null;
    const same = after.told.isOne ? this.#statements.outdates(after.statement, before.statement) : null;
    const isOver = after.over !== null && this.#statements.outdates(after.over, before.statement) !== null;
    const shared = sharedValues(after.statement, before.statement);
    return same ?? (isOver ? 'denied later' : null) ?? this.#told.outdates(after.told, before.told, shared);
  }
}

function sharedValues({ values }: Statement, { values: former }: Statement): SharedValues {
  if (values.isDisjointFrom(former)) return 'none';
  // With a number there may be several: "Bus 12", "Bus 13".
  return [values, former].every((kinds) => kinds.size === 1 && kinds.has('time')) ? 'only times' : 'some';
}

/** Keys under which a text is found by others, and by which it finds them: two texts of which one may outdate the other share one. */
export function keysOf({ statement, told }: ReadText): {
  readonly filed: readonly string[];
  readonly sought: readonly string[];
} {
  const begins = statement.begin === '' ? [] : [of('begin')(statement.begin)];
  const changes = told.isOpen ? [] : unitsOfChange(told);
  const [tells, ends] = [told.states.told, told.isOpen ? [] : told.states.ended].map((places) =>
    told.owner === null ? [] : places.map((place) => `${told.owner} ${place}`),
  );
  return {
    filed: [
      ...begins,
      ...told.units.keys().map(of('unit')),
      ...changes.map(of('change')),
      ...(tells ?? []).map(of('state')),
      ...(ends ?? []).map(of('end')),
    ],
    sought: [
      ...begins,
      ...changes.map(of('unit')),
      ...told.units.keys().map(of('change')),
      ...(ends ?? []).map(of('state')),
      ...(tells ?? []).map(of('end')),
    ],
  };
}

const of = (kind: string) => (key: string) => `${kind} ${key}`;

function unitsOfChange(told: ToldText): string[] {
  const isEnd = told.states.ended.length > 0 || told.conditions.ended.length > 0;
  const first = firstOf(told);
  return [...new Set([...told.changed.keys(), ...(isEnd && first !== undefined ? [first] : [])])];
}
