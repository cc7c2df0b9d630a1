import { expect, test } from 'vitest';
import { newId } from '../../src/platform/db/new-id.ts';
import { Numbers } from '../../src/search/numbers.ts';
import { WordCounts } from '../../src/search/sql-engine/word-counts.ts';
import { useDatabase } from '../support/database.ts';
import { heldBytes } from '../support/held-bytes.ts';
import { countStatements } from '../support/statements.ts';

const { db } = useDatabase();
const scopeOf = (accountId: string) => ({ accountId, collectionIds: [newId()], counted: '1' });

test('words added to a known scope count towards the cache limit', async () => {
  const counts = new WordCounts(30);
  const numbers = new Numbers<string>();
  const words = Array.from({ length: 16 }, (_, n) => numbers.of(`word${n}`));
  const asked = (scope: ReturnType<typeof scopeOf>, some: readonly number[]) =>
    countStatements(() => counts.of(db, scope, some, numbers));
  const [one, other] = [scopeOf('one'), scopeOf('other')];
  for (const word of words) expect(await asked(one, [word])).toHaveLength(1);
  expect(await asked(one, words)).toEqual([]);
  await asked(other, words);
  expect(await asked(other, words)).toEqual([]);
  expect(await asked(one, words)).toHaveLength(1);
});

test('scopes of many collections take little more memory than their words', async () => {
  const counts = new WordCounts();
  const numbers = new Numbers<string>();
  const word = numbers.of('word');
  const collectionIds = Array.from({ length: 1_000 }, newId);
  const ask = (n: number) =>
    counts.of(db, { accountId: 'one', collectionIds: collectionIds.slice(n), counted: '1' }, [word], numbers);
  await ask(0);
  const before = await heldBytes();
  for (let n = 1; n <= 200; n += 1) await ask(n);
  expect((await heldBytes()) - before).toBeLessThan(2_000_000);
});
