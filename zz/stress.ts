import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { startOwnRedis } from '../tests/support/own-redis.ts';
import { printToken, startServer } from '../tests/support/started-server.ts';
import { administer, withName } from '../tests/support/template-database.ts';

const databaseUrl = process.env['TEST_DATABASE_URL'] ?? '';
const seconds = Number(process.argv[2] ?? 60);
const withRedis = process.argv[3] !== 'noredis';
const name = `r8a_stress_${randomBytes(4).toString('hex')}`;
const folder = await mkdtemp(join(tmpdir(), 'stress-'));
await administer(databaseUrl, [`create database ${name}`]);
const redis = await startOwnRedis();
const settings: Record<string, string> = {
  DATABASE_URL: withName(databaseUrl, name), DATA_DIR: folder,
  JWT_SECRET: 'a secret of at least thirty-two characters', RATE_LIMIT_PRO: '100000000',
  ...(withRedis ? { REDIS_URL: redis.url } : {}),
};
const token = await printToken(settings, '--user', 'ada', '--scope', 'admin', '--plan', 'pro');
const servers = [await startServer(settings), await startServer(settings)];
let hits = 0, asked = 0;
async function post(at: number, query: string, variables: object = {}) {
  const r = await fetch(servers[at]!.endpoint, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify({ query, variables }) });
  asked += 1;
  if (r.headers.get('x-response-cache') === 'hit') hits += 1;
  const j: any = await r.json();
  if (j.errors) throw new Error(JSON.stringify(j.errors));
  return { data: j.data, hit: r.headers.get('x-response-cache') };
}
const log = (...a: unknown[]) => console.log(new Date().toISOString().slice(11, 23), ...a);
const c0 = (await post(0, 'mutation { createCollection(input: { name: "Home" }) { ... on CreateCollectionPayload { collection { id } } } }')).data.createCollection.collection.id;
// model
const memories = new Map<string, string>(); // id -> content (CURRENT)
let collectionName = 'Home';
const conversations = new Map<string, { title: string; messages: string[] }>();
const reads = {
  memories: `query ($id: ID!) { collection(id: $id) { name memoryCount memories(first: 100) { totalCount edges { node { id content tags } } } } }`,
  all: `{ memories(first: 100) { edges { node { id content } } } }`,
  conv: `query ($id: ID!) { collection(id: $id) { conversations(first: 50) { totalCount edges { node { id title messageCount messages(first: 50) { edges { node { content } } } } } } } }`,
  search: `query ($id: ID!) { search(input: { query: "zebra kettle", collectionIds: [$id] }, first: 100) { edges { node { id content } } } }`,
};
type What = keyof typeof reads;
const truth: Record<What, () => string> = {
  memories: () => JSON.stringify([collectionName, memories.size, [...memories].map(([i, c]) => `${i} ${c}`).sort()]),
  all: () => JSON.stringify([...memories].map(([i, c]) => `${i} ${c}`).sort()),
  conv: () => JSON.stringify([...conversations].map(([i, c]) => [i, c.title, c.messages]).sort()),
  search: () => JSON.stringify([...memories].map(([i, c]) => `${i} ${c}`).sort()),
};
const seen: Record<What, (d: any) => string> = {
  memories: ({ collection: c }) => JSON.stringify([c.name, c.memoryCount, c.memories.edges.map(({ node }: any) => `${node.id} ${node.content}`).sort()]),
  all: (d) => JSON.stringify(d.memories.edges.map(({ node }: any) => `${node.id} ${node.content}`).sort()),
  conv: ({ collection: c }) => JSON.stringify(c.conversations.edges.map(({ node }: any) => [node.id, node.title, node.messages.edges.map(({ node }: any) => node.content)]).sort()),
  search: (d) => JSON.stringify(d.search.edges.map(({ node }: any) => `${node.id} ${node.content}`).sort()),
};
const read = async (at: number, what: What) => { const { data, hit } = await post(at, reads[what], { id: c0 }); return { seen: seen[what](data), hit }; };
const pick = <T>(l: readonly T[]): T => l[Math.floor(Math.random() * l.length)]!;
let serial = 0;
async function write(at: number): Promise<string> {
  serial += 1;
  const kinds = ['add', 'add', 'add', 'forget', 'supersede', 'rename', 'conversation', 'append', 'append', 'title', 'deleteConversation', 'purge', 'bulk'];
  const kind = memories.size > 40 ? pick(['forget', 'purge']) : pick(kinds);
  const ids = [...memories.keys()], convs = [...conversations.keys()];
  if (kind === 'add') {
    const content = `zebra kettle number ${serial}`;
    const { data } = await post(at, 'mutation ($id: ID!, $c: String!) { addMemory(input: { collectionId: $id, memory: { content: $c } }) { ... on AddMemoryPayload { memory { id } } } }', { id: c0, c: content });
    memories.set(data.addMemory.memory.id, content);
  } else if (kind === 'bulk') {
    const contents = [1, 2, 3].map((n) => `zebra kettle bulk ${serial} ${n}`);
    const { data } = await post(at, 'mutation ($i: AddMemoriesInput!) { addMemories(input: $i) { ... on AddMemoriesPayload { results { ... on AddMemoryPayload { memory { id content } } } } } }', { i: { collectionId: c0, memories: contents.map((content) => ({ content })) } });
    for (const { memory } of data.addMemories.results) memories.set(memory.id, memory.content);
  } else if ((kind === 'forget' || kind === 'purge') && ids.length > 0) {
    const id = pick(ids);
    const { data } = await post(at, `mutation ($id: ID!) { forgetMemory(input: { id: $id, purge: ${kind === 'purge'} }) { __typename } }`, { id });
    if (data.forgetMemory.__typename !== 'ForgetMemoryPayload') throw new Error(JSON.stringify(data));
    memories.delete(id);
  } else if (kind === 'supersede' && ids.length > 0) {
    const id = pick(ids); const content = `zebra kettle again ${serial}`;
    const { data } = await post(at, 'mutation ($id: ID!, $c: String!) { supersedeMemory(input: { id: $id, content: $c, reason: "x" }) { __typename ... on SupersedeMemoryPayload { memory { id } } } }', { id, c: content });
    memories.delete(id); memories.set(data.supersedeMemory.memory.id, content);
  } else if (kind === 'rename') {
    await post(at, 'mutation ($id: ID!, $n: String!) { updateCollection(input: { id: $id, name: $n }) { __typename } }', { id: c0, n: `Home ${serial}` });
    collectionName = `Home ${serial}`;
  } else if (kind === 'conversation' && convs.length < 20) {
    const title = `talk ${serial}`;
    const { data } = await post(at, 'mutation ($id: ID!, $t: String!) { createConversation(input: { collectionId: $id, title: $t }) { __typename ... on CreateConversationPayload { conversation { id } } } }', { id: c0, t: title });
    conversations.set(data.createConversation.conversation.id, { title, messages: [] });
  } else if (kind === 'append' && convs.length > 0) {
    const id = pick(convs); const c = conversations.get(id)!;
    if (c.messages.length > 30) return 'none';
    await post(at, 'mutation ($id: ID!, $c: String!) { appendMessages(input: { conversationId: $id, messages: [{ role: USER, content: $c }] }) { __typename } }', { id, c: `hi ${serial}` });
    c.messages.push(`hi ${serial}`);
  } else if (kind === 'title' && convs.length > 0) {
    const id = pick(convs);
    await post(at, 'mutation ($id: ID!, $t: String!) { updateConversation(input: { id: $id, title: $t }) { __typename } }', { id, t: `title ${serial}` });
    conversations.get(id)!.title = `title ${serial}`;
  } else if (kind === 'deleteConversation' && convs.length > 3) {
    const id = pick(convs);
    await post(at, 'mutation ($id: ID!) { deleteConversation(input: { id: $id }) { __typename } }', { id });
    conversations.delete(id);
  } else return 'none';
  return kind;
}
let trouble = 'none';
let lastTroubleAt = 0;
let stop = false;
const admin = new Redis(redis.url, { retryStrategy: () => 50 });
admin.on('error', () => {});
async function disturb() {
  while (!stop) {
    await delay(500 + Math.random() * 1500);
    const what = pick(['flush', 'flush', 'pause', 'sleep', 'oom', 'readonly', 'restart', 'kill']);
    trouble = what; lastTroubleAt = Date.now();
    try {
      if (what === 'flush') await admin.flushall();
      else if (what === 'pause') { await admin.call('CLIENT', 'PAUSE', String(pick([10, 100, 1000])), pick(['ALL', 'WRITE'])); await delay(1000); }
      else if (what === 'sleep') await admin.call('DEBUG', 'SLEEP', pick(['0.02', '0.5', '2'])).catch(() => {});
      else if (what === 'oom') { await admin.config('SET', 'maxmemory', '1mb'); await delay(1500); await admin.config('SET', 'maxmemory', '0'); }
      else if (what === 'readonly') { await admin.config('SET', 'min-replicas-to-write', '1'); await delay(1500); await admin.config('SET', 'min-replicas-to-write', '0'); }
      else if (what === 'kill') await admin.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
      else { await redis.stop(); await delay(pick([0, 700])); await redis.start(); }
    } catch (e) { log('disturb', what, String(e)); }
    lastTroubleAt = Date.now();
    trouble = `after ${what}`;
  }
}
const errors: string[] = [];
// background readers to make slow readers & fills
async function background() { while (!stop) { await read(pick([0, 1]), pick(Object.keys(reads) as What[])).catch((e) => errors.push(String(e))); await delay(Math.random() * 5); } }
const calm = process.argv[4] === 'calm';
const bg = [background(), background(), background(), background()];
const dist = calm ? Promise.resolve() : disturb();
const until = Date.now() + seconds * 1000;
let writes = 0, bad = 0, badOther = 0, late: number[] = [];
while (Date.now() < until) {
  const at = pick([0, 1]);
  let kind = '';
  try { kind = await write(at); } catch (e) { log('write failed', String(e)); break; }
  writes += 1;
  const committed = Date.now();
  for (let n = 0; n < 2; n += 1) {
    const what = pick(Object.keys(reads) as What[]);
    const own = await read(at, what).catch((e) => { errors.push(String(e)); return null; });
    if (own && own.seen !== truth[what]()) { bad += 1; log('STALE OWN', kind, what, own.hit, trouble, Date.now() - lastTroubleAt, '\n', own.seen.slice(0, 300), '\n', truth[what]().slice(0, 300)); }
  }
  // other
  const what = pick(Object.keys(reads) as What[]);
  for (;;) {
    const other = await read(1 - at, what).catch((e) => { errors.push(String(e)); return null; });
    if (!other || other.seen === truth[what]()) { if (Date.now() - committed > 300) late.push(Date.now() - committed); break; }
    badOther += 1;
    if (Date.now() - committed > 1200) { log('STALE OTHER > 1.2 s', kind, what, other.hit, trouble, Date.now() - lastTroubleAt, other.seen.slice(0, 200), truth[what]().slice(0, 200)); break; }
    await delay(20);
  }
}
stop = true;
await Promise.all([...bg, dist]);
log({ writes, bad, badOther, asked, hits, late: late.sort((a, b) => b - a).slice(0, 10), errors: errors.slice(0, 5), nErrors: errors.length });
for (const s of servers) { console.log(s.said().slice(-1500)); await s.kill(); }
admin.disconnect();
await redis.stop();
await administer(databaseUrl, [`drop database ${name} with (force)`]);
await rm(folder, { recursive: true });
process.exit(0);
