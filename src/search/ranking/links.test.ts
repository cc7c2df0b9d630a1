import { describe, expect, test } from 'vitest';
import type { AskedQuestion, Scope } from './engine-port.ts';
import { makeQuestion, makeScope, makeTurn, rankedOf } from './fixtures/make-turn.ts';
import { shippedModel, similarity } from './fixtures/shipped-model.ts';
import { createRanker } from './ranker.ts';
import type { Turn } from './turn-columns.ts';

const ranker = createRanker(shippedModel, similarity);
const [date, boss, friedrich, judge, cake] = [1, 2, 3, 4, 5];

/** Memories of different days, which fit the question by so much. */
const told = (id: string, session: number, fits: number, stems: readonly number[]): Turn =>
  makeTurn({
    id,
    session,
    day: session,
    lexical: fits,
    cosine: fits / 4,
    stems: Uint32Array.of(date, ...stems),
    dateStems: 1,
  });

const best = told('best', 1, 4, [boss, friedrich]);
const linked = told('linked', 2, 0, [friedrich, judge]);
const others = [6, 7, 8].map((stem) => told(`other ${stem}`, stem, 0.4, [stem]));

/** The values of `links`, by memory. */
function linksOf(turns: readonly Turn[], given: { asked?: Partial<AskedQuestion>; scope?: Partial<Scope> } = {}) {
  const scope = makeScope({ participants: [], memoriesWithWord: () => 2, ...given.scope });
  const question = makeQuestion({ text: 'Where does the sister of my boss live?', ...given.asked });
  const ranked = rankedOf(turns, (columns) => ranker.ask(question, scope).rank(columns));
  return new Map(
    ranked.flatMap(({ id, explain }) =>
      explain().flatMap(({ name, value, contribution }) =>
        name === 'links' ? [[id, { value, contribution }] as const] : [],
      ),
    ),
  );
}

describe('what the best memories lead to', () => {
  test('is raised by a rare word that it shares with one of them', () => {
    expect(linksOf([best, linked, ...others]).get('linked')).toEqual({ value: 1, contribution: 0.6 });
  });

  test('is raised by half as much where only people talk, as scores are half as large', () => {
    const participants = ['Ann', 'Bob'].map((speaker) => ({ speaker, role: null }));
    expect(linksOf([best, linked, ...others], { scope: { participants } }).get('linked')).toEqual({
      value: 1,
      contribution: 0.3,
    });
  });

  test('is raised less, the more memories have the word', () => {
    const value = linksOf([best, linked, ...others], { scope: { memoriesWithWord: () => 20 } }).get('linked')?.value;
    expect(value).toBeGreaterThan(0);
    expect(value).toBeLessThan(0.25);
  });

  test.each([
    ['the question', { asked: { readings: [[friedrich]] } }],
    ['the names of speakers', { scope: { nameStems: new Set([friedrich]) } }],
  ])('is not raised by words of %s', (_, given) => {
    expect(linksOf([best, linked, ...others], given)).toEqual(new Map());
  });

  test('is not raised by the words of dates', () => {
    expect(linksOf([told('best', 1, 4, [boss]), told('linked', 2, 0, [judge]), ...others])).toEqual(new Map());
  });

  test('is raised by what all of the best say, too, and those by each other', () => {
    const second = told('second', 3, 3.5, [boss, friedrich]);
    const found = linksOf([best, second, linked, ...others]);
    expect([...found.keys()].toSorted()).toEqual(['best', 'linked', 'second']);
    expect(found.get('best')?.value).toBeLessThanOrEqual(found.get('second')?.value ?? 0);
  });

  test('is not raised by what fits no better than others', () => {
    const equal = [1, 2, 3, 4].map((session) => told(`equal ${session}`, session, 1, [cake]));
    expect(linksOf([...equal, told('linked', 9, 0, [cake])])).toEqual(new Map());
  });

  test('is nothing in a scope of one memory', () => {
    expect(linksOf([best], { scope: { memories: 1, memoriesWithWord: () => 1 } })).toEqual(new Map());
  });
});
