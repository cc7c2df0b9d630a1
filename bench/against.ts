import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { command } from '../scripts/command.ts';
import { warmUp } from './search/engine-run.ts';
import { fillStore } from './search/fill-store.ts';
import { measureSearches, type SearchRun } from './search/measure-searches.ts';
import { newQuestions } from './search/new-questions.ts';
import { settingsOf } from './search/targets.ts';
import { readVocabulary } from './search/vocabulary.ts';
import { conditions } from './support/conditions.ts';
import { distribution } from './support/distribution.ts';
import { countOption } from './support/options.ts';
import { progress } from './support/progress.ts';
import { type BenchServer, type ServerOptions, startServer } from './support/server.ts';
import { table } from './support/table.ts';
import { createStore } from './support/target.ts';

const usage = `Compares searches of this version with those of another, whose folder is given. Two servers of each run on one Postgres and are
asked by turns. What the two of the same version differ by is noise: only a larger difference between versions says anything.

  npm run bench:against -- --other FOLDER [--memories 4000] [--clients 50] [--rounds 8] [--searches 1000]

  --other     a checkout of the other version with its node_modules: git worktree add --detach FOLDER REVISION
  --memories  size of the collection; default 4000
  --clients   asking at the same time; default 50
  --rounds    how often each server has its turn; default 8
  --searches  in each turn; default 1000`;

const options = {
  other: { type: 'string' },
  memories: { type: 'string', default: '4000' },
  clients: { type: 'string', default: '50' },
  rounds: { type: 'string', default: '8' },
  searches: { type: 'string', default: '1000' },
} as const;

const mostSecondsOfTurn = 30;
/** Until the code of a server is compiled. */
const warmUpSearches = 600;

type Start = (options: ServerOptions) => Promise<BenchServer>;

interface Contestant {
  readonly name: string;
  readonly server: BenchServer;
  readonly runs: SearchRun[];
}

async function run(): Promise<string> {
  const { values } = parseArgs({ options });
  if (values.other === undefined) throw new Error('--other takes the folder of another version');
  const startOther = await startOf(values.other);
  const effort = {
    clients: countOption('--clients', values.clients),
    searches: countOption('--searches', values.searches),
    seconds: mostSecondsOfTurn,
  };
  const rounds = countOption('--rounds', values.rounds);
  console.log(`${conditions()}\n`);
  const vocabulary = await readVocabulary();
  await using store = await createStore('postgres');
  const memories = countOption('--memories', values.memories);
  const filled = await fillStore(store, { memories, vocabulary, wantsVectorIndex: false });
  const next = newQuestions(filled, vocabulary);
  await using servers = new AsyncDisposableStack();
  const contestants: Contestant[] = [];
  for (const [name, start] of [...pair('this', startServer), ...pair('other', startOther)]) {
    progress(`starting ${name}`);
    const server = servers.use(await start({ ...store, settings: settingsOf('index') }));
    await warmUp(server, warmUpSearches, next);
    contestants.push({ name, server, runs: [] });
  }
  for (let round = 1; round <= rounds; round++) {
    progress(`round ${round} of ${rounds}`);
    for (const { server, runs } of inTurn(contestants, round))
      runs.push(await measureSearches(server, { ...effort, pid: server.pid, next }));
  }
  return report(contestants);
}

/** How the other version starts its own build, by its own copy of what starts ours. */
async function startOf(folder: string): Promise<Start> {
  const file = resolve(folder, 'bench/support/server.ts');
  if (!existsSync(file)) throw new Error(`--other takes a checkout of this project: there is no ${file}`);
  const { startServer: start }: { readonly startServer: Start } = await import(pathToFileURL(file).href);
  return start;
}

const pair = (name: string, start: Start): [string, Start][] => [
  [`${name}, first`, start],
  [`${name}, second`, start],
];

/** There and back again: a machine that slows down meets all alike. */
const inTurn = (contestants: readonly Contestant[], round: number): readonly Contestant[] =>
  round % 2 === 0 ? contestants.toReversed() : contestants;

function report(contestants: readonly Contestant[]): string {
  const median = (runs: readonly SearchRun[], of: (run: SearchRun) => number) => distribution(runs.map(of)).p50;
  return table(
    ['medians of all rounds', 'p50 ms', 'p95 ms', 'searches/s', 'CPU ms each', 'least searches/s', 'most', 'errors'],
    contestants.map(({ name, runs }) => [
      name,
      median(runs, ({ times }) => times.p50).toFixed(1),
      median(runs, ({ times }) => times.p95).toFixed(1),
      median(runs, ({ perSecond }) => perSecond).toFixed(0),
      median(runs, ({ cpuMsEach }) => cpuMsEach).toFixed(2),
      Math.min(...runs.map(({ perSecond }) => perSecond)).toFixed(0),
      Math.max(...runs.map(({ perSecond }) => perSecond)).toFixed(0),
      String(runs.reduce((sum, { errors }) => sum + errors, 0)),
    ]),
  );
}

await command(usage, run);
