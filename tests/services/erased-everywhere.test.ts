import { Redis } from 'ioredis';
import pg from 'pg';
import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { signToken } from '../../src/account/token-signer.ts';
import { openGraphMirror } from '../../src/app/graph-mirror.ts';
import { loadConfig } from '../../src/platform/config/config.ts';
import { startApp } from '../support/app-server.ts';
import { testNeo4j } from '../support/graph-mirror.ts';
import { ModelServer } from '../support/model-server.ts';
import { mutateBy } from '../support/mutate.ts';
import { createDatabase } from '../support/own-database.ts';
import { startOwnRedis } from '../support/own-redis.ts';
import { post } from '../support/started-server.ts';
import { tablesThatHold } from '../support/traces.ts';

const { TEST_DATABASE_URL: databaseUrl = '', TEST_REDIS_URL: redisUrl = '' } = process.env;
const patience = { timeout: 20_000, interval: 100 };

/** A single proper name that no stemmer shortens. */
const canary = 'Xqcanaryqx';
const says = (text: string) => `${text} ${canary}`;

/** A server with every store that may hold content, and a function that lists where a word occurs. */
async function start() {
  const database = await createDatabase();
  onTestFinished(() => database.drop());
  const redis = await startOwnRedis();
  onTestFinished(() => redis.stop());
  const model = await ModelServer.start(({ body: { messages, tools = [] } }) => {
    const text = messages.map(({ content }) => content ?? '').join('\n');
    const mayCall = tools.length > 0 && messages.at(-1)?.role !== 'tool' && text.includes(canary);
    const calls = [{ tool: 'search', input: JSON.stringify({ query: says('Who is') }) }];
    return mayCall ? { calls } : { tokens: [text.includes('Be brief') ? 'I may not say it.' : text] };
  });
  onTestFinished(() => model[Symbol.asyncDispose]());
  const prefix = `erased-${process.pid}`;
  const { url, user, password } = testNeo4j ?? expect.fail('There is no Neo4j');
  const settings = {
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    NEO4J_URL: url,
    NEO4J_USER: user,
    NEO4J_PASSWORD: password,
    NEO4J_PREFIX: prefix,
    LLM_BASE_URL: model.baseUrl,
    LLM_MODEL: 'model',
    JWT_SECRET: 'a secret of at least thirty-two characters',
  };
  const server = await startApp(settings);
  onTestFinished(() => server.stop());
  const mirror = await openGraphMirror({ url, user, password, prefix: `${prefix}:` }, pino({ level: 'silent' }));
  onTestFinished(() => mirror[Symbol.asyncDispose]());
  await mirror.connection.start();
  onTestFinished(async () => void (await mirror.copy.wipe(1_000)));
  const pool = new pg.Pool({ connectionString: database.url, max: 2 });
  onTestFinished(() => pool.end());
  const shared = new Redis(redis.url);
  onTestFinished(() => shared.disconnect());

  const inRedis = async () => {
    const keys = await shared.keys('*');
    const values = await Promise.all(
      keys.map(async (key) => ((await shared.type(key)) === 'hash' ? shared.hvals(key) : shared.get(key))),
    );
    return JSON.stringify([keys, values]).includes(canary);
  };
  const inNeo4j = async () => {
    const rows = await mirror.connection.read((cypher) =>
      cypher.run<{ all: object }>(
        `MATCH (n) WHERE n.account STARTS WITH $prefix OPTIONAL MATCH (n)-[r]->() RETURN {n: properties(n), r: properties(r)} AS all`,
        { prefix },
      ),
    );
    return JSON.stringify(rows).includes(canary);
  };
  const holding = async () => [
    ...(await tablesThatHold(pool, canary)),
    ...((await inRedis()) ? ['Redis'] : []),
    ...((await inNeo4j()) ? ['Neo4j'] : []),
  ];
  return { endpoint: server.endpoint, auth: loadConfig(settings).auth, holding };
}

