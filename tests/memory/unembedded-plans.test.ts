import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { deleteOtherVectors } from '../../src/memory/model-move.store.ts';
import { nextUnembedded } from '../../src/memory/unembedded.store.ts';
import { useDatabase } from '../support/database.ts';
import { Clusters, fill } from '../support/many-vectors.ts';
import { Household } from '../support/memories.ts';
import { looked, runPlans } from '../support/run-plans.ts';

const { db } = useDatabase();
const size = 2_000;
const batch = 20;

const addVectorsOf = (model: string, accountId: string, count: number) =>
  sql`
  insert into memory_embedding (account_id, memory_id, collection_id, model, vector, scale)
  select account_id, memory_id, collection_id, ${model}, vector, scale from memory_embedding
  where account_id = ${accountId} order by memory_id limit ${count}`.execute(db);

test('memories without a vector are looked up one by one while the model is missing from the planner statistics', async () => {
  const { viewer, collection } = await Household.create(db);
  const [of, clusters] = [{ accountId: viewer.accountId, collectionId: collection.id }, new Clusters()];
  const vectors = Array.from({ length: size }, () => clusters.next());
  await fill(db, of, vectors);
  // Three quarters of the vectors exist so far, and the table was not analysed since.
  await addVectorsOf('next', of.accountId, (size * 3) / 4);
  const { rows } = await sql<{ last: string }>`
    select max(memory_id::text) as last from memory_embedding where account_id = ${of.accountId} and model = 'next'`.execute(
    db,
  );
  const wanted = { model: 'next', after: rows[0]?.last ?? null, limit: batch };
  const most = 10 * batch;
  expect(looked(await runPlans(db, () => nextUnembedded(db, { ...of, collectionId: null }, wanted)))).toBeLessThan(
    most,
  );
  expect(looked(await runPlans(db, () => nextUnembedded(db, of, wanted)))).toBeLessThan(most);
});

test('vectors of a former model are deleted by key, even for an account missing from the planner statistics', async () => {
  const { viewer, collection } = await Household.create(db);
  const of = { accountId: viewer.accountId, collectionId: collection.id };
  const clusters = new Clusters();
  const vectors = Array.from({ length: 150 }, () => clusters.next());
  await fill(db, of, vectors);
  await addVectorsOf('next', of.accountId, vectors.length);
  // Statistics as if analysed when there were only some memories of other accounts.
  await sql`delete from pg_statistic where starelid = any(array['memory', 'memory_embedding']::regclass[])`.execute(db);
  await sql`update pg_class set reltuples = 9 where relname in ('memory', 'memory_embedding')`.execute(db);
  const plans = await runPlans(db, () => deleteOtherVectors(db, of.accountId, 'next', batch), /delete from/);
  expect(looked(plans)).toBeLessThan(50 * batch);
});
