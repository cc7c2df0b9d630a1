import { sql } from 'kysely';
import { expect, inject, test } from 'vitest';
import { loadModels } from '../../src/app/load-models.ts';
import { prewarm } from '../../src/search/prewarm.store.ts';
import { warmUpBy } from '../../src/search/warm-up.ts';
import { useDatabase } from '../support/database.ts';
import { countStatements } from '../support/statements.ts';

const { db } = useDatabase();
const { embedder, ranker } = await loadModels();

test('warming up runs every statement of a search: the scope, both forms of the arms, the turns', async () => {
  const sent = await countStatements(() => warmUpBy({ embedder, ranker })(db));
  const having = (part: string) => sent.filter((statement) => statement.includes(part)).length;
  expect([having('ts_parse'), having('semantic as'), having('hnsw.ef_search'), having('is_new')]).toEqual([1, 3, 2, 1]);
});

test('what searches read is read into the buffers where pg_prewarm is there, and nothing fails where it is not', async ({
  skip,
}) => {
  expect(await prewarm(db)).toBe(0);
  skip(inject('engine') === 'embedded', 'the embedded database has no such extension');
  await sql`create extension pg_prewarm`.execute(db);
  expect(await prewarm(db)).toBeGreaterThanOrEqual(9);
});
