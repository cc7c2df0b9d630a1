import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { topicCandidates, wordCandidates, wordStatement } from '../../src/consolidation/candidates.store.ts';
import { countMemories } from '../../src/memory/statistics.store.ts';
import { acrossAccounts } from '../../src/platform/db/account-guard.ts';
import { useDatabase } from '../support/database.ts';
import { Household } from '../support/memories.ts';
import { models } from '../support/models.ts';
import { looked, runPlans } from '../support/run-plans.ts';

const { db } = useDatabase();
const { passages } = models;

test('candidates are found by the word index if there are many accounts', async () => {
  const homes = await Promise.all(Array.from({ length: 20 }, () => Household.create(db)));
  for (const { viewer, collection } of homes) {
    await sql`
      insert into memory (account_id, id, collection_id, content, content_hash, kind, valid_from, language, terms, term_count)
      select ${viewer.accountId}, gen_random_uuid(), ${collection.id}, n::text, sha256(convert_to(n::text, 'UTF8')), 'FACT',
        now(), 'simple', to_tsvector('simple', format('number %s of row %s', n, n % 40)), 5
      from generate_series(1, 300) n`.execute(db);
  }
  const [home] = homes;
  if (!home) throw new Error('There are homes');
  const { id } = await home.add('number 7 of row 12');
  await sql`analyze memory, memory_embedding, term_statistic`.execute(
    acrossAccounts(db, 'memory', 'memory_embedding', 'term_statistic'),
  );
  const fresh = { accountId: home.viewer.accountId, collectionId: home.collection.id, id, model: passages.model };
  const { rows } = await sql<{ 'QUERY PLAN': string }>`explain (analyze) ${wordStatement([fresh])}`.execute(db);
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).toMatch(/Bitmap Index Scan on memory_terms .*actual time/);
  expect(plan).not.toContain('memory_by_age');
});

test('each word of a memory is looked up by index, even for an account missing from the planner statistics', async () => {
  const home = await Household.create(db);
  const words = Array.from({ length: 1_000 }, (_, n) => `w${n}`).join(' ');
  const { id } = await home.add(words);
  await countMemories(db, home.viewer.accountId, [id]);
  const fresh = { accountId: home.viewer.accountId, collectionId: home.collection.id, id, model: passages.model };
  const { rows } = await sql<{ 'QUERY PLAN': string }>`explain (analyze) ${wordStatement([fresh])}`.execute(db);
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  // One index lookup per word, instead of one join over all words of the collection.
  expect(plan).toMatch(/term_statistic .*rows=1(\.00)? loops=1000\)/);
});

test('a new line of a program log is not compared with all earlier lines', async () => {
  const home = await Household.create(db);
  const { accountId } = home.viewer;
  await sql`
    insert into memory (account_id, id, collection_id, content, content_hash, kind, valid_from, language, terms, term_count)
    select ${accountId}, gen_random_uuid(), ${home.collection.id}, n::text, sha256(convert_to(n::text, 'UTF8')), 'FACT',
      now(), 'en', to_tsvector('english', format('2024 may 3rd nightly job %s finished', n)), 7
    from generate_series(1, 2000) n`.execute(db);
  const { rows } = await sql<{ id: string }>`select id from memory where account_id = ${accountId}`.execute(db);
  await countMemories(
    db,
    accountId,
    rows.map(({ id }) => id),
  );
  const { id } = await home.add('nightly job 1234 finished');
  await sql`analyze memory, term_statistic`.execute(acrossAccounts(db, 'memory', 'term_statistic'));
  const fresh = { accountId, collectionId: home.collection.id, id, model: passages.model };
  const plans = await runPlans(db, () => wordCandidates(db, [fresh]));
  const found = plans.filter((step) => step['Index Name'] === 'memory_terms');
  expect(found).toHaveLength(1);
  expect(looked(found)).toBeLessThan(20);
  expect(await wordCandidates(db, [fresh])).toHaveLength(1);
});

test('a text that has been told thousands of times is no longer looked for', async () => {
  const home = await Household.create(db);
  const { accountId } = home.viewer;
  const told = await home.add('The backup has finished');
  const { id } = await home.add('The backup has finished!');
  await countMemories(db, accountId, [told.id, id]);
  const fresh = { accountId, collectionId: home.collection.id, id, model: passages.model };
  const topic = { ...fresh, words: 'backup finished', isRare: false, config: 'english' };
  const find = async () => [await wordCandidates(db, [fresh]), await topicCandidates(db, [topic])];
  const setMemories = (memories: number) =>
    sql`update term_statistic set memories = ${memories} where account_id = ${accountId}`.execute(db);
  await setMemories(5_000);
  expect(await find()).toMatchObject([[{ id: told.id }], [{ id: told.id }]]);
  await setMemories(5_001);
  expect(await find()).toEqual([[], []]);
});

test('a single word leads to other memories only if few have it', async () => {
  const home = await Household.create(db);
  const { accountId } = home.viewer;
  const permit = await home.add('The garage permit is pending.');
  await sql`
    insert into memory (account_id, id, collection_id, content, content_hash, kind, valid_from, language, terms, term_count)
    select ${accountId}, gen_random_uuid(), ${home.collection.id}, n::text, sha256(convert_to(n::text, 'UTF8')), 'FACT',
      now(), 'en', to_tsvector('english', '2024 may 3rd pending'), 4
    from generate_series(1, 150) n`.execute(db);
  const { rows } = await sql<{ id: string }>`select id from memory where account_id = ${accountId}`.execute(db);
  await countMemories(
    db,
    accountId,
    rows.map(({ id }) => id),
  );
  const { id } = await home.add('The permit is no longer pending.');
  const about = { accountId, collectionId: home.collection.id, id };
  const find = (words: string, isRare: boolean) =>
    topicCandidates(db, [{ ...about, words, isRare, config: 'english' }]);
  expect(await find('permit', true)).toMatchObject([{ id: permit.id }]);
  expect(await find('pending', true)).toEqual([]);
  expect(await find('pending', false)).toHaveLength(40);
});
