import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { command } from '../scripts/command.ts';
import { readSamples } from '../tests/support/prometheus-text.ts';
import { storeInBulk } from './search/store-in-bulk.ts';
import { readVocabulary } from './search/vocabulary.ts';
import { addOne } from './support/add-memories.ts';
import { type Api, connectApi } from './support/api.ts';
import { conditions } from './support/conditions.ts';
import { createCollection } from './support/create-collection.ts';
import { distribution } from './support/distribution.ts';
import { milliseconds } from './support/milliseconds.ts';
import { countOption, oneOf } from './support/options.ts';
import { progress } from './support/progress.ts';
import { type BenchServer, startServer } from './support/server.ts';
import { table } from './support/table.ts';
import { createStore, type Engine, engines } from './support/target.ts';

const usage = `Deletes a large collection while others write beside it: how long the deletion takes to answer, whether all of it is hidden then,
how long the erasure takes, and how late the writers are meanwhile, beside what they take alone.

  npm run bench:deletion -- [--engine postgres|embedded] [--memories 100000] [--quick]`;

const options = {
  engine: { type: 'string', default: 'postgres' },
  memories: { type: 'string', default: '100000' },
  quick: { type: 'boolean', default: false },
} as const;

/** Source: issue 9, "hidden at once, erased in batches, writers unharmed". */
const mostRatio = 1.5;
const writers = 5;
const aloneMs = 15_000;
const pollMs = 250;

const deleteCollection = /* GraphQL */ `
  mutation ($id: ID!) { deleteCollection(input: { id: $id }) {
    ... on DeleteCollectionPayload { deletedMemoryCount } } }`;
const deleted = z.object({ deleteCollection: z.object({ deletedMemoryCount: z.int() }) });
const look = /* GraphQL */ `
  query ($id: ID!) { collection(id: $id) { id } search(input: { query: "time people year" }, first: 5) {
    edges { node { collection { id } } } } }`;
const seen = z.object({
  collection: z.null(),
  search: z.object({ edges: z.array(z.object({ node: z.object({ collection: z.object({ id: z.string() }) }) })) }),
});

/** Adds memories with several clients, each as fast as it is answered, until `until` resolves. Returns the latency of each add. */
async function write(api: Api, collectionId: string, name: string, until: Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  let working = true;
  void until.finally(() => {
    working = false;
  });
  const clients = Array.from({ length: writers }, async (_, client) => {
    for (let n = 0; working; n += 1) {
      times.push(await milliseconds(() => addOne(api, collectionId, { content: `${name} ${client} says ${n}` })));
    }
  });
  await Promise.all(clients);
  return times;
}

/** Number of erasure jobs that are waiting, running, or due for a retry. */
async function erasing({ endpoint }: BenchServer): Promise<number> {
  const text = await (await fetch(new URL('/metrics', endpoint))).text();
  return readSamples(text)
    .filter(({ name, labels }) => name === 'mnemograph_jobs' && labels['queue'] === 'erase')
    .filter(({ labels: { state = '' } }) => ['waiting', 'running', 'failed'].includes(state))
    .reduce((sum, { value }) => sum + value, 0);
}

/** Waits for three polls without a job: an unfinished erasure is enqueued anew, so for a moment there may be none. */
async function erased(server: BenchServer): Promise<void> {
  for (let without = 0; without < 3; ) {
    await delay(pollMs);
    without = (await erasing(server)) === 0 ? without + 1 : 0;
  }
}

interface Measured {
  readonly alone: readonly number[];
  readonly during: readonly number[];
  readonly answeredMs: number;
  readonly erasedMs: number;
  readonly deletedMemories: number;
  readonly left: number;
}

async function measure(engine: Engine, memories: number): Promise<Measured> {
  await using store = await createStore(engine);
  const vocabulary = await readVocabulary();
  const filled = await storeInBulk(store, { memories, vocabulary, wantsVectorIndex: false });
  let measured: Omit<Measured, 'left'>;
  {
    await using server = await startServer(store);
    using api = connectApi({ ...server, connections: writers + 1 });
    const beside = await createCollection(api, 'Beside');
    await write(api, beside, 'warming up', delay(3_000));
    progress('writers alone');
    const alone = await write(api, beside, 'alone', delay(aloneMs));
    progress('writers beside the erasure');
    const began = performance.now();
    let answeredMs = 0;
    let deletedMemories = 0;
    const deleting = async () => {
      const { deleteCollection: gone } = await api.run(deleteCollection, { id: filled.collectionId }, deleted);
      answeredMs = performance.now() - began;
      deletedMemories = gone.deletedMemoryCount;
      const { search } = await api.run(look, { id: filled.collectionId }, seen);
      if (search.edges.some(({ node }) => node.collection.id === filled.collectionId)) throw new Error('It is found');
      await erased(server);
    };
    const gone = deleting();
    const during = await write(api, beside, 'during', gone);
    await gone;
    const erasedMs = performance.now() - began;
    measured = { alone, during, answeredMs, erasedMs, deletedMemories };
  }
  await using stored = await store.open();
  const { rows } = await stored.pool.query(
    `select (select count(*) from conversation)::int + (select count(*) from message)::int
       + (select count(*) from memory where content !~ ' says \\d+$')::int as left`,
  );
  return { ...measured, left: rows[0].left };
}

function print({ alone, during, answeredMs, erasedMs, deletedMemories, left }: Measured): void {
  const [before, beside] = [distribution(alone), distribution(during)];
  const ratio = (one: number, other: number) => (one / other).toFixed(2);
  const row = (name: string, { p50, p95, p99, most }: typeof before, times: readonly number[], seconds: number) => [
    name,
    ...[p50, p95, p99, most].map((ms) => ms.toFixed(1)),
    (times.length / seconds).toFixed(0),
  ];
  console.log(
    table(
      [`${writers} writers`, 'p50 ms', 'p95', 'p99', 'most', 'a second'],
      [
        row('alone', before, alone, aloneMs / 1_000),
        row('beside the erasure', beside, during, erasedMs / 1_000),
        ['ratio', ratio(beside.p50, before.p50), ratio(beside.p95, before.p95), ratio(beside.p99, before.p99)],
        ['to reach', '', `<= ${mostRatio}`],
      ],
    ),
  );
  console.log(
    `\n${deletedMemories} memories: hidden and answered after ${answeredMs.toFixed(0)} ms, erased after ${(erasedMs / 1_000).toFixed(1)} s, ${left} rows left (to reach: 0)`,
  );
}

async function run(): Promise<void> {
  const { values } = parseArgs({ options });
  const engine = oneOf('--engine', engines, values.engine);
  const memories = values.quick ? 20_000 : countOption('--memories', values.memories);
  console.log(`${conditions()}; ${engine}\n`);
  print(await measure(engine, memories));
}

await command(usage, run);
