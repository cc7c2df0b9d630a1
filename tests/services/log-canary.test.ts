import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { createDatabase } from '../../bench/support/fresh-database.ts';
import { startFile } from '../../bench/support/start-script.ts';
import { signToken } from '../../src/account/token-signer.ts';
import { loadConfig } from '../../src/platform/config/config.ts';
import { administer } from '../support/administer.ts';
import { startChild } from '../support/child-process.ts';
import { wordVector } from '../support/embedding-endpoint.ts';
import { everyOperation, type ValueOf } from '../support/every-operation.ts';
import { listenForTest } from '../support/listen.ts';
import { ModelServer } from '../support/model-server.ts';
import { mutationText } from '../support/mutate.ts';
import { folderForTest } from '../support/own-folder.ts';
import { canRunPostgres, startPrimary } from '../support/own-postgres.ts';
import { startOwnRedis } from '../support/own-redis.ts';

const { TEST_NEO4J_URL: neo4jUrl = '', TEST_DATABASE_URL: databaseUrl = '' } = process.env;
const telemetry = new URL('../../src/telemetry.ts', import.meta.url);

/** Marks all content, or all secrets: a single word that no stemmer shortens. */
const content = 'xqcontentqx';
const secret = 'xqsecretqx';
const long = `${secret}-of-at-least-thirty-two-characters`;

const found = '{ search(input: { query: "Where is the lamp?" }) { edges { node { id } } } }';

/** Every string contains the marker. */
const badValues: ValueOf = (_, scalar) => {
  if (scalar === 'Int') return 1;
  if (scalar === 'Float') return 0.5;
  if (scalar === 'Boolean') return true;
  if (scalar === 'JSON') return { [content]: content };
  return content;
};

/** Arguments that would not be consistent with the others. */
const unasked = new Set([
  'after',
  'before',
  'last',
  'asOf',
  'expectedRevision',
  'sourceMessageId',
  'validTo',
  'expiresAt',
]);

/** Well-formed wherever possible, with ids of existing objects. */
const goodValues =
  (ids: Readonly<Record<string, string>>): ValueOf =>
  (name, scalar, field) => {
    if (unasked.has(name)) return undefined;
    const of = /(collection|conversation)s?$/i.exec(field)?.[1]?.toLowerCase() ?? 'memory';
    if (scalar === 'ID' && field.startsWith('delete')) return ids['doomedId'];
    if (scalar === 'ID') return ids[name.replace(/s$/, '')] ?? ids[`${of}Id`];
    if (name === 'tokenBudget') return 100;
    if (scalar === 'DateTime') return '2026-01-01T00:00:00Z';
    if (name === 'timeZone') return 'UTC';
    if (name === 'language') return 'en';
    return badValues(name, scalar, field);
  };

/** An empty body only checks whether the endpoint is there. */
const embedded = (body: string) =>
  body === '' ? [] : JSON.parse(body).input.map((of: string, index: number) => ({ index, embedding: wordVector(of) }));

