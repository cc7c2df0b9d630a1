import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { conversationServices } from '../support/conversations.ts';
import { useDatabase } from '../support/database.ts';
import { Household } from '../support/memories.ts';
import { looked, runPlans } from '../support/run-plans.ts';
import { countStatements } from '../support/statements.ts';

const { db } = useDatabase();
const { collections, conversations } = conversationServices(db);

test('one of thousands of keys is looked up by index, and an existing one is answered by one read', async () => {
  const { viewer, collection } = await Household.create(db);
  const { accountId } = viewer;
  await sql`
    with made as (
      insert into collection (account_id, id, path, key, name)
      select ${accountId}, id, array[id], 'user ' || n, 'User'
      from (select n, gen_random_uuid() as id from generate_series(1, 3000) n) one returning id
    )
    insert into stream (account_id, kind, id) select ${accountId}, 'collection', id from made`.execute(db);
  await sql`
    with made as (
      insert into conversation (account_id, id, collection_id, key)
      select ${accountId}, gen_random_uuid(), ${collection.id}, 'thread ' || n from generate_series(1, 3000) n returning id
    )
    insert into stream (account_id, kind, id) select ${accountId}, 'conversation', id from made`.execute(db);
  for (const table of ['collection', 'conversation', 'stream']) await sql`analyze ${sql.raw(table)}`.execute(db);
  const user = { name: 'User', key: 'user 1000' };
  const thread = { collectionId: collection.id, key: 'thread 1000' };
  for (const ask of [() => collections.create(viewer, user), () => conversations.create(viewer, thread)]) {
    expect(looked(await runPlans(db, ask))).toBeLessThan(20);
  }
  expect(await countStatements(() => collections.create(viewer, user))).toHaveLength(1);
  expect(await countStatements(() => conversations.create(viewer, thread))).toHaveLength(2);
});
