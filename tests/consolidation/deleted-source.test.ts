import { expect, inject, test } from 'vitest';
import { encodeNodeId } from '../../src/graphql/node-id.ts';
import { Consolidations } from '../support/consolidation.ts';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { useJobs } from '../support/jobs.ts';
import { someoneWaitsFor } from '../support/locks.ts';
import { Household, memoryServices } from '../support/memories.ts';
import { tablesThatHold } from '../support/traces.ts';

const database = useDatabase();
const { db, pool } = database;
const jobs = useJobs(database);
const api = makeApi(db, jobs);
const { lifecycle, collections } = memoryServices(db);

/** The same fact from two conversations, of this collection or of others, and once more without one. A merge keeps the first. */
async function mergedOfTwo(where: 'here' | 'elsewhere' = 'here') {
  const home = await Household.create(db);
  const { viewer, collection } = home;
  const said: { readonly collectionId: string; readonly conversationId: string; readonly id: string }[] = [];
  for (const content of ['Anna has a cat named Tom, said she.', 'Anna has a cat named Tom, said she']) {
    const { id: collectionId } = where === 'here' ? collection : await collections.create(viewer, { name: 'Talks' });
    const { id: conversationId } = await api.services.conversations.create(viewer, { collectionId });
    const { messages } = await api.services.messages.append(viewer, conversationId, [{ role: 'USER', content }]);
    const { id } = await home.add({ content, sourceMessageId: messages[0]?.id });
    said.push({ collectionId, conversationId, id });
  }
  const [kept, gone] = said;
  if (!kept || !gone) throw new Error('Two things were said');
  const noted = await home.add('Anna has a cat named Tom - said she');
  const runs = new Consolidations(api, jobs, viewer);
  const run = await runs.run(encodeNodeId('Collection', collection.id));
  expect(run).toMatchObject({ merged: 2 });
  expect(await home.read(gone.id)).toMatchObject({ status: 'SUPERSEDED', supersededById: kept.id });
  return { home, runs, run, kept, gone, noted };
}

test('merged memories become CURRENT again if the kept one is deleted with its conversation, and can be merged anew', async () => {
  const { home, runs, kept, gone, noted } = await mergedOfTwo();
  const answer = await api.services.conversations.delete(home.viewer, kept.conversationId);
  expect(answer).toMatchObject({ deletedMemoryCount: 1, keptMemoryCount: 2, collection: { memoryCount: 2 } });
  await jobs.processAll();
  for (const { id } of [gone, noted]) {
    expect(await home.read(id)).toMatchObject({ status: 'CURRENT', supersededById: null, validTo: null });
  }
  expect((await home.history(gone.id)).at(-1)).toMatchObject({ actor_kind: 'CONSOLIDATION', actor: 'deletion' });
  expect(await runs.run(encodeNodeId('Collection', home.collection.id))).toMatchObject({ merged: 1 });
});

test('merged memories learnt in the same conversation are deleted with it', async () => {
  const home = await Household.create(db);
  const { id } = await api.services.conversations.create(home.viewer, { collectionId: home.collection.id });
  const messages = ['Anna has a cat named Tom', 'Anna has a cat named Tom!'].map(
    (content) => ({ role: 'USER', content, remember: true }) as const,
  );
  await api.services.messages.append(home.viewer, id, messages);
  await new Consolidations(api, jobs, home.viewer).run(encodeNodeId('Collection', home.collection.id));
  const { collection } = await api.services.conversations.delete(home.viewer, id);
  expect(collection).toMatchObject({ memoryCount: 0 });
  await jobs.processAll();
  expect(await home.count()).toBe(0);
});

test('a merged memory stays SUPERSEDED beside an equal one, unless it was learnt from a message', async () => {
  const { home, kept, gone, noted } = await mergedOfTwo();
  for (const { id } of [gone, noted]) await home.add((await home.read(id)).content);
  await api.services.conversations.delete(home.viewer, kept.conversationId);
  expect(await home.read(gone.id)).toMatchObject({ status: 'CURRENT' });
  expect(await home.read(noted.id)).toMatchObject({ status: 'SUPERSEDED' });
});

