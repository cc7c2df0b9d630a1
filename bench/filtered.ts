import { parseArgs } from 'node:util';
import { command } from '../scripts/command.ts';
import { type FilledAccount, fillAccounts } from './filtered/fill-accounts.ts';
import { type SearchKind, searchKindsOf } from './filtered/search-kinds.ts';
import { measureSearches, type Question, type SearchRun } from './search/measure-searches.ts';
import { newQueries } from './search/new-questions.ts';
import { type SearchEngine, searchEngines, settingsOf } from './search/targets.ts';
import { readVocabulary } from './search/vocabulary.ts';
import { conditions, loadOfMachine } from './support/conditions.ts';
import { allOrOne, countOption } from './support/options.ts';
import { progress } from './support/progress.ts';
import { benchAccount, signBenchToken, startServer } from './support/server.ts';
import { table } from './support/table.ts';
import { createStore, type Store } from './support/target.ts';
import { untilQuiet } from './support/until-quiet.ts';

const usage = `Measures searches with filters and of the past in a large account, and those of a small one that holds a hundredth of all
memories beside it, on Postgres, by both engines: one client, each search new to every cache.

  npm run bench:filtered -- [--memories 100000] [--engine index|sql] [--quick]

  --memories  of both accounts together
  --engine    what answers where both can; default both, one after the other
  --quick     a tenth of the searches`;

const options = {
  memories: { type: 'string', default: '100000' },
  engine: { type: 'string' },
  quick: { type: 'boolean', default: false },
} as const;

/** The small account's share of all memories. */
const smallShare = 0.01;
const mostSeconds = 60;

interface Measured {
  readonly account: string;
  readonly kind: SearchKind;
  readonly run: SearchRun;
}

async function run(): Promise<void> {
  const { values } = parseArgs({ options });
  const memories = countOption('--memories', values.memories);
  const chosen = allOrOne('--engine', searchEngines, values.engine);
  console.log(`${conditions()}\n`);
  const vocabulary = await readVocabulary();
  await using store = await createStore('postgres');
  const small = Math.round(memories * smallShare);
  const accounts = [
    { accountId: benchAccount, memories: memories - small },
    { accountId: 'small', memories: small },
  ];
  const filled = await fillAccounts(store, accounts, vocabulary);
  const searches = values.quick ? 20 : 200;
  for (const engine of chosen) {
    const measured = await measureEngine(engine, { store, filled, vocabulary, searches });
    console.log(`${engine}, ${memories} memories (${loadOfMachine()})\n`);
    console.log(`${report(measured)}\n`);
  }
}

interface Bench {
  readonly store: Store;
  readonly filled: readonly FilledAccount[];
  readonly vocabulary: readonly string[];
  readonly searches: number;
}

async function measureEngine(
  engine: SearchEngine,
  { store, filled, vocabulary, searches }: Bench,
): Promise<Measured[]> {
  await using server = await startServer({ ...store, settings: settingsOf(engine) });
  const measured: Measured[] = [];
  const query = newQueries(vocabulary);
  for (const account of filled) {
    const { accountId, collectionId, conversations } = account;
    const kinds = searchKindsOf(account);
    const { endpoint, pid } = server;
    const api = { endpoint, token: await signBenchToken(accountId) };
    const nextOf = (kind: SearchKind) => (): Question => ({
      collectionIds: [collectionId],
      query: query(conversations),
      ...kind.asked,
    });
    // The first search loads the index; the others get the code compiled, for each kind, too.
    for (const kind of kinds)
      await measureSearches(api, { clients: 1, searches: 10, seconds: mostSeconds, pid, next: nextOf(kind) });
    await untilQuiet(pid);
    for (const kind of kinds) {
      progress(`${engine}: ${accountId}, ${kind.name}`);
      const run = await measureSearches(api, { clients: 1, searches, seconds: mostSeconds, pid, next: nextOf(kind) });
      measured.push({ account: accountId, kind, run });
    }
  }
  return measured;
}

const tenths = (value: number): string => value.toFixed(1);

const report = (measured: readonly Measured[]): string =>
  table(
    ['account', 'searches', 'least ms', 'p50 ms', 'p95 ms', 'CPU ms each', 'searches', 'found nothing or failed'],
    measured.map(({ account, kind, run: { times, cpuMsEach, searches, errors } }) => [
      account,
      kind.name,
      ...[times.least, times.p50, times.p95, cpuMsEach].map(tenths),
      String(searches),
      String(errors),
    ]),
  );

await command(usage, run);
