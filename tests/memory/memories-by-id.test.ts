import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { reachOf } from '../../src/collection/reach.ts';
import { memoriesOf } from '../../src/memory/memories-by-id.store.ts';
import { acrossAccounts } from '../../src/platform/db/account-guard.ts';
import { useDatabase } from '../support/database.ts';
import { Household } from '../support/memories.ts';
import { looked, runPlans } from '../support/run-plans.ts';

const { db } = useDatabase();

test('reads by id only the memories asked for and their collections, however many the account has', async () => {
  const { viewer, collection } = await Household.create(db);
  const { accountId } = viewer;
  await sql`
    insert into collection (account_id, id, path, name)
    select ${accountId}, id, array[id], 'Many' from (select gen_random_uuid() as id from generate_series(1, 1000)) made`.execute(
    db,
  );
  await sql`
    insert into memory (account_id, id, collection_id, content, content_hash, kind, valid_from, language, terms, term_count)
    select ${accountId}, gen_random_uuid(), collection.id, n::text, sha256(convert_to(n::text, 'UTF8')), 'FACT', now(), 'simple', '', 0
    from collection cross join generate_series(1, 10) n where account_id = ${accountId}`.execute(db);
  await sql`analyze memory, collection`.execute(acrossAccounts(db, 'memory', 'collection'));
  const { rows } = await sql<{ id: string }>`
    select id from memory where account_id = ${accountId} order by id limit 10`.execute(db);
  const ids = rows.map(({ id }) => id);
  const whole = reachOf(viewer);
  const plans = await runPlans(db, () => memoriesOf(db, [{ reach: whole, ids }]));
  const read = plans.filter((node) => ['memory', 'collection'].includes(node['Relation Name'] ?? ''));
  expect(looked(read)).toBe(2 * ids.length);
  const limited = { ...whole, within: [collection.id] };
  const [all, few] = await memoriesOf(db, [
    { reach: whole, ids },
    { reach: limited, ids },
  ]);
  expect(all?.map(({ id }) => id).toSorted()).toEqual(ids);
  const own = all?.filter(({ collectionId }) => collectionId === collection.id).map(({ id }) => id);
  expect(few?.map(({ id }) => id)).toEqual(own);
});
