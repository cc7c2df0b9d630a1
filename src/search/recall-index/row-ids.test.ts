import { v4 } from 'uuid';
import { expect, test } from 'vitest';
import { dice } from '../../../tests/support/recall-rows.ts';
import { newId } from '../../platform/db/new-id.ts';
import { RowIds } from './row-ids.ts';

test('maps ids to rows while many are added, moved and removed', () => {
  const { below, oneOf } = dice(3);
  const ids = new RowIds();
  const expected = new Map<string, number>();
  const sequential = (number: number) => `00000000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
  const known: [string, ...string[]] = [newId()];
  for (let row = 0; row < 5_000; row++) {
    const fresh = oneOf([newId(), v4(), sequential(row)]);
    known.push(fresh);
    const id = oneOf([fresh, known[below(known.length)] ?? fresh]);
    expect(ids.set(id, row)).toBe(expected.get(id) ?? -1);
    expected.set(id, row);
    expect(ids.id(row)).toBe(id);
    const gone = known[below(known.length)] ?? fresh;
    if (below(2) === 0) continue;
    expect(ids.remove(gone)).toBe(expected.get(gone) ?? -1);
    expected.delete(gone);
  }
  expect(ids.size).toBe(expected.size);
  expect(known.map((id) => ids.rowOf(id))).toEqual(known.map((id) => expected.get(id) ?? -1));
});

test('compares rows as the texts of their ids, also with rows of another instance', () => {
  const [first, second] = [new RowIds(), new RowIds()];
  const texts = Array.from({ length: 50 }, (_, row) => (row % 2 === 0 ? newId() : v4()));
  for (const [row, id] of texts.entries()) {
    first.set(id, row);
    second.set(id, 49 - row);
  }
  for (const [row, id] of texts.entries()) {
    for (const [other, otherId] of texts.entries()) {
      const expected = id < otherId ? -1 : id > otherId ? 1 : 0;
      expect(Math.sign(first.compare(row, second, 49 - other))).toBe(expected);
    }
  }
});
