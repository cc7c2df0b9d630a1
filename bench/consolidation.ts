import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { command } from '../scripts/command.ts';
import { reasons } from '../src/consolidation/consolidation.ts';
import { makeTurns } from './add/turns.ts';
import { type Proposed, type RunState, readProposals, readRun, startRun, undoRun } from './consolidation/operations.ts';
import { type Planted, plant } from './consolidation/planted.ts';
import { type Score, scoreMerges, scoreRetirements } from './consolidation/score.ts';
import { addBulk, addOne } from './support/add-memories.ts';
import { type Api, connectApi } from './support/api.ts';
import { conditions } from './support/conditions.ts';
import { createCollection } from './support/create-collection.ts';
import { distribution } from './support/distribution.ts';
import { type Figure, report } from './support/figures.ts';
import { milliseconds } from './support/milliseconds.ts';
import { allOrOne, countOption } from './support/options.ts';
import { progress } from './support/progress.ts';
import { signBenchToken } from './support/server.ts';
import { type Engine, engines, startOn } from './support/target.ts';
import { untilQuiet } from './support/until-quiet.ts';

const usage = `Plants duplicates, contradictions and expired memories among 10,000, consolidates them while one client goes on
writing, and counts what was found, what was missed and what was wrong.

  npm run bench:consolidation -- [--engine postgres|embedded] [--memories 10000]

  --engine    the engine of the server that is started; default both
  --memories  how many are planted`;

const options = {
  engine: { type: 'string' },
  memories: { type: 'string', default: '10000' },
} as const;

const bulkSize = 500;
/** The writer is measured for this long before the run and after it. */
const quietMs = 8_000;
/** Number of memories that another account consolidates, alone and during the large run. */
const neighbours = 200;
/** Pause between two writes: people do not write without a break either, and what counts is the p95 of one waiting writer. */
const pauseMs = 5;

async function runOn(engine: Engine, count: number): Promise<string> {
  await using server = await startOn(engine);
  using api = connectApi(server);
  using writing = connectApi(server);
  const collectionId = await createCollection(api, 'bench: consolidation');
  const known = await fill(api, collectionId, plant(count, 7), engine);
  using neighbour = connectApi({ ...server, token: await signBenchToken('neighbour') });
  const neighbourAlone = await runOfNeighbour(neighbour);
  progress(`${engine}: until quiet`);
  await untilQuiet(server.pid);
  const writer = new Writer(writing, collectionId);
  await writer.during(delay(quietMs / 4));
  const before = await writer.during(delay(quietMs));
  progress(`${engine}: consolidating`);
  const id = await startRun(api, collectionId);
  const [beside, neighbourBeside] = await Promise.all([writer.during(untilEnd(api, id)), runOfNeighbour(neighbour)]);
  const after = await writer.during(delay(quietMs));
  const [run, proposals] = [await readRun(api, id), await readProposals(api, id)];
  if (run.status !== 'SUCCEEDED') throw new Error(`The run has ${run.status}: ${run.error}`);
  const restored = await undoRun(api, id);
  const quiet = [...before, ...after];
  return render(engine, { known, proposals, run, restored, quiet, beside, neighbourAlone, neighbourBeside });
}

/** Seconds from requesting a run for an account with few memories to the end of that run. */
async function runOfNeighbour(api: Api): Promise<number> {
  const collectionId = await createCollection(api, 'bench: a neighbour');
  await addPlanted(api, collectionId, plant(neighbours, 11));
  return (await milliseconds(async () => untilEnd(api, await startRun(api, collectionId)))) / 1000;
}

/** Adds planted memories in one call. Returns their ids in order. */
const addPlanted = (api: Api, collectionId: string, planted: readonly Planted[]): Promise<string[]> =>
  addBulk(
    api,
    collectionId,
    planted.map(({ content, validFrom, validTo }) => ({ content, validFrom, validTo })),
  );

/** Adds the planted memories. Returns them by id. */
async function fill(
  api: Api,
  collectionId: string,
  planted: readonly Planted[],
  engine: Engine,
): Promise<ReadonlyMap<string, Planted>> {
  const known = new Map<string, Planted>();
  for (let start = 0; start < planted.length; start += bulkSize) {
    progress(`${engine}: ${start} of ${planted.length}`);
    const some = planted.slice(start, start + bulkSize);
    const ids = await addPlanted(api, collectionId, some);
    for (const [index, one] of some.entries()) known.set(ids[index] ?? '', one);
  }
  return known;
}