// Waiting for another connection needs more than one.
test.runIf(inject('poolSize') > 1).each(['conversation', 'collection'])(
  'a merged memory stays SUPERSEDED if an equal one becomes CURRENT during the deletion of the %s',
  async (what) => {
    const { home, kept, noted } = await mergedOfTwo('elsewhere');
    const { accountId } = home.viewer;
    const equal = await home.add((await home.read(noted.id)).content);
    await lifecycle.forget(home.viewer, { id: equal.id });
    const { ended } = await db.transaction().execute(async (transaction) => {
      const ofEqual = transaction.updateTable('memory').where('account_id', '=', accountId).where('id', '=', equal.id);
      await ofEqual.set({ status: 'CURRENT' }).execute();
      const { conversations, deletions } = api.services;
      const deleting =
        what === 'collection'
          ? deletions.deleteCollection(home.viewer, kept.collectionId)
          : conversations.delete(home.viewer, kept.conversationId);
      await someoneWaitsFor(transaction);
      return { ended: deleting };
    });
    await ended;
    expect(await home.exists(kept.id)).toBe(false);
    expect(await home.read(noted.id)).toMatchObject({ status: 'SUPERSEDED' });
  },
);

test('a merged memory stays SUPERSEDED if the other conversation is deleted, or the kept one was forgotten before', async () => {
  const { home, kept, noted } = await mergedOfTwo();
  await lifecycle.forget(home.viewer, { id: kept.id });
  await api.services.conversations.delete(home.viewer, kept.conversationId);
  expect(await home.read(noted.id)).toMatchObject({ status: 'SUPERSEDED' });
  const other = await mergedOfTwo();
  await api.services.conversations.delete(other.home.viewer, other.gone.conversationId);
  expect(await other.home.read(other.kept.id)).toMatchObject({ status: 'CURRENT' });
  expect(await other.home.read(other.noted.id)).toMatchObject({ status: 'SUPERSEDED' });
});

test('merged memories become CURRENT again even if the kept one was merged into another of the same conversation', async () => {
  const { home, runs, kept, gone, noted } = await mergedOfTwo();
  const content = 'Anna has a cat named Tom, said she..';
  const messages = [{ role: 'USER', content, remember: true } as const];
  const appended = await api.services.messages.append(home.viewer, kept.conversationId, messages);
  await runs.run(encodeNodeId('Collection', home.collection.id));
  expect(await home.read(kept.id)).toMatchObject({ supersededById: appended.memories[0]?.id });
  await api.services.conversations.delete(home.viewer, kept.conversationId);
  for (const { id } of [gone, noted]) expect(await home.read(id)).toMatchObject({ status: 'CURRENT' });
  expect(await home.count()).toBe(2);
});

test('a later undo leaves restored memories alone', async () => {
  const { home, runs, run, kept, gone } = await mergedOfTwo();
  await api.services.conversations.delete(home.viewer, kept.conversationId);
  await jobs.processAll();
  expect(await runs.undo(run.id)).toMatchObject({ restored: 0 });
  expect(await home.read(gone.id)).toMatchObject({ status: 'CURRENT' });
});

test.each([
  ['', 'xq9canary9qx'],
  [', though it was edited since', 'xq8canary8qx'],
])(
  'erasing a merged memory with its conversation leaves neither its tags nor its metadata in the kept one%s',
  async (edited, canary) => {
    const home = await Household.create(db);
    const { viewer, collection } = home;
    const say = async (...contents: readonly string[]) => {
      const { id: conversationId } = await api.services.conversations.create(viewer, { collectionId: collection.id });
      const messages = contents.map((content) => ({ role: 'USER', content, remember: true }) as const);
      const { memories } = await api.services.messages.append(viewer, conversationId, messages);
      return { conversationId, ids: memories.map(({ id }) => id) };
    };
    const stays = await say('Anna has a cat named Tom, said she to us.');
    const goes = await say('Anna has a cat named Tom, said she to us', 'Anna has a cat named Tom - said she to us');
    const [kept = ''] = stays.ids;
    await lifecycle.update(viewer, { id: kept, tags: ['cats'] });
    for (const id of goes.ids)
      await lifecycle.update(viewer, { id, tags: [canary, 'cats'], metadata: { [canary]: 1 } });
    await new Consolidations(api, jobs, viewer).run(encodeNodeId('Collection', collection.id));
    expect(await home.read(kept)).toMatchObject({ tags: ['cats', canary], metadata: { [canary]: 1 } });
    if (edited) for (const id of goes.ids) await lifecycle.update(viewer, { id, tags: [], metadata: {} });
    await api.services.conversations.delete(viewer, goes.conversationId);
    await jobs.processAll();
    expect(await home.read(kept)).toMatchObject({ status: 'CURRENT', tags: ['cats'], metadata: null });
    expect(await tablesThatHold(pool, canary)).toEqual([]);
  },
);

