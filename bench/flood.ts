import { parseArgs } from 'node:util';
import { getIntrospectionQuery } from 'graphql';
import { z } from 'zod';
import { connectApi } from './support/api.ts';
import { conditions } from './support/conditions.ts';
import { createCollection } from './support/create-collection.ts';
import { distribution } from './support/distribution.ts';
import { signBenchToken } from './support/server.ts';
import { table } from './support/table.ts';
import { startOn } from './support/target.ts';

const usage = `Measures how a flood from one account slows another: one client searches, one question after the other, alone and beside a
flood of 50 connections that search or write without a pause, by plans with and without room for it.

  npm run bench:flood -- [--seconds 15]`;

const options = { seconds: { type: 'string', default: '15' }, help: { type: 'boolean', default: false } } as const;

/** Source: issue 8, "Bad input". */
const mostTimes = 2;
const memoryCount = 500;
const floodConnections = 50;
/** Memories of a bulk: as importers send them. */
const bulk = 200;

const addMemories = /* GraphQL */ `
  mutation ($input: AddMemoriesInput!) { addMemories(input: $input) { ... on AddMemoriesPayload { created } ... on Error { message } } }`;
const added = z.object({ addMemories: z.object({ created: z.literal(memoryCount) }) });
const search = /* GraphQL */ `
  query ($input: SearchInput!) { search(input: $input, first: 10) { edges { node { id content } } } }`;

const subjects = ['kettle', 'garden', 'violin', 'train', 'recipe', 'harbour', 'letter', 'winter', 'bicycle', 'lantern'];
const textOf = (n: number) => `${subjects[n % 10]} ${subjects[Math.floor(n / 10) % 10]} number ${n} was talked about`;

/** An account with memories, and a question to them that was never put before. */
async function household(endpoint: string, name: string, plan: 'FREE' | 'PRO', connections: number) {
  const token = await signBenchToken(name, plan);
  const api = connectApi({ endpoint, token, connections });
  const collectionId = await createCollection(api, 'Home');
  const memories = Array.from({ length: memoryCount }, (_, n) => ({ content: textOf(n) }));
  await api.run(addMemories, { input: { collectionId, memories } }, added);
  let asked = 0;
  const ask = () => {
    asked += 1;
    const input = { query: `what about the ${textOf(asked * 7)} and ${asked}?`, collectionIds: [collectionId] };
    return api.run(search, { input }, z.unknown());
  };
  const add = (count: number) => async () => {
    const from = asked;
    asked += count;
    const memories = Array.from({ length: count }, (_, n) => ({ content: `${textOf(from + n)}, said ${from + n}` }));
    await api.run(addMemories, { input: { collectionId, memories } }, z.unknown());
  };
  return { ask, add };
}

/** Milliseconds of the searches that one client could put in this time. */
async function measure(ask: () => Promise<unknown>, seconds: number): Promise<number[]> {
  const times: number[] = [];
  for (const until = performance.now() + seconds * 1000; performance.now() < until; ) {
    const began = performance.now();
    await ask();
    times.push(performance.now() - began);
  }
  return times;
}

/** Floods as long as `work` takes; answers how many of its requests were answered, and refused. */
async function beside(flood: () => Promise<unknown>, work: () => Promise<number[]>) {
  let over = false;
  const counts = { answered: 0, refused: 0 };
  const clients = Array.from({ length: floodConnections }, async () => {
    while (!over) {
      await flood().then(
        () => {
          counts.answered += 1;
        },
        () => {
          counts.refused += 1;
        },
      );
    }
  });
  const times = await work();
  over = true;
  await Promise.all(clients);
  return { times, ...counts };
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options });
  if (values.help) return console.log(usage);
  const seconds = Number(values.seconds);
  console.log(await conditions());
  await using server = await startOn('postgres', {});
  const { ask } = await household(server.endpoint, 'quiet', 'PRO', 1);
  const pro = await household(server.endpoint, 'flood of pro', 'PRO', floodConnections);
  const free = await household(server.endpoint, 'flood of free', 'FREE', floodConnections);
  await measure(ask, seconds / 3);
  const alone = distribution(await measure(ask, seconds));
  const row = (
    name: string,
    { p50, p95 }: { p50: number; p95: number },
    flood?: { answered: number; refused: number },
  ) => [
    name,
    p50.toFixed(1),
    p95.toFixed(1),
    `${(p95 / alone.p95).toFixed(2)} (${mostTimes})`,
    flood ? String(flood.answered) : '',
    flood ? String(flood.refused) : '',
  ];
  const { endpoint } = server;
  using nobody = connectApi({ endpoint, token: '', connections: floodConnections });
  const floods = [
    ['beside a flood of searches without a limit', pro.ask],
    ['beside a flood of FREE', free.ask],
    ['beside a flood of single memories', pro.add(1)],
    [`beside a flood of bulks of ${bulk}`, pro.add(bulk)],
    ['beside a flood of introspection without a token', () => nobody.run(getIntrospectionQuery(), {}, z.unknown())],
  ] as const;
  const rows = [row('alone', alone)];
  for (const [name, flood] of floods) {
    const { times, ...counts } = await beside(flood, () => measure(ask, seconds));
    rows.push(row(name, distribution(times), counts));
  }
  const head = ['searches of one client', 'p50 ms', 'p95 ms', 'times alone (at most)', 'flood answered', 'refused'];
  console.log(table(head, rows));
}

await main();
