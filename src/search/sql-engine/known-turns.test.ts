import { expect, test } from 'vitest';
import { heldBytes } from '../../../tests/support/held-bytes.ts';
import { KnownTurns, turnMemory } from './known-turns.ts';

/** A vector of the half floats 1 and -1, as the database sends it. */
const vector = Buffer.from([0, 2, 0, 0, 0x3c, 0, 0xbc, 0]).toString('base64');

const row = {
  place: 1,
  version: '7',
  speaker: 'Anna',
  role: null,
  day: 19_000,
  validFrom: null,
  validTo: null,
  termCount: 3,
  terms: "'8':1 'anna':4 'may':2,6 'paint':5",
  pieces: [5, 6, 7],
  patterns: 2,
  content: 'abc',
  vector,
  scale: 0.5,
};

test('keeps a turn as it was read, with its stems as numbers in text order', () => {
  const open = new KnownTurns(turnMemory(100_000)).open('ada', 'm');
  open.take('memory', row, 'first');
  const known = open.turn('memory');
  expect(Array.from(known?.stems ?? [], (stem) => open.numbers.key(stem))).toEqual([
    '8',
    'may',
    'anna',
    'paint',
    'may',
  ]);
  expect(known).toMatchObject({ version: '7', dateStems: 2, pieces: Uint16Array.of(5, 6, 7), state: 'first' });
  expect(known?.vector).toEqual({ values: Int8Array.of(1, -1), scale: 0.5 });
  expect(open.turn('another')).toBeUndefined();
});

test('turns and sessions of one account and model are hidden from others, even by id', () => {
  const turns = new KnownTurns(turnMemory(100_000));
  const open = turns.open('ada', 'm');
  open.take('memory', row, 'first');
  open.keepSession('session', ['memory'], 'first');
  for (const other of [turns.open('bob', 'm'), turns.open('ada', 'n')]) {
    expect(other.turn('memory')).toBeUndefined();
    expect(other.session('session', 'first')).toBeUndefined();
  }
  const again = turns.open('ada', 'm');
  expect(again.turn('memory')?.version).toBe('7');
  expect(again.session('session', 'first')).toEqual(['memory']);
  expect(again.session('session', 'second')).toBeUndefined();
});

test('does not keep a turn without a vector', () => {
  const open = new KnownTurns(turnMemory(100_000)).open('ada', 'm');
  expect(open.take('memory', { ...row, vector: null, scale: null }, '').vector).toBeNull();
  expect(open.turn('memory')).toBeUndefined();
});

test('restarts stem numbers after too many stems, and forgets turns with old numbers', () => {
  const turns = new KnownTurns(turnMemory(100_000));
  const open = turns.open('ada', 'm');
  open.take('memory', row, '');
  for (let n = 0; n <= 100_000; n += 1) open.numbers.of(`word ${n}`);
  const anew = turns.open('ada', 'm');
  expect(anew.turn('memory')).toBeUndefined();
  expect(anew.numbers.size).toBe(0);
});

test('a long stem does not retain the terms of the memory that had it first', async () => {
  const turns = new KnownTurns(turnMemory(100_000));
  const before = await heldBytes();
  for (let n = 0; n < 20; n += 1) {
    const terms = `'encyclopedia-${n}':5 ${"'a':6 ".repeat(100_000)}`.trim();
    turns.open('ada', 'm').take(`${n}`, { ...row, terms, vector: null }, 'first');
  }
  expect((await heldBytes()) - before).toBeLessThan(3_000_000);
  expect(turns.open('ada', 'm').numbers.key(0)).toBe('encyclopedia-0');
});
