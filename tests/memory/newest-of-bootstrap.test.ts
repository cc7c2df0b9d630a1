import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { readBootstrap } from '../../src/memory/bootstrap.store.ts';
import { acrossAccounts } from '../../src/platform/db/account-guard.ts';
import { useDatabase } from '../support/database.ts';
import { Household } from '../support/memories.ts';
import { looked, runPlans } from '../support/run-plans.ts';

const { db } = useDatabase();

test('of one collection it reads no more rows than it returns, however many there are', async () => {
  const { viewer, collection } = await Household.create(db);
  const { accountId } = viewer;
  await sql`
    insert into memory (account_id, id, collection_id, content, content_hash, kind, valid_from, language, terms, term_count, created_at)
    select ${accountId}, gen_random_uuid(), ${collection.id}, n::text, sha256(convert_to(n::text, 'UTF8')), 'FACT',
      now() - interval '1 year', 'simple', '', 0, now() - make_interval(secs => n) from generate_series(1, 4000) n`.execute(
    db,
  );
  await sql`analyze memory`.execute(acrossAccounts(db, 'memory'));
  const limit = 30;
  const request = { reach: { accountId, within: null }, collectionIds: [collection.id], limit };
  const plans = await runPlans(db, () => readBootstrap(db, request));
  for (const node of plans.filter((step) => step['Relation Name'] === 'memory'))
    expect(looked([node])).toBeLessThanOrEqual(limit);
});