test('what an undo left merged becomes CURRENT again if the kept memory is deleted with its conversation', async () => {
  const { home, runs, run, kept, gone, noted } = await mergedOfTwo();
  await lifecycle.update(home.viewer, { id: gone.id, tags: ['by hand'] });
  expect(await runs.undo(run.id)).toMatchObject({ proposals: [{ state: 'UNDONE' }] });
  expect(await home.read(gone.id)).toMatchObject({ status: 'SUPERSEDED', supersededById: kept.id });
  await api.services.conversations.delete(home.viewer, kept.conversationId);
  for (const { id } of [gone, noted]) expect(await home.read(id)).toMatchObject({ status: 'CURRENT' });
  expect(await home.read(gone.id)).toMatchObject({ tags: ['by hand'] });
});

test.each(['hidden', 'erased'])(
  'what was superseded stays so when its replacement is %s with its conversation, and can be restored',
  async (stage) => {
    const home = await Household.create(db);
    const { viewer, collection } = home;
    const old = await home.add('Anna lives in Vienna');
    const { id: conversationId } = await api.services.conversations.create(viewer, { collectionId: collection.id });
    const said = [{ role: 'USER', content: 'We moved to Graz.' } as const];
    const { messages } = await api.services.messages.append(viewer, conversationId, said);
    await lifecycle.supersede(viewer, {
      id: old.id,
      content: 'Anna lives in Graz',
      sourceMessageId: messages[0]?.id,
      reason: 'moved',
    });
    await api.services.conversations.delete(viewer, conversationId);
    if (stage === 'erased') await jobs.processAll();
    const source = 'query ($id: ID!) { node(id: $id) { ... on Memory { status supersededBy { id } } } }';
    const { node } = await api.run(viewer, source, { id: encodeNodeId('Memory', old.id) });
    expect(node).toEqual({ status: 'SUPERSEDED', supersededBy: null });
    expect(await lifecycle.restore(viewer, { id: old.id })).toMatchObject({
      memory: { status: 'CURRENT', supersededById: null, validTo: null },
      withdrawn: null,
    });
  },
);

test('a deleted conversation leaves nothing of its memories in replacements of another source that were withdrawn', async () => {
  const canary = 'xq7withdrawn7qx';
  const home = await Household.create(db);
  const { viewer, collection } = home;
  const { id: conversationId } = await api.services.conversations.create(viewer, { collectionId: collection.id });
  const said = [{ role: 'USER', content: 'I eat bread.' } as const];
  const { messages } = await api.services.messages.append(viewer, conversationId, said);
  const told = { content: 'bread', tags: [canary], metadata: { canary }, sourceMessageId: messages[0]?.id };
  const { id } = await home.add(told);
  const change = { content: 'cake', reason: 'changed', sourceMessageId: null };
  const { memory } = await lifecycle.supersede(viewer, { id, ...change });
  await lifecycle.restore(viewer, { id });
  await api.services.conversations.delete(viewer, conversationId);
  await jobs.processAll();
  expect(await home.read(memory.id)).toMatchObject({ status: 'FORGOTTEN', content: 'cake', tags: [], metadata: null });
  expect(await tablesThatHold(pool, canary)).toEqual([]);
});