/** A client that adds memories to the collection one after the other. */
class Writer {
  readonly #api: Api;
  readonly #collectionId: string;
  readonly #turns = makeTurns('the writer', 200_000).values();

  constructor(api: Api, collectionId: string) {
    this.#api = api;
    this.#collectionId = collectionId;
  }

  /** Writes until `something` settles. Returns the milliseconds of each write. */
  async during(something: Promise<unknown>): Promise<number[]> {
    let over = false;
    const end = something.finally(() => {
      over = true;
    });
    const times: number[] = [];
    for (const turn of this.#turns) {
      if (over) break;
      times.push(await milliseconds(() => addOne(this.#api, this.#collectionId, turn)));
      await delay(pauseMs);
    }
    await end;
    return times;
  }
}

async function untilEnd(api: Api, id: string): Promise<void> {
  for (;;) {
    const { status } = await readRun(api, id);
    if (status !== 'QUEUED' && status !== 'RUNNING') return;
    await delay(100);
  }
}

interface Outcome {
  readonly known: ReadonlyMap<string, Planted>;
  readonly proposals: readonly Proposed[];
  readonly run: RunState;
  readonly restored: number;
  readonly quiet: readonly number[];
  readonly beside: readonly number[];
  readonly neighbourAlone: number;
  readonly neighbourBeside: number;
}

function render(engine: Engine, outcome: Outcome): string {
  const { known, proposals, run, restored, quiet, beside } = outcome;
  const merges = scoreMerges(proposals, known);
  const likely = proposals.filter(({ reason }) => reason === reasons['likely over']);
  const certain = proposals.filter((one) => !likely.includes(one));
  const outdated = scoreRetirements(certain, known, 'outdated');
  const expired = scoreRetirements(proposals, known, 'expired');
  const seconds = (Date.parse(run.finishedAt ?? '') - Date.parse(run.startedAt ?? '')) / 1000;
  const [alone, during] = [distribution(quiet), distribution(beside)];
  const figures: Figure[] = [
    ...scoreFigures('duplicates', merges, { found: { least: 95 }, precision: { least: 98 } }),
    ...scoreFigures('contradictions', outdated, { found: null, precision: { least: 95 } }),
    ...scoreFigures('expired', expired, { found: { least: 95 }, precision: { least: 98 } }),
    { name: 'probably over: proposals per 1,000 memories', value: (1000 * likely.length) / known.size, target: null },
    { name: 'active memories fewer, %', value: (100 * (run.merged + run.retired)) / known.size, target: { least: 10 } },
    { name: 'memories given back by undo', value: restored, target: null },
    { name: 'the run: seconds', value: seconds, target: null },
    { name: `another account's ${neighbours}, alone: seconds`, value: outcome.neighbourAlone, target: null },
    { name: `another account's ${neighbours}, during the run: seconds`, value: outcome.neighbourBeside, target: null },
    { name: 'writer alone: p95 ms', value: alone.p95, target: null },
    { name: 'writer during the run: p95 ms', value: during.p95, target: null },
    { name: 'writer: during / alone, p95', value: during.p95 / alone.p95, target: { below: 1.5 } },
  ];
  const wrong = [...merges.examples, ...outdated.examples].map((text) => `  wrong: ${text}`);
  return [report(`${engine}, ${known.size} memories`, figures), ...wrong].join('\n');
}

const scoreFigures = (
  name: string,
  { found, missed, wrong, recall, precision }: Score,
  targets: { readonly found: Figure['target']; readonly precision: Figure['target'] },
): Figure[] => [
  { name: `${name}: found % (${found} of ${found + missed})`, value: 100 * recall, target: targets.found },
  { name: `${name}: precision % (${wrong} wrong)`, value: 100 * precision, target: targets.precision },
];

async function run(): Promise<void> {
  const { values } = parseArgs({ options });
  const chosen = allOrOne('--engine', engines, values.engine);
  const memories = countOption('--memories', values.memories);
  console.log(`${conditions()}\n`);
  for (const engine of chosen) console.log(`${await runOn(engine, memories)}\n`);
}

await command(usage, run);
