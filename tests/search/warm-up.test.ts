import { sql } from 'kysely';
import { expect, inject, test } from 'vitest';
import { prewarm } from '../../src/search/prewarm.store.ts';
import { warmUpBy } from '../../src/search/warm-up.ts';
import { useDatabase } from '../support/database.ts';
import { models } from '../support/models.ts';
import { countStatements } from '../support/statements.ts';

const { db } = useDatabase();
const { embedder, ranker } = models;

test('the warm-up runs every statement of a search on two connections: scope, both forms of arms, turns, words', async () => {
  const sent = await countStatements(() => warmUpBy({ embedder, ranker })(db));
  const having = (part: string) => sent.filter((statement) => statement.includes(part)).length;
  const parts = ['ts_parse', 'hnsw.ef_search', "kind = 'word'\n"];
  expect(parts.map(having)).toEqual(parts.map(() => 2));
  expect(having('is_new')).toBe(2);
  // The comparison of neighbouring turns, for a question with all stems and with one fewer.
  expect(having('as compared')).toBe(2 * 2);
  // For a small scope, and for a large one with questions of one to five stems.
  expect(having('semantic as')).toBe(2 * (1 + 5));
});

test('loads the relations of searches into the buffer cache if pg_prewarm is installed, and otherwise does nothing', async ({
  skip,
}) => {
  expect(await prewarm(db)).toBe(0);
  skip(inject('engine') === 'embedded', 'the embedded database has no such extension');
  await sql`create extension pg_prewarm`.execute(db);
  expect(await prewarm(db)).toBeGreaterThanOrEqual(9);
});
