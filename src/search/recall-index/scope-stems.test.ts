import { expect, onTestFinished, test, vi } from 'vitest';
import { applyAtOnce, dice, type RowShape, randomRow } from '../../../tests/support/recall-rows.ts';
import { newId } from '../../platform/db/new-id.ts';
import { DotScan } from '../../platform/simd/dot-scan.ts';
import { Int8Rows } from '../../platform/simd/int8-rows.ts';
import { Lexicon } from './lexicon.ts';
import { RecallIndex } from './recall-index.ts';
import type { RecallChanges } from './recall-row.ts';
import { KeptStems, type ScopeStems } from './scope-stems.ts';

const kernel = new DotScan();
const random = dice(1);
const shape: RowShape = { dimensions: 32, vocabulary: 1, words: 1, conversations: [newId()] };

/** A memory of exactly these words. */
const memoryOf = (...stems: string[]) => ({
  ...randomRow(random, shape),
  stems,
  dateStems: 0,
  termCount: stems.length,
});
const changesTo = (seq: number, ...texts: string[][]): RecallChanges => ({
  afterSeq: seq - 1,
  seq,
  upserts: texts.map((stems) => memoryOf(...stems)),
  removals: [],
  replaced: [],
  deletedConversations: [],
});

/** An index of memories with these words, as of event 1. */
function indexOf(...texts: string[][]): RecallIndex {
  const index = new RecallIndex(new Int8Rows(kernel, shape.dimensions), 0);
  applyAtOnce(index, changesTo(1, ...texts));
  return index;
}

/** Number of memories with each of the words of a row. */
const counts = (stems: ScopeStems, source: number, row: number): number[] =>
  Array.from(stems.ofRow(source, row), (number) => stems.memoriesWithWord(number));

function watchCounting() {
  const counted = vi.spyOn(Lexicon.prototype, 'countWords');
  onTestFinished(() => counted.mockRestore());
  return counted;
}

test('counts the words of several collections once for all searches over them, in any order', () => {
  const indexes = [indexOf(['tea', 'cup'], ['tea']), indexOf(['boat', 'tea'])];
  const kept = new KeptStems();
  const counted = watchCounting();
  expect(counts(kept.of(indexes), 0, 0)).toEqual([3, 1]);
  expect(counts(kept.of(indexes), 1, 0)).toEqual([1, 3]);
  const before = counted.mock.calls.length;
  const later = kept.of(indexes);
  expect([counts(later, 0, 0), counts(later, 0, 1), counts(later, 1, 0)]).toEqual([[3, 1], [3], [1, 3]]);
  expect([later.numberOf('tea'), later.numberOf('boat'), later.numberOf('sea')]).toEqual([0, 2, -1]);
  expect(counted.mock.calls.length).toBe(before);
});

test('counts new memories from the next search on', () => {
  const indexes = [indexOf(['tea', 'cup']), indexOf(['boat', 'tea'])];
  const kept = new KeptStems();
  const search = kept.of(indexes);
  expect(counts(search, 0, 0)).toEqual([2, 1]);
  const [, other] = indexes;
  if (other) applyAtOnce(other, changesTo(2, ['tea', 'sea']));
  // A search that is already running may see it, with words that were new.
  expect(search.ofRow(1, 1)).toEqual(Uint32Array.of(search.numberOf('tea'), search.numberOf('sea')));
  expect(counts(kept.of(indexes), 0, 0)).toEqual([3, 1]);
  expect(counts(kept.of(indexes), 1, 1)).toEqual([3, 1]);
});

test('caches nothing while changes are being applied', () => {
  const indexes = [indexOf(['tea']), indexOf(['boat'])];
  const kept = new KeptStems();
  const steps = indexes[0]?.apply(changesTo(2, ['tea'], ['tea']), 1);
  steps?.next();
  expect(counts(kept.of(indexes), 0, 0)).toEqual([2]);
  steps?.next();
  const counted = watchCounting();
  const countings = () => {
    expect(counts(kept.of(indexes), 0, 0)).toEqual([3]);
    return counted.mock.calls.length;
  };
  expect([countings(), countings()]).toEqual([2, 4]);
  expect(steps?.next()).toEqual({ done: true, value: true });
  expect([countings(), countings()]).toEqual([6, 6]);
});

test('distinguishes other collections, and the same ones in another order', () => {
  const [one, other, third] = [indexOf(['tea']), indexOf(['tea'], ['tea']), indexOf(['tea'], ['boat'])];
  const kept = new KeptStems();
  expect(counts(kept.of([one, other]), 0, 0)).toEqual([3]);
  expect(counts(kept.of([one, third]), 0, 0)).toEqual([2]);
  expect(counts(kept.of([one, other, third]), 0, 0)).toEqual([4]);
  expect(counts(kept.of([other, one]), 1, 0)).toEqual([3]);
  expect(counts(kept.of([one]), 0, 0)).toEqual([1]);
});

test('keeps the counts of recently searched collections within its bound', () => {
  const words = (name: string) => Array.from({ length: 90_000 }, (_, n) => `${name}${n}`);
  const indexes = ['a', 'b', 'c', 'd'].map((name) => indexOf(words(name)));
  const [first, second, ...others] = indexes;
  if (!first || !second) throw new Error('no indexes');
  const kept = new KeptStems();
  const counted = watchCounting();
  const countings = (...pair: RecallIndex[]) => {
    const before = counted.mock.calls.length;
    const stems = kept.of(pair);
    for (const source of [0, 1]) expect(counts(stems, source, 0).length).toBe(90_000);
    return counted.mock.calls.length - before;
  };
  // Both indexes for the words of the first, and both again for those of the second.
  expect([countings(first, second), countings(first, second)]).toEqual([4, 0]);
  // What a search adds to the cache is only known when the next one begins.
  expect([countings(...others), countings(first, second)]).toEqual([4, 0]);
  expect([countings(...others), countings(first, second)]).toEqual([4, 0]);
});
