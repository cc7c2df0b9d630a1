import { expect, test } from 'vitest';
import { dice } from '../../../tests/support/recall-rows.ts';
import { Postings } from './postings.ts';

function rowsOf(postings: Postings, list: number): number[] {
  const rows: number[] = [];
  postings.visit(list, (words, start, end) => rows.push(...words.subarray(start, end)));
  return rows;
}

test('lists grow independently through blocks of all sizes', () => {
  const { below } = dice(7);
  const postings = new Postings();
  const expected = [0, 1, 2, 3].map((list): number[] => {
    postings.begin(list);
    return [];
  });
  // More words than 16 bits can address.
  for (let row = 0; row < 70_000; row++) {
    const list = Math.min(below(6), 3);
    postings.append(list, row);
    expected[list]?.push(row);
    if (row % 3_989 === 0) expect(rowsOf(postings, list)).toEqual(expected[list]);
  }
  expect(expected.map((_, list) => rowsOf(postings, list))).toEqual(expected);
  expect(expected.map((_, list) => postings.last(list))).toEqual(expected.map((rows) => rows.at(-1)));
});

test('a list without rows is empty, and so is an unknown list', () => {
  const postings = new Postings();
  postings.begin(0);
  expect(rowsOf(postings, 0)).toEqual([]);
  expect(postings.last(0)).toBe(-1);
  expect(rowsOf(postings, -1)).toEqual([]);
});
