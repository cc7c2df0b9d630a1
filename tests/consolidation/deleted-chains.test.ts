import { sql } from 'kysely';
import { expect, inject, test } from 'vitest';
import { mergeInto } from '../support/consolidation.ts';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { useJobs } from '../support/jobs.ts';
import { someWait } from '../support/locks.ts';
import { Household, memoryServices } from '../support/memories.ts';

const database = useDatabase();
const { db } = database;
const jobs = useJobs(database);
const api = makeApi(db, jobs);
const { conversations, messages } = api.services;
const { lifecycle } = memoryServices(db);

/** What was noted apart, merged into what was said in one conversation, and that into what was said in another. */
async function mergedAlong() {
  const home = await Household.create(db);
  const { viewer, collection } = home;
  const say = async (content: string) => {
    const { id: conversationId } = await conversations.create(viewer, { collectionId: collection.id });
    const { memories } = await messages.append(viewer, conversationId, [{ role: 'USER', content, remember: true }]);
    return { conversationId, id: memories[0]?.id ?? '' };
  };
  const noted = await home.add('Anna has a cat named Tom');
  const [first, last] = [await say('Anna has a cat named Tom.'), await say('Anna has a cat named Tom!')];
  await mergeInto(db, api, home, [first.id, noted.id]);
  await mergeInto(db, api, home, [last.id, first.id]);
  const drop = ({ conversationId }: { readonly conversationId: string }) =>
    conversations.delete(viewer, conversationId);
  return { home, noted, first, last, drop };
}

test.each(['the first one first', 'the last one first'])(
  'what was noted apart becomes CURRENT again once both conversations that it was merged into are deleted, %s',
  async (order) => {
    const { home, noted, first, last, drop } = await mergedAlong();
    for (const one of order === 'the first one first' ? [first, last] : [last, first]) await drop(one);
    expect(await home.read(noted.id)).toMatchObject({ status: 'CURRENT', supersededById: null });
    expect(await home.count()).toBe(1);
  },
);

test.runIf(inject('poolSize') > 1)('the same if they are deleted at the same time', async () => {
  const { home, noted, first, last, drop } = await mergedAlong();
  const { accountId } = home.viewer;
  const { ended } = await db.transaction().execute(async (transaction) => {
    await sql`select from stream where account_id = ${accountId} for update`.execute(transaction);
    const dropping = [drop(first)];
    await someWait(db, 1);
    dropping.push(drop(last));
    await someWait(db, 2);
    return { ended: Promise.all(dropping) };
  });
  await ended;
  expect(await home.read(noted.id)).toMatchObject({ status: 'CURRENT', supersededById: null });
  expect(await home.count()).toBe(1);
});

test('what was noted apart becomes CURRENT again once the first of the conversations is deleted, and stays so without both', async () => {
  const { home, noted, first, last, drop } = await mergedAlong();
  await drop(first);
  await jobs.processAll();
  expect(await home.exists(first.id)).toBe(false);
  expect(await home.read(noted.id)).toMatchObject({ status: 'CURRENT', supersededById: null });
  expect(await home.read(last.id)).toMatchObject({ status: 'CURRENT' });
  await drop(last);
  expect(await home.read(noted.id)).toMatchObject({ status: 'CURRENT' });
});

test('what was noted apart stays SUPERSEDED if what it was merged into in the end has been superseded by other news', async () => {
  const { home, noted, first, last, drop } = await mergedAlong();
  await lifecycle.supersede(home.viewer, { id: last.id, content: 'Tom has died', reason: 'news' });
  await drop(first);
  expect(await home.read(noted.id)).toMatchObject({ status: 'SUPERSEDED' });
});
