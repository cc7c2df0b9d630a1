import { describe, expect, test } from 'vitest';
import { applyAtOnce, dice, randomRow } from '../../../tests/support/recall-rows.ts';
import { newId } from '../../platform/db/new-id.ts';
import { DotScan } from '../../platform/simd/dot-scan.ts';
import { Int8Rows } from '../../platform/simd/int8-rows.ts';
import { RecallIndex } from './recall-index.ts';
import type { RecallChanges, RecallRow } from './recall-row.ts';

const kernel = new DotScan();
const shape = { dimensions: 256, vocabulary: 500, words: 10, conversations: [newId(), newId()] as const };
const newIndex = () => new RecallIndex(new Int8Rows(kernel, 256), 10);
const random = dice(11);
const some = (count: number): RecallRow[] => Array.from({ length: count }, () => randomRow(random, shape));
const changes = (given: Partial<RecallChanges>): RecallChanges => ({
  afterSeq: 10,
  seq: 11,
  upserts: [],
  removals: [],
  replaced: [],
  deletedConversations: [],
  ...given,
});

test('returns a row as it was added', () => {
  const index = newIndex();
  const rows = some(40);
  for (const row of rows) index.add(row);
  for (const [row, memory] of rows.entries()) expect(index.memory(row)).toEqual(memory);
});

test('adding a memory again replaces it', () => {
  const index = newIndex();
  const [memory] = some(1);
  if (!memory) throw new Error('no memory');
  index.add(memory);
  index.add({ ...memory, kind: 'SUMMARY', stems: ['other'], dateStems: 0, termCount: 1 });
  expect(index.memories).toBe(1);
  expect(index.terms).toBe(1);
  expect(index.memory(index.ids.rowOf(memory.id)).kind).toBe('SUMMARY');
  expect(index.lexicon.memoriesWithTerm(index.lexicon.numberOf('other'))).toBe(1);
});

test('removed memories no longer count', () => {
  const index = newIndex();
  const rows = some(30);
  for (const row of rows) index.add(row);
  for (const { id } of rows) index.remove(id);
  index.remove(newId());
  expect([index.memories, index.terms, index.participants.present()]).toEqual([0, 0, []]);
  const { lexicon, pieceCounts } = index;
  const counts = rows.flatMap(({ stems, pieces }) => [
    ...stems.map((stem) => lexicon.memoriesWithTerm(lexicon.numberOf(stem))),
    ...stems.map((stem) => lexicon.memoriesWithWord(lexicon.numberOf(stem))),
    ...Array.from(pieces, (piece) => pieceCounts.memoriesWith(piece)),
  ]);
  expect(new Set(counts)).toEqual(new Set([0]));
});

describe('changes', () => {
  test('advance the index to their sequence number', () => {
    const index = newIndex();
    const [kept, removed] = some(2);
    if (!kept || !removed) throw new Error('no memories');
    expect(applyAtOnce(index, changes({ seq: 14, upserts: [kept, removed] }))).toBe(true);
    expect(applyAtOnce(index, changes({ afterSeq: 14, seq: 15, removals: [removed.id] }))).toBe(true);
    expect([index.seq, index.memories, index.ids.rowOf(removed.id)]).toEqual([15, 1, -1]);
  });

  test('that were already applied have no effect', () => {
    const index = newIndex();
    expect(applyAtOnce(index, changes({ afterSeq: 3, seq: 10, upserts: some(1) }))).toBe(true);
    expect([index.seq, index.memories]).toEqual([10, 0]);
  });

  test('that leave a gap are refused', () => {
    const index = newIndex();
    expect(applyAtOnce(index, changes({ afterSeq: 11, seq: 12, upserts: some(1) }))).toBe(false);
    expect([index.seq, index.memories]).toEqual([10, 0]);
  });

  test('remove the memories of deleted conversations', () => {
    const index = newIndex();
    const rows = some(30);
    applyAtOnce(index, changes({ upserts: rows }));
    const [gone] = shape.conversations;
    applyAtOnce(index, changes({ afterSeq: 11, seq: 12, deletedConversations: [gone, newId()] }));
    expect(index.memories).toBe(rows.filter(({ conversationId }) => conversationId !== gone).length);
  });
});

describe('changes in steps', () => {
  const [gone] = shape.conversations;
  const said = (count: number): RecallRow[] =>
    some(count).map((row, place) => ({ ...row, conversationId: gone, place }));

  test('yield after a number of rows, also when a conversation is deleted', () => {
    const index = newIndex();
    const added = [...index.apply(changes({ upserts: said(1_000) }), 100)];
    const removed = [...index.apply(changes({ afterSeq: 11, seq: 12, deletedConversations: [gone] }), 100)];
    expect([added.length, removed.length, index.seq, index.memories]).toEqual([10, 10, 12, 0]);
  });

  test('yield after fewer rows if they are long', () => {
    const index = newIndex();
    const long = said(20).map((row) => ({ ...row, stems: Array(6_400).fill('tea') }));
    const target = newIndex();
    expect([...index.addAll(long, 100)]).toHaveLength(21);
    expect([...index.copyTo(target, 100)]).toHaveLength(20);
    expect([...target.apply(changes({ upserts: long }), 100)]).toHaveLength(20);
    expect([...index.apply(changes({ removals: long.map(({ id }) => id) }), 100)]).toHaveLength(20);
  });

  test('add before they remove, and advance the sequence number only at the end', () => {
    const index = newIndex();
    const [former, latter] = some(2);
    if (!former || !latter) throw new Error('no memories');
    applyAtOnce(index, changes({ upserts: [former] }));
    const seen: unknown[] = [];
    for (const _ of index.apply(changes({ afterSeq: 11, seq: 13, upserts: [latter], removals: [former.id] }), 1)) {
      seen.push([index.seq, index.memories, index.firstNamedAfter(11)]);
    }
    expect(seen).toEqual([
      [11, 2, 1],
      [11, 1, 1],
    ]);
    expect([index.seq, index.memories, index.firstNamedAfter(13)]).toEqual([13, 1, 2]);
  });
});

test('firstNamedAfter() is correct after changes failed midway and were applied again', () => {
  const index = newIndex();
  const [first, second, third] = some(3);
  if (!first || !second || !third) throw new Error('no memories');
  applyAtOnce(index, changes({ upserts: [first] }));
  const broken = { ...third, vector: { values: new Int8Array(3), scale: 1 } };
  const apply = (last: RecallRow) => applyAtOnce(index, changes({ afterSeq: 11, seq: 13, upserts: [second, last] }));
  expect(() => apply(broken)).toThrow('A vector of 3 dimensions');
  expect(apply(third)).toBe(true);
  expect([index.memories, index.firstNamedAfter(11)]).toEqual([3, 1]);
});

test('refuses a vector of other dimensions', () => {
  const index = new RecallIndex(new Int8Rows(kernel, 384), 0);
  const embedded = some(20).filter(({ vector }) => vector !== null);
  for (const row of embedded) expect(() => index.add(row)).toThrow('A vector of 256 dimensions among 384');
  expect([index.memories, index.rows]).toEqual([0, 0]);
});

test('adding rows within the reserved space allocates no vector memory', () => {
  const index = newIndex();
  index.reserve(1_000);
  const reserved = index.vectors.bytes;
  for (const row of some(1_000)) index.add(row);
  expect(index.vectors.bytes).toBe(reserved);
});
