import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { command } from '../scripts/command.ts';
import { type Answered, ChatSession } from './agent/chat-session.ts';
import { type ModelProcess, ownFirstToken, startModel } from './agent/model-process.ts';
import { addBulk, addOne } from './support/add-memories.ts';
import { type Api, connectApi } from './support/api.ts';
import { conditions } from './support/conditions.ts';
import { createCollection } from './support/create-collection.ts';
import { distribution } from './support/distribution.ts';
import { type Figure, report } from './support/figures.ts';
import { progress } from './support/progress.ts';
import { type BenchServer, startServer } from './support/server.ts';
import { createStore } from './support/target.ts';
import { untilQuiet } from './support/until-quiet.ts';

const usage = `Measures answers of agents by a model server of this machine: time to the first token over the model server's own, answers
given again from the cache, 100 sessions at once, alone and with 50 parallel saves every second, and what of the server's memory that leaves behind.

  npm run bench:agent -- [--quick]

  --quick  a fifth of the sessions`;

const pace = { firstMs: 200, tokens: 20, everyMs: 10 };
/** Memory limit of the systems that preceded this one. */
const limitMb = '512';
/** How long a process must be idle before it returns retained memory to the system. */
const restMs = 10_000;
const probe = new URL('./agent/memory-probe.ts', import.meta.url).href;
const memory = z.object({ rss: z.number(), needed: z.number(), held: z.number() });
type MemoryReading = z.infer<typeof memory>;

interface Bench {
  readonly server: BenchServer;
  readonly model: ModelProcess;
  readonly api: Api;
  readonly collectionId: string;
  readonly sessions: readonly ChatSession[];
}

async function run(): Promise<void> {
  const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
  console.log(`${conditions()}\n`);
  const count = values.quick ? 20 : 100;
  await using model = await startModel(pace);
  await using store = await createStore('postgres');
  const settings = {
    LLM_BASE_URL: model.baseUrl,
    LLM_MODEL: 'm',
    MAX_SUBSCRIPTIONS_PER_VIEWER: '1000',
    MEMORY_LIMIT_MB: limitMb,
  };
  const nodeOptions = ['--import', probe];
  await using server = await startServer({ ...store, nodeOptions, settings });
  using api = connectApi({ ...server, connections: 150 });
  const collectionId = await createCollection(api, 'bench');
  await fill(api, collectionId);
  const sessions = Array.from(
    { length: count },
    () => new ChatSession(api, server.endpoint, server.token, collectionId),
  );
  const bench = { server, model, api, collectionId, sessions };
  const figures = [...(await alone(bench)), ...(await cached(bench)), ...(await together(bench))];
  console.log(report('Answers of agents, Postgres', figures));
  for (const session of sessions) await session[Symbol.asyncDispose]();
}

/** Adds memories to recall. */
async function fill(api: Api, collectionId: string): Promise<void> {
  await addBulk(
    api,
    collectionId,
    Array.from({ length: 500 }, (_, n) => ({ content: `Fact ${n}: the tea of number ${n} is green.` })),
  );
}

async function alone({ model, sessions: [session] }: Bench): Promise<Figure[]> {
  if (!session) return [];
  progress('one session');
  const [own, ours]: [number[], Answered[]] = [[], []];
  for (let n = 0; n < 25; n += 1) {
    own.push(await ownFirstToken(model.baseUrl));
    ours.push(await session.ask(await session.open(), `What is the tea of number ${n}?`));
  }
  // The first runs hit cold caches.
  const over = distribution(ours.slice(5).map(({ firstTokenMs }) => firstTokenMs)).p50 - distribution(own.slice(5)).p50;
  return [{ name: 'one session: first token over the model’s own, p50 ms', value: over, target: { below: 50 } }];
}

async function cached({ sessions: [session] }: Bench): Promise<Figure[]> {
  if (!session) return [];
  progress('answers from the cache');
  const question = 'What is the tea of number 7?';
  await session.ask(await session.open(), question);
  const answers: Answered[] = [];
  for (let n = 0; n < 30; n += 1) answers.push(await session.ask(await session.open(), question));
  if (answers.some((one) => !one.cached)) throw new Error('An answer was not given from the cache');
  const times = answers.slice(5);
  const stored = distribution(times.map(({ storedMs }) => storedMs));
  const seen = distribution(times.map(({ endMs }) => endMs));
  return [
    { name: 'from the cache: question stored to answer stored, p50 ms', value: stored.p50, target: { below: 20 } },
    { name: 'from the cache: question stored to answer stored, p95 ms', value: stored.p95, target: null },
    { name: 'from the cache: question sent to last event received, p50 ms', value: seen.p50, target: null },
  ];
}