type Started = Awaited<ReturnType<typeof start>>;

/** An account that uses the word wherever possible, and has it found, narrated and answered. */
async function fill({ endpoint, auth }: Started, principal: string) {
  const token = await signToken(auth, { principal, plan: 'PRO', scopes: ['read', 'write'], expires: '5m' });
  const ask = (query: string, variables = {}) => post(endpoint, token, query, variables);
  const mutate = (name: string, input: object, payload: string) => mutateBy(ask, name, input, payload);
  const settings = { name: says('name'), description: says('description'), idempotencyKey: says('1') };
  const { collection } = await mutate('createCollection', settings, 'collection { id }');
  const collectionId: string = collection.id;
  const talk = { collectionId, title: says('title'), metadata: { [canary]: canary } };
  const { conversation } = await mutate('createConversation', talk, 'conversation { id }');
  const message = {
    role: 'USER',
    speaker: canary,
    content: `I am ${canary} Brown, and I work at Siemens.`,
    remember: true,
  };
  const messages = [{ ...message, metadata: { [canary]: canary }, idempotencyKey: says('2') }];
  await mutate('appendMessages', { conversationId: conversation.id, messages }, 'messages { id }');
  const memory = {
    content: `${canary} Brown met Anna Smith.`,
    speaker: canary,
    tags: [canary],
    metadata: { [canary]: 1 },
  };
  await mutate('addMemory', { collectionId, memory: { ...memory, idempotencyKey: says('3') } }, 'memory { id }');
  const question = { conversationId: conversation.id, message: says('Who is') };
  const { run } = await mutate('ask', question, 'run { id }');
  await vi.waitFor(async () => {
    const { agentRun } = await ask('query ($id: ID!) { agentRun(id: $id) { status answer } }', { id: run.id });
    expect(agentRun).toMatchObject({ status: 'SUCCEEDED', answer: expect.stringContaining(canary) });
  }, patience);
  await mutate('refreshNarrative', { collectionId }, 'collection { id }');
  const told = async () =>
    expect(JSON.stringify(await ask('{ collections { edges { node { narrative { text } } } } }'))).toContain(canary);
  await vi.waitFor(told, patience);
  await mutate('createApiKey', { name: canary, scopes: ['read'] }, 'secret');
  return { ask, mutate, collectionId };
}

test.skipIf(!testNeo4j || databaseUrl === '' || redisUrl === '')(
  'deleting an account, or all its data, erases its content from every table, Redis and Neo4j',
  { timeout: 90_000 },
  async () => {
    const started = await start();
    const everywhere = [
      ...[
        'agent_run_call',
        'agent_run_memory',
        'api_key',
        'collection',
        'conversation',
        'idempotency',
        'memory',
        'memory_revision',
        'mention',
      ],
      ...['message', 'narrative', 'term_statistic', 'Redis', 'Neo4j'],
    ];
    for (const by of ['deleteCollection', 'deleteAccount'] as const) {
      const { ask, mutate, collectionId } = await fill(started, by);
      await vi.waitFor(async () => {
        // Its answer is cached as sent.
        await ask('{ memories { edges { node { id content } } } }');
        expect(await started.holding()).toEqual(expect.arrayContaining(everywhere));
      }, patience);
      const input = by === 'deleteAccount' ? { confirm: by } : { id: collectionId };
      await mutate(by, input, 'deletedMemoryCount');
      const left = by === 'deleteAccount' ? [] : ['api_key'];
      await vi.waitFor(async () => expect(await started.holding()).toEqual(left), patience);
      await mutate('deleteAccount', { confirm: by }, 'deletedMemoryCount');
    }
  },
);

/**
 * A conversation of which everything is remembered, and more that has the word in what is remembered only: changed, merged, narrated,
 * found and told in this conversation, and in another if the answer repeats nothing.
 */
