import { sql } from 'kysely';
import type { Viewer } from '../../../src/account/viewer.ts';
import { decodeNodeId, encodeNodeId } from '../../../src/graphql/node-id.ts';
import type { Database } from '../../../src/platform/db/database.ts';
import { proposeRetiring, proposeTier } from '../../support/consolidation.ts';
import type { Api } from '../../support/execute.ts';
import { mutate } from '../../support/mutate.ts';
import { makeViewer } from '../../support/viewer.ts';
import { ownKey } from './cases.ts';

/** What one account has: something of every type, with the canary in every text, by which it is recognised anywhere. */
export interface World {
  readonly viewer: Viewer;
  readonly canary: string;
  /** Global ids by type name, and by the path of an id that must be in a certain state. */
  readonly ids: Readonly<Record<string, string>>;
}

const mutations = {
  createCollection: 'collection { id }',
  addMemory: 'memory { id }',
  deleteCollection: 'deletedId',
  createApiKey: 'apiKey { id }',
  createConversation: 'conversation { id }',
  appendMessages: 'messages { id }',
  supersedeMemory: 'memory { id }',
  ask: 'run { id }',
  forgetMemory: 'memoryId',
} as const;

export async function makeWorld(api: Api, db: Database, canary: string): Promise<World> {
  const viewer = makeViewer({ accountId: `${canary} account ${Math.random()}`, principal: `${canary} principal` });
  const builder = new WorldBuilder(api, viewer, canary);
  const { Collection, child } = await builder.collections();
  const { Conversation, Message } = await builder.conversation(Collection);
  const memory = (content: string) => builder.memory(Collection, Message, content);
  const [Memory, old, forgotten] = [await memory('current'), await memory('old'), await memory('forgotten')];
  await proposeRetiring(db, viewer, Collection, Memory, await memory('later'));
  await builder.mutate('supersedeMemory', { id: old, content: `${canary} new`, reason: `${canary} reason` });
  await builder.mutate('forgetMemory', { id: forgotten });
  const AgentRun = await builder.run(Collection);
  const { Entity, Relation } = await builder.graph(Collection);
  const ApiKey = (await builder.mutate('createApiKey', { name: `${canary} key`, scopes: ['read'] })).apiKey.id;
  const { Viewer, MemoryRevision } = await builder.seen(old);
  // Makes the memories related to each other.
  await api.run(viewer, 'query ($query: String!) { search(input: { query: $query }) { tookMs } }', { query: canary });
  await api.recalls.flush();
  const open = await proposeTier(db, viewer, Collection, Memory);
  const applied = await proposeTier(db, viewer, Collection, Memory);
  await api.services.proposals.apply(viewer, applied.runId, null);
  const { ConsolidationRun, ConsolidationProposal } = open;
  const ids = {
    Collection,
    ConsolidationRun,
    ConsolidationProposal,
    Conversation,
    Message,
    Memory,
    Narrative: await builder.narrative(db, Collection, Memory),
    Entity,
    Relation,
    AgentRun,
    ApiKey,
    Job: await builder.job(db),
    Viewer,
    MemoryRevision,
  };
  const inState = {
    'RestoreMemoryInput.id': forgotten,
    'UpdateCollectionInput.id': child,
    'UndoConsolidationInput.id': applied.ConsolidationRun,
    'UndoConsolidationInput.proposalIds': applied.ConsolidationProposal,
  };
  return { viewer, canary, ids: { ...ids, ...inState } };
}

class WorldBuilder {
  readonly #api: Api;
  readonly #viewer: Viewer;
  readonly #canary: string;

  constructor(api: Api, viewer: Viewer, canary: string) {
    this.#api = api;
    this.#viewer = viewer;
    this.#canary = canary;
  }

