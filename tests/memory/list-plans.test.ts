import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { reachOf } from '../../src/collection/reach.ts';
import { MemoryStore } from '../../src/memory/memory.store.ts';
import { matches } from '../../src/memory/memory-conditions.ts';
import type { MemoryFilter } from '../../src/memory/memory-filter.ts';
import type { Database } from '../../src/platform/db/database.ts';
import type { Keyset, PageRequest } from '../../src/platform/db/page.ts';
import { useDatabase } from '../support/database.ts';
import { Household, memoryServices } from '../support/memories.ts';
import { looked, runPlans } from '../support/run-plans.ts';

const { db } = useDatabase();
const size = 3_000;
const limit = 20;

/** Memories of a collection, one per second, every second one tagged. */
const fill = (accountId: string, collectionId: string, memories: number) => sql`
  insert into memory (account_id, id, collection_id, content, content_hash, kind, tags, valid_from, created_at, language, terms, term_count)
  select ${accountId}, gen_random_uuid(), ${collectionId}, n::text, sha256(n::text::bytea), 'FACT',
    case when n % 2 = 0 then '{even}' else '{odd}' end::text[], now(), now() - n * interval '1 second', 'en', '', 0
  from generate_series(1, ${sql.lit(memories)}) n`;

/** An account with a large collection and some small ones. */
async function largeAccount() {
  const { viewer, collection } = await Household.create(db);
  const { collections } = memoryServices(db);
  await fill(viewer.accountId, collection.id, size).execute(db);
  const ids = [collection.id];
  for (let n = 0; n < 10; n += 1) {
    const { id } = await collections.create(viewer, { name: `Small ${n}` });
    await fill(viewer.accountId, id, 30).execute(db);
    ids.push(id);
  }
  await sql`analyze memory`.execute(db);
  return { reach: reachOf(viewer), ids };
}

/** The cursor after the first thousand. */
async function deepPlace(of: Database, accountId: string): Promise<Keyset> {
  const { rows } = await sql<Keyset>`
    select created_at::text as sort, id::text as id from memory where account_id = ${accountId}
    order by created_at desc, id desc offset 1000 limit 1`.execute(of);
  return rows[0] ?? { sort: '', id: '' };
}

test('a page of all memories reads few rows per collection, first or deep, filtered or not', async () => {
  const { reach, ids } = await largeAccount();
  const memories = new MemoryStore(db);
  const start: PageRequest = { limit, direction: 'forward', after: null, before: null };
  const deep = { ...start, after: await deepPlace(db, reach.accountId) };
  const even = { tagsAny: ['even'] };
  const most = 12 * ids.length * (limit + 1);
  for (const filter of [{}, even])
    for (const page of [start, deep, { ...start, direction: 'backward' as const }])
      for (const order of ['CREATED_DESC', 'CREATED_ASC'] as const) {
        const plans = await runPlans(db, () => memories.page(reach, ids, { filter, order, page }));
        expect(looked(plans)).toBeLessThan(most);
      }
  // Counting all CURRENT memories uses the stored count.
  const number = (filter: MemoryFilter) => memories.count(reach, ids, filter);
  for (const filter of [{}, { statuses: ['CURRENT'] }] as const)
    expect(looked(await runPlans(db, () => number(filter)))).toBeLessThan(most);
});

test('the count of memories matches the list, filtered or not', async () => {
  const home = await Household.create(db);
  const kept = await home.add({ content: 'kept', tags: ['even'] });
  const gone = await home.add('gone');
  await memoryServices(db).lifecycle.forget(home.viewer, { id: gone.id });
  const memories = new MemoryStore(db);
  const number = (filter: MemoryFilter) => memories.count(reachOf(home.viewer), [kept.collectionId], filter);
  const filters: MemoryFilter[] = [{}, { tagsAny: ['even'] }, { tagsNone: ['even'] }, { statuses: [] }];
  expect(await Promise.all(filters.map(number))).toEqual([1, 1, 0, 0]);
  const many = Array.from({ length: 1_000 }, (_, n) => `tag ${n}`);
  const lists: MemoryFilter[] = [{ tagsAny: many }, { tagsAny: [...many, 'even'] }, { tagsNone: [...many, 'even'] }];
  expect(await Promise.all(lists.map(number))).toEqual([0, 1, 0]);
  // Comparing each with every tag of every memory would take the database seconds.
  for (const filter of lists) expect(matches(filter).compile(db).sql).not.toContain('&&');
  expect(await number({ statuses: ['CURRENT', 'FORGOTTEN'] })).toBe(2);
  expect(await number({ statuses: ['FORGOTTEN'] })).toBe(1);
});