async function remember({ endpoint, auth }: Started, principal: string, holding: Started['holding']) {
  const token = await signToken(auth, { principal, plan: 'PRO', scopes: ['read', 'write'], expires: '5m' });
  const ask = (query: string, variables = {}) => post(endpoint, token, query, variables);
  const mutate = (name: string, input: object, payload: string) => mutateBy(ask, name, input, payload);
  const { collection } = await mutate('createCollection', { name: 'Home' }, 'collection { id }');
  const collectionId: string = collection.id;
  const conversationOf = async () =>
    (await mutate('createConversation', { collectionId }, 'conversation { id }')).conversation.id;
  const [conversationId, elsewhere] = [await conversationOf(), await conversationOf()];
  const said = ['met Anna Smith in Rome', 'met Anna Smith in Rome!', 'works at Siemens'].map((text, n) => ({
    role: 'USER',
    // An emptied message keeps who said it.
    speaker: 'Eva',
    content: `${canary} Brown ${text}.`,
    metadata: { [canary]: canary },
    idempotencyKey: says(String(n)),
    remember: true,
  }));
  const { memories } = await mutate('appendMessages', { conversationId, messages: said }, 'memories { id }');
  for (const [n, { id }] of memories.entries()) {
    const change = { tags: [says(String(n))], metadata: { [says(String(n))]: canary }, reason: says('because of') };
    await mutate('updateMemory', { id, ...change }, 'memory { id }');
  }
  const { memory } = await mutate(
    'supersedeMemory',
    { id: memories[2].id, speaker: canary, content: `${canary} Brown works at Bosch.`, reason: says('changed') },
    'memory { id }',
  );
  const { run } = await mutate('startConsolidation', { collectionId, steps: ['MERGE_SIMILAR'] }, 'run { id }');
  await done(ask, 'consolidationRun', run.id);
  for (const [id, message] of [
    [conversationId, 'Who met Anna Smith?'],
    [elsewhere, 'Who met Anna Smith? Be brief.'],
  ]) {
    const { run: asked } = await mutate('ask', { conversationId: id, message }, 'run { id }');
    await done(ask, 'agentRun', asked.id);
  }
  await mutate('refreshNarrative', { collectionId }, 'collection { id }');
  const everywhere = [
    'agent_run_call',
    'agent_run_memory',
    'idempotency',
    'memory',
    'memory_revision',
    'mention',
    'message',
  ];
  await vi.waitFor(async () => {
    await ask('{ memories { edges { node { id content } } } }');
    const expected = [...everywhere, 'narrative', 'proposal_memory', 'term_statistic', 'Redis', 'Neo4j'];
    expect(await holding()).toEqual(expect.arrayContaining(expected));
  }, patience);
  return { ask, mutate, conversationId, ids: [...memories.map(({ id }: { id: string }) => id), memory.id] };
}

const done = (ask: (query: string, variables: object) => Promise<Record<string, unknown>>, field: string, id: string) =>
  vi.waitFor(async () => {
    const query = `query ($id: ID!) { ${field}(id: $id) { status } }`;
    expect(await ask(query, { id })).toEqual({ [field]: { status: 'SUCCEEDED' } });
  }, patience);

test.skipIf(!testNeo4j || databaseUrl === '' || redisUrl === '')(
  'purging all memories of a conversation with their messages, or deleting it, erases its content from every table, Redis and Neo4j',
  { timeout: 120_000 },
  async () => {
    const started = await start();
    for (const by of ['purge', 'deleteConversation'] as const) {
      const { mutate, conversationId, ids } = await remember(started, by, started.holding);
      if (by === 'deleteConversation') await mutate(by, { id: conversationId }, 'deletedMemoryCount');
      else for (const id of ids) await mutate('forgetMemory', { id, purge: true, purgeSource: true }, 'memoryId');
      await vi.waitFor(async () => expect(await started.holding()).toEqual([]), patience);
    }
  },
);
