import { expect, test } from 'vitest';
import { reachOf } from '../../src/collection/reach.ts';
import { besideStatement } from '../../src/memory/beside.store.ts';
import { conversationServices, said } from '../support/conversations.ts';
import { useDatabase } from '../support/database.ts';
import { Household, memoryServices } from '../support/memories.ts';
import { forgetSizes, nodesOf, planOf } from '../support/plans.ts';

const { db } = useDatabase();
const { collections, memories } = memoryServices(db);
const { conversations, messages } = conversationServices(db, { send: async () => {} });

/** A conversation of four messages on two days in Auckland, which are one day in UTC. */
async function talk() {
  const { viewer, collection } = await Household.create(db);
  await collections.update(viewer, { id: collection.id, settings: { timeZone: 'Pacific/Auckland' } });
  const { id } = await conversations.create(viewer, { collectionId: collection.id });
  const sent = ['2024-03-01T10:00Z', '2024-03-01T10:50Z', '2024-03-01T11:10Z', '2024-03-01T23:00Z'];
  const given = ['one', 'two', 'three', 'four'].map((content, n) =>
    said(content, { remember: true, sentAt: new Date(sent[n] ?? '') }),
  );
  const { memories: made } = await messages.append(viewer, id, given);
  return { viewer, made };
}

test('what stands beside a memory in its conversation is of the same day, by the clock of the collection', async () => {
  const { viewer, made } = await talk();
  const beside = async (n: number) =>
    (await memories.beside(viewer, [made[n]?.id ?? ''], null)).map(({ content }) => content);
  expect([await beside(0), await beside(1), await beside(2), await beside(3)]).toEqual([
    ['two'],
    ['one'],
    ['four'],
    ['three'],
  ]);
});

test('only what stands beside is read of a conversation', async () => {
  const { viewer, made } = await talk();
  await forgetSizes(db, 'memory', 'collection');
  const statement = besideStatement({ reach: reachOf(viewer), ids: made.map(({ id }) => id), asOf: null });
  const conditions = nodesOf(await planOf(db, statement)).map((node) => node['Index Cond'] ?? '');
  expect(conditions.filter((condition) => condition.includes('(place = (seed.place + '))).toHaveLength(1);
});
