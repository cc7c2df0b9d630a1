import { expect, test } from 'vitest';
import { newId } from '../../platform/db/new-id.ts';
import { mostReplaced } from '../stand-ins.ts';
import { type ReplacedRow, ReplacedRows } from './replaced-rows.ts';

const row = (given: Partial<ReplacedRow> = {}): ReplacedRow => ({
  id: newId(),
  supersededBy: newId(),
  conversationId: null,
  stems: ['live', 'graz'],
  termCount: 2,
  vector: null,
  ...given,
});
const ids = (rows: ReplacedRows) => rows.newestFirst.map(({ id }) => id);

test('beyond the most, those that were replaced first are left out, in whatever order they come', () => {
  const all = Array.from({ length: mostReplaced + 2 }, () => row());
  for (const given of [all, all.toReversed()]) {
    const rows = new ReplacedRows();
    for (const one of given) rows.set(one);
    expect(ids(rows)).toEqual(
      all
        .slice(2)
        .map(({ id }) => id)
        .reverse(),
    );
  }
});

test('a row is replaced by its id, and all of its bytes go with it', () => {
  const rows = new ReplacedRows();
  const vector = { values: new Int8Array(256), scale: 0.01 };
  const first = row({ vector });
  rows.set(first);
  const { bytes } = rows;
  rows.set({ ...first, stems: ['live', 'linz', 'sea'] });
  const [held, ...others] = rows.newestFirst;
  expect(others).toEqual([]);
  expect(Array.from(held?.stems ?? [], (stem) => rows.stems.text(stem))).toEqual(['live', 'linz', 'sea']);
  expect(rows.bytes).toBeGreaterThan(bytes);
  rows.remove(first.id);
  rows.remove(newId());
  expect(ids(rows)).toEqual([]);
  expect(rows.bytes).toBe(rows.stems.bytes);
});

test('what was learnt in a conversation goes with it', () => {
  const rows = new ReplacedRows();
  const conversationId = newId();
  const kept = row();
  const other = row({ conversationId: newId() });
  for (const one of [row({ conversationId }), kept, row({ conversationId }), other]) rows.set(one);
  rows.removeLearntIn(conversationId);
  expect(ids(rows)).toEqual([other.id, kept.id]);
});
