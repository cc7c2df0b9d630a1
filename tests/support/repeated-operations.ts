import { setTimeout as delay } from 'node:timers/promises';
import { mutateBy, type Run } from './mutate.ts';

/** Operations that can be repeated, each once per step. */
interface Journey {
  /** The covered fields of Query and Mutation. */
  readonly covers: readonly string[];
  step(number: number): Promise<unknown>;
}

const words =
  'lake piano doctor school garden train coffee bread wedding camera novel chess cat horse Berlin Anna'.split(' ');
/** A new sentence made of common words. */
export const sentence = (number: number): string =>
  `${Array.from({ length: 6 }, (_, place) => words[(number * (place + 3) + place) % words.length]).join(' ')} ${number}`;

/** Runs a mutation. Throws if it returns an error, unless `lenient`. */
export async function mutate(run: Run, name: string, input: Record<string, unknown>, payload: string, lenient = false) {
  const answer = await mutateBy(run, name, input, payload);
  if (!lenient && answer.message !== undefined) throw new Error(`${name}: ${answer.message}`);
  return answer;
}

/** Objects of every type that the operations use, in an account of their own. */
export interface Ground {
  readonly collectionId: string;
  readonly memoryId: string;
  readonly conversationId: string;
  readonly runId: string;
  readonly consolidationId: string;
  readonly entityId: string;
}

const groundKey = 'ground';

/** Creates memories, a conversation, runs, and what is derived from them. */
export async function makeGround(run: Run): Promise<Ground> {
  const made = (name: string, input: Record<string, unknown>, payload: string) => mutate(run, name, input, payload);
  const { collection } = await made('createCollection', { key: groundKey, name: 'Ground' }, 'collection { id }');
  const collectionId: string = collection.id;
  const memories = Array.from({ length: 30 }, (_, n) => ({ content: sentence(n) }));
  await made('addMemories', { collectionId, memories }, 'created');
  const content = 'Anna Smith works at the Miller School in Berlin.';
  const { memory } = await made('addMemory', { collectionId, memory: { content } }, 'memory { id }');
  const { conversation } = await made('createConversation', { key: groundKey, collectionId }, 'conversation { id }');
  const messages = Array.from({ length: 5 }, (_, n) => ({ role: 'USER', content: sentence(n) }));
  await made('appendMessages', { conversationId: conversation.id, messages }, '__typename');
  const question = { conversationId: conversation.id, message: 'Who works at the school?' };
  const asked = await made('ask', question, 'run { id }');
  const started = await made('startConsolidation', { collectionId, dryRun: true }, 'run { id }');
  const ids = { memoryId: memory.id, conversationId: conversation.id, runId: asked.run.id };
  return { collectionId, consolidationId: started.run.id, ...ids, entityId: await firstEntity(run) };
}

/** Entities appear asynchronously after the writes. */
async function firstEntity(run: Run): Promise<string> {
  for (;;) {
    const { entities } = await run('{ entities(first: 1) { edges { node { id } } } }');
    const id = entities.edges[0]?.node.id;
    if (id !== undefined) return id;
    await delay(100);
  }
}

const memoryFields = 'id content kind tags metadata validFrom revision speaker createdAt';

/** A journey that sends all of its requests concurrently. */
const journeyOf = (steps: Readonly<Record<string, (number: number) => Promise<unknown>>>): Journey => ({
  covers: Object.keys(steps),
  step: (number) => Promise.all(Object.values(steps).map((one) => one(number))),
});