  async mutate(name: keyof typeof mutations, input: Record<string, unknown>) {
    const answer = await mutate(this.#api, this.#viewer, name, input, mutations[name]);
    if (!answer.__typename.endsWith('Payload')) throw new Error(`${name}: ${answer.message}`);
    return answer;
  }

  async narrative(db: Database, collectionId: string, memoryId: string): Promise<string> {
    const collection_id = decodeNodeId('Collection', collectionId) ?? '';
    const told = { told_by: 'a model', text: `${this.#canary} story`, memory_revision: 1 };
    const memory_ids = [decodeNodeId('Memory', memoryId) ?? ''];
    const row = { account_id: this.#viewer.accountId, collection_id, ...told, memory_ids, generated_at: new Date() };
    await db.insertInto('narrative').values(row).execute();
    return encodeNodeId('Narrative', collection_id);
  }

  async collections() {
    const word = this.#canary;
    const Collection = (await this.mutate('createCollection', { name: `${word} name`, description: word })).collection
      .id;
    const child = { name: `${word} child`, key: ownKey, parentId: Collection };
    return { Collection, child: (await this.mutate('createCollection', child)).collection.id };
  }

  /** The job that erases a deleted collection, in the state failed. */
  async job(db: Database): Promise<string> {
    const { collection } = await this.mutate('createCollection', { name: `${this.#canary} doomed` });
    await this.mutate('deleteCollection', { id: collection.id });
    await sql`update pgboss.job set state = 'failed' where data ->> 'accountId' = ${this.#viewer.accountId}`.execute(
      db,
    );
    const { system } = await this.#api.run(this.#viewer, '{ system { jobs(first: 1) { edges { node { id } } } } }');
    return system.jobs.edges[0].node.id;
  }

  async conversation(collectionId: string) {
    const word = this.#canary;
    const given = { collectionId, key: ownKey, title: `${word} title`, metadata: { [word]: word } };
    const Conversation = (await this.mutate('createConversation', given)).conversation.id;
    const said = { role: 'USER', content: `${word} said`, speaker: `${word} speaker`, remember: true };
    const { messages } = await this.mutate('appendMessages', { conversationId: Conversation, messages: [said] });
    return { Conversation, Message: messages[0].id };
  }

  async graph(collectionId: string) {
    const content = `We heard that X${this.#canary} works at Y${this.#canary}.`;
    await this.mutate('addMemory', { collectionId, memory: { content } });
    await this.#api.processLog();
    const source = '{ entities { edges { node { id relations { edges { node { id } } } } } } }';
    const [edge] = (await this.#api.run(this.#viewer, source)).entities.edges;
    return { Entity: edge.node.id, Relation: edge.node.relations.edges[0].node.id };
  }

  /** Nodes that exist without being created. */
  async seen(changedMemoryId: string) {
    const { viewer, memory } = await this.#api.run(
      this.#viewer,
      'query ($id: ID!) { viewer { id } memory(id: $id) { history { edges { node { id } } } } }',
      { id: changedMemoryId },
    );
    return { Viewer: viewer.id, MemoryRevision: memory.history.edges[0].node.id };
  }

  /** A queued run in a conversation of its own. */
  async run(collectionId: string): Promise<string> {
    const conversationId = (await this.mutate('createConversation', { collectionId })).conversation.id;
    return (await this.mutate('ask', { conversationId, message: `${this.#canary} question` })).run.id;
  }

  async memory(collectionId: string, sourceMessageId: string, text: string): Promise<string> {
    const word = this.#canary;
    const memory = { content: `${word} ${text}`, tags: [word], metadata: { [word]: word }, sourceMessageId };
    return (await this.mutate('addMemory', { collectionId, memory })).memory.id;
  }
}

/**
 * Links a collection of the account to what the world has: by memories learnt from a message of the other, a recall together with its
 * memory, an entity that both name, and a run that was given its memory and cites it. Returns the ids of what is in the collection.
 */
export async function linkTo(api: Api, db: Database, { viewer, canary, ids }: World, id: string) {
  const owner = { ...viewer, principal: 'owner' };
  const call = (name: keyof typeof mutations, input: object) => mutate(api, owner, name, { ...input }, mutations[name]);
  const here = { collectionId: encodeNodeId('Collection', id) };
  const heard = (place: string) => `We heard that Julia works at ${place}.`;
  const learnt = { content: heard('Siemens'), speaker: 'Tom', sourceMessageId: ids['Message'] };
  const { memory } = await call('addMemory', { ...here, memory: learnt });
  await call('addMemory', { collectionId: ids['Collection'], memory: { content: heard(`Z${canary}`) } });
  await api.processLog();
  const { conversation } = await call('createConversation', here);
  const said = [{ role: 'USER', content: 'Julia works.' }];
  const { messages } = await call('appendMessages', { conversationId: conversation.id, messages: said });
  const [{ id: Message }] = messages;
  const elsewhere = { content: `${canary} learnt`, sourceMessageId: Message };
  await call('addMemory', { collectionId: ids['Collection'], memory: elsewhere });
  const asked = { conversationId: conversation.id, message: 'Who is it?', collectionIds: [ids['Collection']] };
  const { run } = await call('ask', asked);
  const [own, theirs] = [decodeNodeId('Memory', memory.id) ?? '', decodeNodeId('Memory', ids['Memory'] ?? '') ?? ''];
  const { accountId: account_id } = viewer;
  const cited = { memory_id: theirs, position: 1, quote: `${canary} current` };
  const run_id = decodeNodeId('AgentRun', run.id) ?? '';
  await db
    .insertInto('agent_run_memory')
    .values({ account_id, run_id, ...cited })
    .execute();
  const [memory_a = '', memory_b = ''] = [own, theirs].sort();
  await db.insertInto('co_occurrence').values({ account_id, memory_a, memory_b, count: 3 }).execute();
  const { entities } = await api.run(owner, '{ entities(query: "Julia") { edges { node { id } } } }');
  const Entity: string = entities.edges[0].node.id;
  const { collectionId: Collection } = here;
  const found = { Memory: memory.id, Conversation: conversation.id, Message, AgentRun: run.id, Entity };
  return { Collection, 'UpdateCollectionInput.id': Collection, ...found };
}
