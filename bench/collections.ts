import { parseArgs } from 'node:util';
import { command } from '../scripts/command.ts';
import { encodeNodeId } from '../src/graphql/node-id.ts';
import { emptyCollection } from './search/bulk-fill.ts';
import { turnsOfConversation } from './search/conversations.ts';
import { fillWithoutServer } from './search/fill-without-server.ts';
import { measureSearches, type SearchRun } from './search/measure-searches.ts';
import { newQueries } from './search/new-questions.ts';
import { settingsOf } from './search/targets.ts';
import { readVocabulary } from './search/vocabulary.ts';
import { conditions } from './support/conditions.ts';
import { mean } from './support/distribution.ts';
import { countOption, countsOption } from './support/options.ts';
import { progress } from './support/progress.ts';
import { benchAccount, startServer } from './support/server.ts';
import { table } from './support/table.ts';
import { createStore, type Store, vacuum } from './support/target.ts';
import { untilQuiet } from './support/until-quiet.ts';

const usage = `Measures searches of one client, each of them new to every cache, that ask several collections at once, by the index on Postgres: the same memories
lie in one collection, and spread over more and more.

  npm run bench:collections -- [--memories 20000] [--collections 1,10,100] [--quick]

  --memories     in all collections of a search together
  --collections  over how many they are spread
  --quick        a fifth of the searches`;

const options = {
  memories: { type: 'string', default: '20000' },
  collections: { type: 'string', default: '1,10,100' },
  quick: { type: 'boolean', default: false },
} as const;

/** Number of rounds; each round measures every number of collections once. */
const rounds = 3;

interface Spread {
  readonly collectionIds: readonly string[];
  readonly conversations: number;
}

async function run(): Promise<void> {
  const { values } = parseArgs({ options });
  const memories = countOption('--memories', values.memories);
  const numbers = countsOption('--collections', values.collections);
  console.log(`${conditions()}\n`);
  const vocabulary = await readVocabulary();
  await using store = await createStore('postgres');
  const spreads = await fillSpreads(store, { memories, numbers, vocabulary });
  const runs = await measure(store, { spreads, vocabulary, searches: values.quick ? 100 : 500 });
  console.log(`${memories} memories, 1 client\n\n${report(spreads, runs)}`);
}

interface Filling {
  readonly memories: number;
  readonly numbers: readonly number[];
  readonly vocabulary: readonly string[];
}

async function fillSpreads(store: Store, { memories, numbers, vocabulary }: Filling): Promise<Spread[]> {
  const spreads: Spread[] = [];
  await fillWithoutServer(store, { vocabulary, late: 'none' }, async ({ db, fill }) => {
    for (const count of numbers) {
      progress(`storing ${memories} memories in ${count} collections`);
      const each = Math.ceil(memories / turnsOfConversation / count);
      const collectionIds: string[] = [];
      for (let n = 0; n < count; n += 1) {
        const to = await emptyCollection(db, benchAccount, `bench: ${n} of ${count}`);
        await fill(to, { conversations: each, firstNumber: n * each });
        collectionIds.push(encodeNodeId('Collection', to.collectionId));
      }
      spreads.push({ collectionIds, conversations: each * count });
    }
  });
  await vacuum(store);
  return spreads;
}

interface Measuring {
  readonly spreads: readonly Spread[];
  readonly vocabulary: readonly string[];
  readonly searches: number;
}

/** Returns the runs of each spread, in the order of `spreads`. */
async function measure(store: Store, { spreads, vocabulary, searches }: Measuring): Promise<SearchRun[][]> {
  await using server = await startServer({ ...store, settings: settingsOf('index') });
  const query = newQueries(vocabulary);
  const measured = ({ collectionIds, conversations }: Spread) => {
    const next = () => ({ collectionIds, query: query(conversations) });
    return measureSearches(server, { clients: 1, searches, seconds: 30, pid: server.pid, next });
  };
  progress('until all is loaded, and compiled');
  for (const spread of spreads) await measured(spread);
  await untilQuiet(server.pid);
  const runs: SearchRun[][] = spreads.map(() => []);
  for (let round = 0; round < rounds; round += 1)
    for (const [place, spread] of spreads.entries()) runs[place]?.push(await measured(spread));
  return runs;
}

function report(spreads: readonly Spread[], runs: readonly (readonly SearchRun[])[]): string {
  const medians = runs.map((own) => mean(own.map(({ times }) => times.p50)));
  const rows = spreads.map(({ collectionIds }, place) => {
    const own = runs[place] ?? [];
    const median = medians[place] ?? 0;
    return [
      String(collectionIds.length),
      median.toFixed(2),
      mean(own.map(({ times }) => times.p95)).toFixed(2),
      mean(own.map(({ cpuMsEach }) => cpuMsEach)).toFixed(2),
      (median / (medians[0] ?? 0)).toFixed(2),
      String(own.reduce((sum, { errors }) => sum + errors, 0)),
    ];
  });
  return table(['collections', 'p50 ms', 'p95 ms', 'CPU ms each', 'p50 over the first', 'errors'], rows);
}

await command(usage, run);