/** Every session asks three times with think time in between: first alone, then while 50 clients save. */
async function together(bench: Bench): Promise<Figure[]> {
  const { server, model, sessions } = bench;
  await untilQuiet(server.pid);
  await delay(restMs);
  const before = memory.parse(await server.askProbe());
  progress(`${sessions.length} sessions`);
  const own = await Promise.all(
    sessions.map(() => delay(Math.random() * 1_000).then(() => ownFirstToken(model.baseUrl))),
  );
  const plain = await chatAll(bench, 'plain');
  progress(`${sessions.length} questions in one instant`);
  const ownBurst = await Promise.all(sessions.map(() => ownFirstToken(model.baseUrl)));
  const burst = await askInOneInstant(bench);
  await untilQuiet(server.pid);
  const between = memory.parse(await server.askProbe());
  progress(`${sessions.length} sessions and 50 savers`);
  const stop = new AbortController();
  const saving = Array.from({ length: 50 }, (_, n) => saveOn(bench, n, stop.signal));
  const beside = await chatAll(bench, 'beside');
  stop.abort();
  const saved = (await Promise.all(saving)).reduce((sum, one) => sum + one, 0);
  await untilQuiet(server.pid);
  await delay(restMs);
  const after = memory.parse(await server.askProbe());
  return [
    ...timesOf(plain, own, `${sessions.length} sessions`, { below: 150 }),
    ...timesOf(burst, ownBurst, `${sessions.length} questions in one instant`, null),
    ...timesOf(beside, own, `beside 50 savers (${saved} saved)`, null),
    wrongAnswers([...plain, ...burst, ...beside], model.answer),
    ...memoryFigures(before, after),
    { name: 'of that, after the first half, MB', value: (after.needed - between.needed) / 1e6, target: null },
  ];
}

/** RSS includes what the engine retains for later use; how much that is depends on when it last collected garbage. */
function memoryFigures(before: MemoryReading, after: MemoryReading): Figure[] {
  const grown = (of: keyof MemoryReading) => (after[of] - before[of]) / 1e6;
  const target = { below: 20 };
  return [
    { name: 'heap and buffers afterwards, over their start, MB', value: grown('held'), target },
    { name: 'RSS after all was given back, over its start, MB', value: grown('needed'), target },
    { name: 'RSS as it stood once it rested, over its start, MB', value: grown('rss'), target },
    { name: `RSS as it stood, MB (limit ${limitMb})`, value: after.rss / 1e6, target: null },
  ];
}

function timesOf(
  answers: readonly Answered[],
  own: readonly number[],
  what: string,
  target: Figure['target'],
): Figure[] {
  const [direct, ours] = [distribution(own), distribution(answers.map(({ firstTokenMs }) => firstTokenMs))];
  const asked = distribution(answers.map(({ askedMs }) => askedMs));
  const streamed = distribution(
    answers.map(({ firstTokenMs, endMs }) => (1_000 * pace.tokens) / (endMs - firstTokenMs)),
  );
  return [
    { name: `${what}: first token over the model’s own, p50 ms`, value: ours.p50 - direct.p50, target },
    { name: `${what}: first token over the model’s own, p95 ms`, value: ours.p95 - direct.p95, target: null },
    { name: `${what}: the mutation, p50 ms`, value: asked.p50, target: null },
    { name: `${what}: tokens/s of an answer, p50`, value: streamed.p50, target: null },
  ];
}

const wrongAnswers = (answers: readonly Answered[], expected: string): Figure => ({
  name: `answers that failed or were not the model’s, of ${answers.length}`,
  value: answers.filter(({ text, status, whole }) => text !== expected || status !== 'SUCCEEDED' || !whole).length,
  target: { below: 1 },
});

const chatAll = async ({ sessions }: Bench, label: string): Promise<Answered[]> =>
  (await Promise.all(sessions.map((session, place) => chat(session, `${label} ${place}`)))).flat();

/** The worst case: no think time, all sessions compete for the same two cores. */
async function askInOneInstant({ sessions }: Bench): Promise<Answered[]> {
  const opened = await Promise.all(sessions.map(async (session) => ({ session, id: await session.open() })));
  return Promise.all(opened.map(({ session, id }, n) => session.ask(id, `At once, ${n}: what is the tea of ${n}?`)));
}

/** Asks questions, each in a new conversation, with 2 to 8 s of think time before each. */
async function chat(session: ChatSession, who: string): Promise<Answered[]> {
  const answers: Answered[] = [];
  for (let round = 0; round < 3; round += 1) {
    await delay(2_000 + Math.random() * 6_000);
    answers.push(await session.ask(await session.open(), `${who}, ${round}: what is the tea of number ${round}?`));
  }
  return answers;
}

async function saveOn({ api, collectionId }: Bench, client: number, signal: AbortSignal): Promise<number> {
  let saved = 0;
  for (; !signal.aborted; saved += 1) {
    await addOne(api, collectionId, { content: `Saver ${client} keeps note ${saved}.` });
    await delay(1_000);
  }
  return saved;
}

await command(usage, run);
