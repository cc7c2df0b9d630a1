import type { Viewer } from '../../src/account/viewer.ts';
import { insertRun } from '../../src/agent/new-run.store.ts';
import type { Services } from '../../src/graphql/context.ts';
import type { Database } from '../../src/platform/db/database.ts';
import { newId } from '../../src/platform/db/new-id.ts';
import { proposeTier } from './consolidation.ts';
import { converse } from './converse.ts';
import { makeViewer } from './viewer.ts';

/**
 * An account with rows in every table: a root collection with a child, a collection beside them, memories of every status, a
 * conversation in the child, and a memory outside the child that was learnt in it.
 */
export async function fillAccount(db: Database, services: Services, viewer: Viewer = makeViewer()) {
  const { collections, memories, memoryLifecycle, apiKeys } = services;
  const create = async (name: string, parentId: string | null = null) =>
    (await collections.create(viewer, { name, parentId, idempotencyKey: name })).id;
  const add = async (collectionId: string, content: string, sourceMessageId?: string) =>
    (await memories.add(viewer, collectionId, { content, sourceMessageId, idempotencyKey: content })).memory.id;

  const root = await create('root');
  const child = await create('child', root);
  const beside = await create('beside');
  await apiKeys.create(viewer, { name: 'key', scopes: ['read'] });
  const { id: conversation, messageIds } = await converse(db, viewer, child, ['first', 'second', 'third']);
  const inRoot = await add(root, 'in root');
  const inChild = await add(child, 'in child');
  const learntInChild = await add(child, 'learnt in child', messageIds[0]);
  const stays = await add(beside, 'beside');
  const learntBeside = await add(beside, 'learnt beside', messageIds[1]);
  const { memory: newer } = await memoryLifecycle.supersede(viewer, { id: inRoot, content: 'newer', reason: 'told' });
  await memoryLifecycle.forget(viewer, { id: inChild, reason: 'asked' });
  const [memory_a = '', memory_b = ''] = [stays, learntBeside].toSorted();
  await db.insertInto('co_occurrence').values({ account_id: viewer.accountId, memory_a, memory_b, count: 1 }).execute();
  for (const memory_id of [stays, learntBeside, learntInChild, newer.id]) await tellOf(db, viewer, memory_id);
  await proposeTier(db, viewer, child, learntInChild);
  await answerIn(db, viewer, { conversationId: conversation, messageId: messageIds[2] ?? '', memoryId: stays });
  const told = {
    account_id: viewer.accountId,
    told_by: 'a model',
    revision: 1,
    memory_revision: 1,
    generated_at: new Date(),
  };
  await db
    .insertInto('narrative')
    .values([
      { ...told, collection_id: root, text: 'newer', memory_ids: [newer.id] },
      { ...told, collection_id: beside, text: 'learnt beside', memory_ids: [learntBeside, stays] },
    ])
    .execute();
  const doomed = [inRoot, newer.id, inChild, learntInChild, learntBeside];
  return { viewer, root, child, beside, conversation, messageIds, doomed, stays };
}

/** Inserts an agent run that was given a memory and called a tool. */
async function answerIn(
  db: Database,
  viewer: Viewer,
  of: { readonly conversationId: string; readonly messageId: string; readonly memoryId: string },
): Promise<void> {
  const id = newId();
  await insertRun(db, {
    id,
    ...of,
    model: 'extractive',
    viewer,
    taken: false,
    alsoRead: [],
    asOf: null,
    answerMessageId: null,
  });
  const account_id = viewer.accountId;
  await db.insertInto('agent_run_memory').values({ account_id, run_id: id, memory_id: of.memoryId }).execute();
  const call = { account_id, run_id: id, id: newId(), tool: 'search', memory_ids: [of.memoryId] };
  await db.insertInto('agent_run_call').values(call).execute();
}

/** Inserts the graph rows of a memory. */
async function tellOf(db: Database, { accountId: account_id }: Viewer, memory_id: string): Promise<void> {
  const [entity_id, to_id] = [newId(), newId()];
  const mention = { account_id, memory_id, entity_id, name: 'Anna', normal: 'anna', type: 'PERSON' } as const;
  await db.insertInto('mention').values(mention).execute();
  const relation = { account_id, memory_id, id: newId(), from_id: entity_id, to_id, type: 'meet', weight: 1 };
  await db.insertInto('relation').values(relation).execute();
}
