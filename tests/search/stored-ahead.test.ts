import { sql } from 'kysely';
import { expect, inject, test } from 'vitest';
import { reachOf } from '../../src/collection/reach.ts';
import type { Finder } from '../../src/search/finder.ts';
import type { SearchRequest } from '../../src/search/search.ts';
import { useFinders } from '../support/both-finders.ts';
import { conversationServices, said } from '../support/conversations.ts';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { someoneWaitsFor } from '../support/locks.ts';
import { Household } from '../support/memories.ts';

const { db } = useDatabase();
const api = makeApi(db);
const services = conversationServices(db, { send: async () => {} });
const { recall, byIndex, bySql } = await useFinders(db);

/** A memory stored by a database whose clock was an hour ahead of the current one: on the primary, or before the clock was set back. */
async function storedAhead() {
  const home = await Household.create(db);
  await home.add('the cello is old');
  const { id } = await home.add('the cello is loud');
  await sql`
    update memory set created_at = created_at + '1 hour', updated_at = updated_at + '1 hour', valid_from = valid_from + '1 hour'
    where account_id = ${home.viewer.accountId} and id = ${id}`.execute(db);
  return { home, id };
}

const ways: readonly Partial<SearchRequest>[] = [{}, { mode: 'LEXICAL' }, { filter: { kinds: ['FACT'] } }];

test('a memory stored by a clock that is ahead is found at once, in both engines', async () => {
  const { home, id } = await storedAhead();
  const ask = async (finder: Finder, way: Partial<SearchRequest>) => {
    const request = { query: 'cello', collectionIds: null, mode: 'HYBRID', filter: {}, asOf: null, ...way } as const;
    return (await finder.find(reachOf(home.viewer), request)).hits.map((hit) => hit.id);
  };
  await ask(byIndex, {});
  await recall.indexes.idle();
  for (const finder of [byIndex, bySql]) {
    for (const way of ways) expect(await ask(finder, way)).toContain(id);
  }
  expect(await ask(bySql, { asOf: new Date() })).not.toContain(id);
});

test('a memory stored by a clock that is ahead is part of the bootstrap', async () => {
  const { home } = await storedAhead();
  const { bootstrap } = await api.run(home.viewer, '{ bootstrap { active { content } } }');
  expect(bootstrap.active).toEqual([{ content: 'the cello is loud' }, { content: 'the cello is old' }]);
});

test.runIf(inject('engine') === 'postgres' && inject('poolSize') > 1)(
  'a remembered message is created no earlier than it was sent, however long the append waited',
  async () => {
    const home = await Household.create(db);
    const { id } = await services.conversations.create(home.viewer, { collectionId: home.collection.id });
    const { appending } = await db.transaction().execute(async (transaction) => {
      await sql`select from conversation where account_id = ${home.viewer.accountId} and id = ${id} for update`.execute(
        transaction,
      );
      const appending = services.messages.append(home.viewer, id, [said('the cello is loud', { remember: true })]);
      await someoneWaitsFor(transaction);
      return { appending };
    });
    const [memory] = (await appending).memories;
    expect(memory?.createdAt.getTime()).toBeGreaterThanOrEqual(memory?.validFrom.getTime() ?? Number.NaN);
    expect(memory?.updatedAt).toEqual(memory?.createdAt);
  },
);
