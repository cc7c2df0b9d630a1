import { parseArgs } from 'node:util';
import { command } from '../scripts/command.ts';
import { type Effort, fullEffort, quickEffort, runEngine } from './search/engine-run.ts';
import type { Filled } from './search/fill.ts';
import { fillStore } from './search/fill-store.ts';
import { lookInside, recallOf } from './search/look-inside.ts';
import { newQuestions } from './search/new-questions.ts';
import { report } from './search/report.ts';
import { type SearchEngine, searchEngines, targetsOf } from './search/targets.ts';
import { readVocabulary } from './search/vocabulary.ts';
import { conditions } from './support/conditions.ts';
import { allOrOne, countsOption, oneOf } from './support/options.ts';
import { progress } from './support/progress.ts';
import { createStore, type Engine, engines, type Store } from './support/target.ts';

const usage = `Measures searches over HTTP, each of them new to every cache, and shows where their time goes.

  npm run bench:search -- [--engine index|sql] [--database postgres|embedded] [--memories 20000,100000] [--large] [--quick]

  --engine    what answers: memories held in the process, or the database; default both, one after the other
  --database  what the server that is started runs on; default postgres
  --memories  sizes of the collections that are filled and searched; default 20000,100000
  --large     1,000,000 memories, too
  --profile   folder for a profile of each server's processor time
  --quick     a tenth of the searches`;

const options = {
  engine: { type: 'string' },
  database: { type: 'string', default: 'postgres' },
  memories: { type: 'string', default: '20000,100000' },
  large: { type: 'boolean', default: false },
  profile: { type: 'string' },
  quick: { type: 'boolean', default: false },
} as const;

async function run(): Promise<void> {
  const { values } = parseArgs({ options });
  const chosen = allOrOne('--engine', searchEngines, values.engine);
  const database = oneOf('--database', engines, values.database);
  const effort = values.quick ? quickEffort : fullEffort;
  console.log(`${conditions()}\n`);
  const vocabulary = await readVocabulary();
  await using store = await createStore(database);
  for (const memories of sizesOf(values)) {
    const filled = await fillStore(store, { memories, vocabulary, wantsVectorIndex: chosen.includes('sql') });
    console.log(`${database}: ${filled.memories} memories written, ${filled.memoriesPerSecond.toFixed(0)} a second\n`);
    const bench = { store, database, effort, filled, vocabulary, profileDir: values.profile ?? null };
    for (const engine of chosen) console.log(`${await measureEngine(engine, bench)}\n`);
  }
}

/** Smallest first, so that it is not measured next to the largest. */
function sizesOf({ memories, large }: { readonly memories: string; readonly large: boolean }): number[] {
  const sizes = countsOption('--memories', memories);
  return [...new Set(large ? [...sizes, 1_000_000] : sizes)].sort((one, other) => one - other);
}

interface Bench {
  readonly store: Store;
  readonly database: Engine;
  readonly effort: Effort;
  readonly filled: Filled;
  readonly vocabulary: readonly string[];
  readonly profileDir: string | null;
}

async function measureEngine(engine: SearchEngine, bench: Bench): Promise<string> {
  const { store, database, effort, filled, vocabulary, profileDir } = bench;
  const next = newQuestions(filled, vocabulary);
  const { byMeaning, ...measured } = await runEngine({ store, engine, effort, profileDir, next });
  progress(`${engine}: in process`);
  const questions = Array.from({ length: effort.inside }, () => next().query);
  await using opened = await store.open();
  const searched = { pool: opened.pool, collectionId: filled.collectionId };
  const inside = await lookInside({ ...searched, isIndexed: engine === 'index', questions });
  const recall = engine === 'sql' ? await recallOf(searched, byMeaning) : null;
  const title = `${engine} on ${database}, ${filled.memories} memories`;
  return report({ title, targets: targetsOf(database, engine, filled.memories), ...measured, inside, recall });
}

await command(usage, run);
