import { expect, test } from 'vitest';
import { heldBytes } from '../../tests/support/held-bytes.ts';
import { newId } from '../platform/db/new-id.ts';
import { AskedOften, type KeyedQuestion } from './asked-often.ts';

const question = (accountId: string, query: string): KeyedQuestion => ({
  key: `${accountId} ${query}`,
  reach: { accountId, within: null },
  request: { query, collectionIds: null, mode: 'HYBRID', filter: {}, asOf: null },
});

const ask = (often: AskedOften, asked: KeyedQuestion, times: number) =>
  Array.from({ length: times }, () => often.note(asked)).at(-1);

test('ranks the frequent questions of an account by frequency', () => {
  const often = new AskedOften();
  expect(ask(often, question('ada', 'lake'), 3)).toBe(3);
  expect(ask(often, question('ada', 'river'), 5)).toBe(5);
  ask(often, question('ada', 'once'), 1);
  ask(often, question('bob', 'lake'), 9);
  expect(often.most('ada', 5).map(({ request }) => request.query)).toEqual(['river', 'lake']);
  expect(often.most('ada', 1).map(({ request }) => request.query)).toEqual(['river']);
});

test('stays within its bytes with many accounts and long questions', () => {
  const often = new AskedOften(100_000);
  const long = 'x'.repeat(2_000);
  for (let n = 0; n < 200; n++) ask(often, question(`account ${n}`, `${long} ${n}`), 3);
  const remembered = Array.from({ length: 200 }, (_, n) => often.most(`account ${n}`, 5).length);
  const count = remembered.reduce((sum, one) => sum + one, 0);
  expect(count).toBeGreaterThan(10);
  expect(count).toBeLessThan(25);
  expect(remembered.at(-1)).toBe(1);
});

test('stays within its bytes with many collections per question', () => {
  const often = new AskedOften(100_000);
  const ids = Array.from({ length: 200 }, newId);
  for (let n = 0; n < 100; n++) {
    const { key, reach, request } = question(`account ${n}`, 'lake');
    const some = ids.slice(n, n + 100);
    ask(often, { key, reach, request: { ...request, collectionIds: some } }, 3);
    ask(often, { key: `${key} narrowed`, reach: { ...reach, within: some }, request }, 3);
  }
  const count = Array.from({ length: 100 }, (_, n) => often.most(`account ${n}`, 5).length).reduce((a, b) => a + b);
  expect(count).toBeGreaterThan(5);
  expect(count).toBeLessThan(25);
});

test('a question sliced from a long text does not retain that text', async () => {
  const often = new AskedOften();
  const before = await heldBytes();
  for (let n = 0; n < 10; n++) {
    const document = `{ search(input: { query: "Who plays the old cello ${n}?" }) } # ${n}`.padEnd(5_000_000, 'x');
    // A slice, as the GraphQL parser makes it.
    ask(often, { ...question('ada', document.slice(26, 52)), key: `${n}` }, 3);
  }
  expect((await heldBytes()) - before).toBeLessThan(25_000_000);
  expect(often.most('ada', 1)[0]?.request.query).toMatch(/^Who plays the old cello \d\?$/);
});
