import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { wholeAccount } from '../../src/collection/reach.ts';
import { memoriesLearntIn } from '../../src/memory/doomed-memories.ts';
import { useDatabase } from '../support/database.ts';
import { Household } from '../support/memories.ts';
import { looked, runPlans } from '../support/run-plans.ts';

const { db } = useDatabase();
const conversations = 300;

/** Collections of an account, with ids as if created at once. */
const addCollections = (accountId: string, count: number) => sql`
  insert into collection (account_id, id, name, path)
  select ${accountId}, id, 'one of many', array[id] from (select gen_random_uuid() as id from generate_series(1, ${sql.lit(count)})) made`;

/** Conversations of a collection with a memory each. */
const learn = (accountId: string, collectionId: string) => sql`
  with talked as (
    insert into conversation (account_id, id, collection_id)
    select ${accountId}, gen_random_uuid(), ${collectionId} from generate_series(1, ${sql.lit(conversations)}) returning id
  )
  insert into memory (account_id, id, collection_id, conversation_id, content, content_hash, kind, valid_from, language, terms, term_count)
  select ${accountId}, gen_random_uuid(), ${collectionId}, id, 'said', sha256(id::text::bytea), 'FACT', now(), 'en', '', 0 from talked`;

test('a deletion scans the conversations of a collection once, not once per collection of the account', async () => {
  const [crowd, home] = [await Household.create(db), await Household.create(db)];
  await addCollections(crowd.viewer.accountId, 5_000).execute(db);
  await addCollections(home.viewer.accountId, 30).execute(db);
  // Other accounts' rows make the planner overestimate what was learnt elsewhere.
  for (const { collection } of [crowd, home]) await learn(collection.accountId, collection.id).execute(db);
  const { accountId, id } = home.collection;
  await sql`analyze`.execute(db);
  const plans = await runPlans(db, () => memoriesLearntIn(db, wholeAccount(accountId), [id]));
  expect(looked(plans)).toBeLessThan(5 * conversations);
});
