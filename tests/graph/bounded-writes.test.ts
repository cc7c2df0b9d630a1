import { expect, inject, test, vi } from 'vitest';
import { addMentions, addRelations } from '../../src/graph/memory-graph.store.ts';
import { Neo4jMirrorStore } from '../../src/graph/neo4j/neo4j-mirror.store.ts';
import { ofInstallation } from '../../src/graph/neo4j/of-installation.ts';
import { newId } from '../../src/platform/db/new-id.ts';
import type { Neo4j } from '../../src/platform/neo4j/cypher.ts';
import { conversationServices, said, startConversation } from '../support/conversations.ts';
import { useDatabase } from '../support/database.ts';
import { copiedCounts, graphCounts, graphRunner, openTestMirror, testNeo4j } from '../support/graph-mirror.ts';

const { db } = useDatabase();
const services = conversationServices(db, { send: async () => {} });
const { conversations, memories, messages } = services;

/** The maximum that is stored per memory. */
const entityIds = Array.from({ length: 200 }, () => newId());

/** Makes each memory mention all of them, and relate each to the next. */
async function nameMuch(accountId: string, memoryIds: readonly string[]): Promise<void> {
  const named = { name: 'Anna', normal: 'anna', type: 'PERSON' } as const;
  const mentions = memoryIds.flatMap((memoryId) => entityIds.map((entityId) => ({ memoryId, entityId, ...named })));
  const relations = memoryIds.flatMap((memoryId) =>
    entityIds.slice(1).map((toId, index) => {
      return { memoryId, id: newId(), fromId: entityIds[index] ?? '', toId, type: 'with', weight: 0.5 };
    }),
  );
  await addMentions(db, accountId, mentions);
  await addRelations(db, accountId, relations);
}

const some = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const nothing = { entities: 0, mentions: 0, relations: 0 };

test.skipIf(!testNeo4j || inject('engine') === 'embedded')(
  'however much memories name, each transaction to Neo4j writes or deletes a bounded number of rows',
  { timeout: 60_000 },
  async () => {
    if (!testNeo4j) return;
    const { viewer, collectionId, id } = await startConversation(services);
    const { accountId } = viewer;
    await using mirror = await openTestMirror(db, testNeo4j);
    const apply = vi.spyOn(mirror.copy, 'apply');
    /** Returns the number of rows of each write. */
    const copy = async (memoryIds: readonly string[] = []) => {
      await graphRunner(db).processAll();
      await nameMuch(accountId, memoryIds);
      apply.mockClear();
      await mirror.runner.processAll();
      expect(await copiedCounts(mirror, accountId)).toEqual(await graphCounts(db, accountId));
      return apply.mock.calls.map(([, , { mentions, relations }]) => mentions.length + relations.length);
    };
    // First a whole collection, then its events.
    const learnt = some.map((n) => said(`said ${n}`, { remember: true }));
    const appended = await messages.append(viewer, id, learnt);
    expect(await copy(appended.memories.map((memory) => memory.id))).toEqual([12 * 399, 399]);
    const added: string[] = [];
    for (const n of some) added.push((await memories.add(viewer, collectionId, { content: `added ${n}` })).memory.id);
    expect(await copy(added)).toEqual([12 * 399, 399]);

    await conversations.delete(viewer, id);
    await graphRunner(db).processAll();
    await mirror.runner.processAll();
    expect((await copiedCounts(mirror, accountId)).mentions).toBe(13 * 200);
    const gone: number[] = [];
    const erase = () => mirror.erase(accountId, collectionId, 500);
    for (let count = await erase(); count > 0; count = await erase()) gone.push(count);
    expect(gone).toEqual([10, 3]);
    expect(await copiedCounts(mirror, accountId)).toEqual(nothing);
  },
);

test.skipIf(!testNeo4j || inject('engine') === 'embedded')(
  'however much memories name, a copy is wiped in bounded batches of relations',
  async () => {
    if (!testNeo4j) return;
    const { viewer, collectionId } = await startConversation(services);
    const { accountId } = viewer;
    const prefix = `emptied ${accountId}:`;
    await using mirror = await openTestMirror(db, { ...testNeo4j, prefix });
    const { memory } = await memories.add(viewer, collectionId, { content: 'added' });
    await graphRunner(db).processAll();
    await nameMuch(accountId, [memory.id]);
    await mirror.runner.processAll();

    const { connection } = mirror;
    const left: number[] = [];
    const watched: Neo4j = {
      read: (work) => connection.read(work),
      write: async (work) => {
        const done = await connection.write(work);
        const { mentions, relations } = await copiedCounts(mirror, prefix + accountId);
        left.push(mentions + relations);
        return done;
      },
    };
    await new Neo4jMirrorStore(ofInstallation(watched, prefix)).wipe(100);
    expect([...new Set(left)]).toEqual([399, 299, 199, 99, 0]);
    expect(await copiedCounts(mirror, prefix + accountId)).toEqual(nothing);
  },
);
