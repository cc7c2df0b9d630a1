import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { reachOf } from '../../src/collection/reach.ts';
import { ConversationStore } from '../../src/conversation/conversation.store.ts';
import type { Keyset, PageRequest } from '../../src/platform/db/page.ts';
import { useDatabase } from '../support/database.ts';
import { Household, memoryServices } from '../support/memories.ts';
import { looked, runPlans } from '../support/run-plans.ts';

const { db } = useDatabase();
const limit = 20;
const start: PageRequest = { limit, direction: 'forward', after: null, before: null };

/** Conversations of a collection, one per minute, the newest this many days ago. */
const fill = (accountId: string, collectionId: string, conversations: number, days: number) => sql`
  with talked as (
    insert into conversation (account_id, id, collection_id, created_at, last_message_at)
    select ${accountId}, gen_random_uuid(), ${collectionId}, began, began + interval '1 second'
    from (select now() - make_interval(days => ${days}, mins => n) as began from generate_series(1, ${sql.lit(conversations)}) n) one
    returning id
  )
  insert into stream (account_id, kind, id) select ${accountId}, 'conversation', id from talked`;

/** An account with a large collection, and older small ones. */
async function largeAccount() {
  const { viewer, collection } = await Household.create(db);
  const { collections } = memoryServices(db);
  await fill(viewer.accountId, collection.id, 3_000, 0).execute(db);
  const small: string[] = [];
  for (let n = 1; n <= 10; n += 1) {
    const { id } = await collections.create(viewer, { name: `Small ${n}` });
    await fill(viewer.accountId, id, 60, 10 * n).execute(db);
    small.push(id);
  }
  await sql`analyze conversation`.execute(db);
  await sql`analyze stream`.execute(db);
  return { reach: reachOf(viewer), all: [collection.id, ...small], small };
}

/** The cursor after the first thousand. */
async function deepPlace(accountId: string): Promise<Keyset> {
  const { rows } = await sql<Keyset>`
    select created_at::text as sort, id::text as id from conversation where account_id = ${accountId}
    order by created_at desc, id desc offset 1000 limit 1`.execute(db);
  return rows[0] ?? { sort: '', id: '' };
}

test('a page or count of conversations reads few rows per collection, for all or old collections, first or deep', async () => {
  const { reach, all, small } = await largeAccount();
  const conversations = new ConversationStore(db);
  const deep = { ...start, after: await deepPlace(reach.accountId) };
  const most = 12 * all.length * (limit + 1);
  for (const ids of [all, small.slice(-1)])
    for (const page of [start, deep, { ...start, direction: 'backward' as const }])
      for (const order of ['ACTIVE_DESC', 'CREATED_DESC'] as const) {
        const plans = await runPlans(db, () => conversations.page(reach, ids, order, page));
        expect(looked(plans)).toBeLessThan(most);
      }
  expect(looked(await runPlans(db, () => conversations.counts(reach, all)))).toBeLessThan(most);
});

test('a page over too many collections to read one by one has the same items', async () => {
  const { viewer } = await Household.create(db);
  const { collections } = memoryServices(db);
  const ids: string[] = [];
  for (let n = 0; n < 101; n += 1) {
    const { id } = await collections.create(viewer, { name: `One of many ${n}` });
    await fill(viewer.accountId, id, 1, n).execute(db);
    ids.push(id);
  }
  const conversations = new ConversationStore(db);
  const page = async (of: readonly string[]) =>
    (await conversations.page(reachOf(viewer), of, 'ACTIVE_DESC', start)).items.map(({ item }) => item.id);
  expect(await page(ids)).toEqual(await page(ids.slice(0, 50)));
});