test.runIf(canRunPostgres && neo4jUrl !== '')(
  'neither request content nor secrets appear in logs, metrics and traces, whatever fails',
  { timeout: 90_000 },
  async () => {
    const folder = folderForTest();
    let failing = false;
    const model = await ModelServer.start(({ body: { messages } }) =>
      failing ? { status: 500 } : { tokens: [`{"texts": ${content}}`, String(messages.at(-1)?.content)] },
    );
    onTestFinished(() => model[Symbol.asyncDispose]());
    // The embedding and rerank endpoint, whose errors quote the request.
    const endpoint = createServer(async (request, response) => {
      const body = await text(request);
      const fails = failing || request.url?.endsWith('/rerank');
      const answer = fails ? `no: ${body}` : JSON.stringify({ data: embedded(body) });
      response.writeHead(fails ? 500 : 200, { 'content-type': 'application/json' }).end(answer);
    });
    const endpointUrl = `${await listenForTest(endpoint)}/v1`;
    const traces: string[] = [];
    const collector = createServer(async (request, response) => {
      traces.push(await text(request));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
    const [primary, redis] = await Promise.all([startPrimary(), startOwnRedis(null, secret)]);
    onTestFinished(() => primary.remove());
    onTestFinished(() => redis.stop());
    const operator = new Redis(redis.url);
    onTestFinished(() => operator.disconnect());

    const settings = {
      PORT: '0',
      DATA_DIR: folder,
      LOG_LEVEL: 'trace',
      SLOW_REQUEST_MS: '1',
      RATE_LIMIT_PRO: '1000000',
      DATABASE_URL: primary.url.replace('postgres@', `postgres:${secret}@`),
      REDIS_URL: redis.url,
      NEO4J_URL: neo4jUrl,
      NEO4J_USER: 'nobody',
      NEO4J_PASSWORD: secret,
      JWT_SECRET: long,
      LLM_BASE_URL: model.baseUrl,
      LLM_MODEL: 'model',
      LLM_API_KEY: secret,
      EMBEDDING_PROVIDER: 'openai',
      EMBEDDING_BASE_URL: endpointUrl,
      EMBEDDING_MODEL: 'words',
      EMBEDDING_API_KEY: secret,
      RERANK_BASE_URL: endpointUrl,
      RERANK_API_KEY: secret,
      OTEL_EXPORTER_OTLP_ENDPOINT: await listenForTest(collector),
      NODE_OPTIONS: `--import ${telemetry.href}`,
    };
    const server = startChild(startFile, [], settings);
    onTestFinished(() => void server.process.kill('SIGKILL'));
    const { NODE_OPTIONS: _, ...own } = settings;
    const who = { principal: 'ada', plan: 'PRO', scopes: ['read', 'write', 'admin'], expires: '5m' } as const;
    const token = await signToken(loadConfig(own).auth, who);
    const url = /answers at (\S+)\/graphql/.exec(await server.line((line) => line.includes('answers at')))?.[1] ?? '';

    const send = async (body: string, authorization = `Bearer ${token}`, path = '/graphql') => {
      const headers = { authorization, 'content-type': 'application/json' };
      return await (await fetch(url + path, { method: 'POST', headers, body })).text();
    };
    const ask = async (query: string, variables: Record<string, unknown> = {}) =>
      JSON.parse(await send(JSON.stringify({ query, variables })));
    const made = async (mutation: string, input: Record<string, unknown>, selection: string): Promise<string> => {
      const answer = await ask(mutationText(mutation, selection), { input });
      return JSON.stringify(answer).match(/"id":"([^"]+)"/)?.[1] ?? expect.fail(JSON.stringify(answer));
    };
    const all = async (values: ValueOf) => {
      const operations = everyOperation(values).toSorted((a, b) => Number(isEnd(a.field)) - Number(isEnd(b.field)));
      for (const { query, variables, kind } of operations) if (kind !== 'subscription') await ask(query, variables);
      const subscriptions = operations.filter(({ kind }) => kind === 'subscription');
      await overSocket(url, { authorization: `Bearer ${token}` }, subscriptions);
    };

    // Phase 1: everything works.
    const collectionId = await made('createCollection', { name: content }, 'collection { id }');
    const memory = { content, speaker: content, tags: [content], metadata: { [content]: content } };
    const memoryId = await made('addMemory', { collectionId, memory }, 'memory { id }');
    const conversationId = await made('createConversation', { collectionId, title: content }, 'conversation { id }');
    const doomedId = await made('createCollection', { name: 'doomed' }, 'collection { id }');
    const key = await ask(
      'mutation { createApiKey(input: { name: "a", scopes: ["read"] }) { ... on CreateApiKeyPayload { secret } } }',
    );
    const apiKey: string = key.data.createApiKey.secret;
    const ids = { doomedId, collectionId, parentId: collectionId, conversationId, memoryId };
    const answer = () => made('ask', { conversationId, message: content }, 'run { id }').then((id) => settled(ask, id));
    expect(await answer()).toBe('SUCCEEDED');
    await all(goodValues(ids));

    // Invalid values everywhere.
    await all(badValues);
    for (const body of [
      `{"query": ${content}`,
      content,
      JSON.stringify([content]),
      JSON.stringify({ query: content }),
    ]) {
      await send(body);
    }
    const nul = { collectionId, memory: { content: `${content}\u0000` } };
    await ask(mutationText('addMemory'), { input: nul });
    await ask(`{ ${content}(${content}: "${content}") }`);
    for (const wrong of [
      `Bearer ${content}`,
      `Bearer ${token}${secret}`,
      `Basic ${secret}`,
      `Bearer ${apiKey}${secret}`,
    ]) {
      await send(JSON.stringify({ query: found }), wrong);
    }
    await send('{}', `Bearer ${apiKey}`, `/${content}?query=${content}`);
    await fetch(`${url}/graphql?query=${encodeURIComponent(`{ memory(id: "${content}") { id } }`)}`);
    await overSocket(url, { authorization: `Bearer ${secret}` }, []);

    // Models fail and quote their input; Redis is full, and then rejects the password.
    failing = true;
    await operator.config('SET', 'maxmemory', '1');
    const failed = answer();
    await ask(`{ search(input: { query: "${content} fails", rerank: true }) { edges { node { content } } } }`);
    await ask(`{ context(input: { message: "${content} and what of it, and why?" }) { text } }`);
    await made('addMemory', { collectionId, memory: { content: `${content} later` } }, 'memory { id }');
    expect(await failed).toBe('FAILED');
    await operator.config('SET', 'requirepass', 'another');
    await operator.call('CLIENT', 'KILL', 'TYPE', 'normal');
    await server.line((line) => line.includes('WRONGPASS'));

    // The database fails, at first while it is being queried.
    const busy = Promise.allSettled(Array.from({ length: 20 }, () => ask(found)));
    await primary.stop();
    await busy;
    await all(goodValues(ids));
    const metrics = await (await fetch(`${url}/metrics`)).text();
    server.process.kill('SIGTERM');
    await server.ended;

    const output = [...server.lines, server.errors()].join('\n');
    for (const said of [output, metrics, traces.join('\n')]) {
      for (const canary of [content, secret, token, token.split('.')[2] ?? '', apiKey]) {
        const at = said.indexOf(canary);
        expect(at < 0 ? '' : said.slice(Math.max(0, at - 300), at + 100)).toBe('');
      }
    }
    // All of these were logged.
    const told = [
      'slow request',
      'the model did not read texts for the graph',
      'answers status 500',
      'WRONGPASS',
      'a database connection was lost',
    ];
    for (const message of told) expect(output).toContain(message);
    expect(metrics).toContain('mnemograph_operation_duration_seconds_count');
    expect(traces.join('')).toContain('graphql');
  },
);

test.skipIf(databaseUrl === '')(
  'a startup error from the database is logged with its reason, but without row data',
  async () => {
    await using database = await createDatabase(databaseUrl);
    await administer(database.url, [
      `create function refuse() returns event_trigger language plpgsql as $$ begin
        raise check_violation using message = 'no tables today', detail = 'Failing row contains (${content}).';
      end $$`,
      'create event trigger refusing on ddl_command_end execute function refuse()',
    ]);
    const server = startChild(startFile, [], { PORT: '0', DATABASE_URL: database.url, JWT_SECRET: long });
    expect(await server.ended).toBe(1);
    expect(server.errors()).toContain('no tables today');
    expect(server.errors()).toContain("code: '23514'");
    expect([...server.lines, server.errors()].join('\n')).not.toContain(content);
  },
);

test('an uncaught error ends a process without printing the properties that a library added to it', async () => {
  const folder = folderForTest();
  const fault = join(folder, 'fault.mjs');
  const error = `Object.assign(new Error('of nobody'), { requestBodyValues: '${content}' })`;
  await writeFile(fault, `process.once('SIGWINCH', () => {\n  Promise.reject(\n    ${error},\n  );\n});\n`);
  const endless = new URL('../support/endless-start.ts', import.meta.url);
  const running = startChild(endless, [], { NODE_OPTIONS: `--import ${fault}` });
  onTestFinished(() => void running.process.kill('SIGKILL'));
  await running.line((line) => line === 'starts');
  running.process.kill('SIGWINCH');
  expect(await running.ended).toBe(1);
  expect(running.errors()).toContain('of nobody');
  expect(running.errors()).not.toContain(content);
});

/** Whether the mutation removes what later operations need. */
const isEnd = (field: string): boolean => /^(?:delete|forget|revoke)/.test(field);

type Ask = (query: string, variables: Record<string, unknown>) => Promise<{ data: { agentRun: { status: string } } }>;

/** Waits for the end of an agent run. Returns its status. */
async function settled(ask: Ask, id: string): Promise<string> {
  for (;;) {
    const { status } = (await ask('query ($id: ID!) { agentRun(id: $id) { status } }', { id })).data.agentRun;
    if (status !== 'QUEUED' && status !== 'RUNNING') return status;
    await delay(50);
  }
}

/** Sends operations over a socket until each has returned something, and then an invalid message. */
async function overSocket(
  url: string,
  payload: Record<string, string>,
  operations: readonly { readonly query: string; readonly variables: object }[],
): Promise<void> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const closed = once(socket, 'close');
  const waiting = new Set(operations.map((_, n) => String(n)));
  socket.on('message', (bytes) => {
    const { type, id } = JSON.parse(String(bytes));
    if (type === 'connection_ack') {
      for (const [n, { query, variables }] of operations.entries())
        socket.send(JSON.stringify({ id: String(n), type: 'subscribe', payload: { query, variables } }));
    }
    waiting.delete(id);
    if (waiting.size === 0) socket.send(`${content} is no message`);
  });
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload }));
  await closed;
}