const lookingUp = (run: Run, ground: Ground): Journey => {
  const byId = (name: string, fields: string, id: string) => () =>
    run(`query ($id: ID!) { ${name}(id: $id) { ${fields} } }`, { id });
  const history = 'history(first: 5) { edges { node { revision } } }';
  const said = 'messages(first: 10) { edges { node { content } } } window { content }';
  const ids = [ground.memoryId, ground.collectionId];
  return journeyOf({
    node: byId('node', `... on Memory { content ${history} }`, ground.memoryId),
    nodes: () => run('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids }),
    collection: byId(
      'collection',
      `name settings { language } memoryCount eventsCursor narrative { text }
       memories(first: 10) { edges { node { ${memoryFields} } } } conversations(first: 5) { edges { node { id } } }`,
      ground.collectionId,
    ),
    collectionByKey: () => run('query ($key: String!) { collectionByKey(key: $key) { id } }', { key: groundKey }),
    conversationByKey: () =>
      run('query ($id: ID!, $key: String!) { conversationByKey(collectionId: $id, key: $key) { id } }', {
        id: ground.collectionId,
        key: groundKey,
      }),
    memory: byId('memory', `${memoryFields} related { coOccurrences } entities { name }`, ground.memoryId),
    conversation: byId('conversation', `title activeRun { id } ${said}`, ground.conversationId),
    entity: byId('entity', 'name relations { edges { node { type } } } neighborhood { truncated }', ground.entityId),
    agentRun: byId('agentRun', 'status answer citations { quote memory { id } }', ground.runId),
    consolidationRun: byId('consolidationRun', 'status progress proposals { totalCount }', ground.consolidationId),
  });
};

const listing = (run: Run): Journey => {
  const list = (name: string, fields: string) => (n: number) =>
    run(`query ($first: Int!) { ${name}(first: $first) { edges { node { ${fields} } } } }`, { first: 5 + (n % 20) });
  return journeyOf({
    viewer: () => run('{ viewer { id plan rateLimit { remaining } apiKeys { id } } }'),
    collections: list('collections', 'id name'),
    conversations: list('conversations', 'id messageCount'),
    memories: list('memories', memoryFields),
    entities: list('entities', 'name mentions'),
  });
};

const finding = (run: Run, { collectionId }: Ground): Journey => ({
  covers: ['search', 'bootstrap', 'context'],
  async step(n) {
    const found = `edges { score node { ${memoryFields} } }`;
    await run(`query ($query: String!) { search(input: { query: $query }, first: 10) { ${found} } }`, {
      query: sentence(n),
    });
    await run('query ($ids: [ID!]) { bootstrap(collectionIds: $ids) { active { id } } }', { ids: [collectionId] });
    await run('query ($input: ContextInput!) { context(input: $input) { text plan { cached } } }', {
      input: { message: `Why does ${sentence(n)}, and what did Anna say about it?`, collectionIds: [collectionId] },
    });
  },
});

const operating = (run: Run): Journey => ({
  covers: ['system', 'clearCaches', 'retryJobs'],
  async step() {
    await run(
      '{ system { health { status } metrics { latency { operation p95Ms } caches { name bytes } } jobs(first: 5) { edges { node { id } } } } }',
    );
    await mutate(run, 'clearCaches', {}, 'cleared { name }');
    await mutate(run, 'retryJobs', { ids: ['Sm9iOjE'] }, 'jobs { id }', true);
  },
});

const remembering = (run: Run, { collectionId }: Ground): Journey => ({
  covers: ['addMemory', 'addMemories', 'updateMemory', 'supersedeMemory', 'forgetMemory', 'restoreMemory'],
  async step(n) {
    const added = await mutate(run, 'addMemory', { collectionId, memory: { content: sentence(n) } }, 'memory { id }');
    const two = ['one', 'two'].map((which) => ({ content: `${which} ${sentence(n)}` }));
    const bulk = 'results { ... on AddMemoryPayload { memory { id } } }';
    const { results } = await mutate(run, 'addMemories', { collectionId, memories: two }, bulk);
    await mutate(run, 'updateMemory', { id: added.memory.id, tags: [`tag ${n}`] }, 'memory { revision }');
    const change = { id: added.memory.id, content: `no longer ${sentence(n)}`, reason: 'it changed' };
    const { memory } = await mutate(run, 'supersedeMemory', change, 'memory { id }');
    await mutate(run, 'forgetMemory', { id: memory.id }, 'memoryId');
    await mutate(run, 'restoreMemory', { id: memory.id }, 'memory { id }');
    const ids = [added, ...results, { memory }].map((one) => one.memory.id);
    for (const id of ids) await mutate(run, 'forgetMemory', { id, purge: true }, 'memoryId', true);
  },
});

const collecting = (run: Run): Journey => ({
  covers: ['createCollection', 'updateCollection', 'deleteCollection'],
  async step(n) {
    const { collection } = await mutate(run, 'createCollection', { name: `Collection ${n}` }, 'collection { id }');
    await mutate(run, 'updateCollection', { id: collection.id, description: sentence(n) }, 'collection { revision }');
    await mutate(run, 'deleteCollection', { id: collection.id }, 'deletedId');
  },
});

const talking = (run: Run, { collectionId }: Ground): Journey => ({
  covers: ['createConversation', 'updateConversation', 'appendMessages', 'ask', 'cancelAgentRun', 'deleteConversation'],
  async step(n) {
    const { conversation } = await mutate(run, 'createConversation', { collectionId }, 'conversation { id }');
    const { id } = conversation;
    await mutate(run, 'updateConversation', { id, title: sentence(n) }, 'conversation { title }');
    const messages = [{ role: 'USER', content: sentence(n), remember: true }];
    await mutate(run, 'appendMessages', { conversationId: id, messages }, 'memories { id }');
    const asked = await mutate(run, 'ask', { conversationId: id, message: sentence(n) }, 'run { id }');
    await mutate(run, 'cancelAgentRun', { id: asked.run.id }, 'run { status }');
    await mutate(run, 'deleteConversation', { id }, 'deletedId');
  },
});

/** A run that another client is working on is refused, which is a valid answer here. */
const consolidating = (run: Run, { collectionId, consolidationId: runId }: Ground): Journey => ({
  covers: [
    'startConsolidation',
    'cancelConsolidation',
    'applyProposals',
    'rejectProposals',
    'undoConsolidation',
    'refreshNarrative',
  ],
  async step() {
    const given = { collectionId, dryRun: true, steps: ['UPDATE_TIERS'] };
    const started = await mutate(run, 'startConsolidation', given, 'run { id }', true);
    const id = started.run?.id ?? runId;
    await mutate(run, 'cancelConsolidation', { id }, 'run { status }');
    await mutate(run, 'applyProposals', { runId }, 'applied', true);
    await mutate(run, 'rejectProposals', { runId, proposalIds: ['x'] }, 'run { id }', true);
    await mutate(run, 'undoConsolidation', { id: runId }, 'restored', true);
    await mutate(run, 'refreshNarrative', { collectionId }, 'collection { id }');
  },
});

const keeping = (run: Run): Journey => ({
  covers: ['createApiKey', 'revokeApiKey'],
  async step(n) {
    const { apiKey } = await mutate(run, 'createApiKey', { name: `key ${n}`, scopes: ['read'] }, 'apiKey { id }');
    await mutate(run, 'revokeApiKey', { id: apiKey.id }, 'revokedId');
  },
});

/** Deletes an account that contains only what a step gives it; another step may delete it at the same time. */
const leaving = (run: Run, account: string): Journey => ({
  covers: ['deleteAccount'],
  async step() {
    await mutate(run, 'createCollection', { name: 'All there is' }, 'collection { id }', true);
    await mutate(run, 'deleteAccount', { confirm: account }, 'deletedCollectionCount');
  },
});

/** `doomed` runs operations as another account, of this name. */
export const journeysOf = (run: Run, ground: Ground, doomed: { readonly run: Run; readonly account: string }) => ({
  lookingUp: lookingUp(run, ground),
  listing: listing(run),
  finding: finding(run, ground),
  operating: operating(run),
  remembering: remembering(run, ground),
  collecting: collecting(run),
  talking: talking(run, ground),
  consolidating: consolidating(run, ground),
  keeping: keeping(run),
  leaving: leaving(doomed.run, doomed.account),
});
