import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { command } from '../scripts/command.ts';
import { askOnce, queueConsolidations, waitingConsolidations } from './queued/operations.ts';
import { addOne } from './support/add-memories.ts';
import { type Api, connectApi } from './support/api.ts';
import { conditions } from './support/conditions.ts';
import { createCollection } from './support/create-collection.ts';
import { distribution } from './support/distribution.ts';
import { type Figure, report } from './support/figures.ts';
import { allOrOne, countOption } from './support/options.ts';
import { progress } from './support/progress.ts';
import { type Engine, engines, startOn } from './support/target.ts';

const usage = `Queues 10,000 consolidations and asks agents meanwhile: how long a run waits until somebody works on it.

  npm run bench:queued -- [--engine postgres|embedded] [--jobs 10000]

  --engine  the engine of the server that is started; default both
  --jobs    how many consolidations are queued`;

const clients = 10;
const questions = 30;

async function runOn(engine: Engine, jobs: number): Promise<string> {
  await using server = await startOn(engine);
  using api = connectApi({ ...server, connections: clients });
  const collectionId = await createCollection(api, 'bench: questions');
  await addOne(api, collectionId, { content: 'Ada drinks green tea.' });
  await ask(api, collectionId, 5);
  const alone = await ask(api, collectionId, questions);
  progress(`${engine}: queueing ${jobs}`);
  // Some jobs finish meanwhile, so keep enqueueing until enough are queued.
  let sent = 0;
  for (let missing = jobs; missing > 0; missing = jobs - (await waitingConsolidations(api))) {
    const each = Math.ceil(missing / clients);
    await Promise.all(Array.from({ length: clients }, (_, n) => queueConsolidations(api, sent + n * each, each)));
    sent += clients * each;
  }
  const before = await waitingConsolidations(api);
  progress(`${engine}: asking behind ${before}`);
  const behind = await ask(api, collectionId, questions);
  const after = await waitingConsolidations(api);
  return report(`${engine}, a run of an agent`, [
    { name: 'consolidations that wait, before the questions', value: before, target: { least: jobs } },
    { name: 'consolidations that wait, after them', value: after, target: null },
    ...figuresOf('with nothing queued', alone, null),
    ...figuresOf('behind them', behind, { below: 1_000 }),
  ]);
}

/** Asks one question after the other, with pauses. */
async function ask(api: Api, collectionId: string, count: number): Promise<Awaited<ReturnType<typeof askOnce>>[]> {
  const times: Awaited<ReturnType<typeof askOnce>>[] = [];
  for (let n = 0; n < count; n += 1) {
    times.push(await askOnce(api, collectionId));
    await delay(100);
  }
  return times;
}

function figuresOf(
  when: string,
  times: readonly { readonly startedMs: number; readonly endedMs: number }[],
  target: Figure['target'],
): Figure[] {
  const started = times.map(({ startedMs }) => startedMs);
  return [
    { name: `${when}: starts after, p50 ms`, value: distribution(started).p50, target: null },
    { name: `${when}: starts after, longest ms`, value: Math.max(...started), target },
    {
      name: `${when}: has ended after, p95 ms`,
      value: distribution(times.map(({ endedMs }) => endedMs)).p95,
      target: null,
    },
  ];
}

await command(usage, async () => {
  const { values } = parseArgs({ options: { engine: { type: 'string' }, jobs: { type: 'string', default: '10000' } } });
  const chosen = allOrOne('--engine', engines, values.engine);
  const jobs = countOption('--jobs', values.jobs);
  console.log(`${conditions()}\n`);
  for (const engine of chosen) console.log(`${await runOn(engine, jobs)}\n`);
});
