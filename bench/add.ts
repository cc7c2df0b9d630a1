import { parseArgs } from 'node:util';
import { command } from '../scripts/command.ts';
import { checkStored } from './add/check-stored.ts';
import { concurrentFigures, singleFigures } from './add/figures.ts';
import {
  type Effort,
  fullEffort,
  measureBulks,
  measureConcurrent,
  measureSingles,
  quickEffort,
} from './add/measure-adds.ts';
import { measureIndexed } from './add/measure-indexed.ts';
import { startDelayedPostgres } from './add/postgres-with-commit-delay.ts';
import { conditions } from './support/conditions.ts';
import { report } from './support/figures.ts';
import { allOrOne } from './support/options.ts';
import { progress } from './support/progress.ts';
import { namedServer, startServer } from './support/server.ts';
import { createStore, type Engine, engines, startOn } from './support/target.ts';

const usage = `Measures how fast memories are added over HTTP, and counts afterwards that none is lost or doubled.

  npm run bench:add -- [--engine postgres|embedded] [--commit-delay | --index] [--quick]
  npm run bench:add -- --url http://127.0.0.1:4000 --token TOKEN [--quick]

  --engine        the engine of the server that is started; default both
  --commit-delay  50 clients on a second Postgres, started for it, whose commits take 2 ms; alone
  --index         bulks into an index of 100,000 vectors on Postgres, which takes some minutes to fill; alone
  --url           of a running server, in which three collections are left; nothing is counted there
  --token         of an account of that server: npm run token
  --quick         a tenth of the work`;

const options = {
  engine: { type: 'string' },
  'commit-delay': { type: 'boolean', default: false },
  index: { type: 'boolean', default: false },
  url: { type: 'string' },
  token: { type: 'string' },
  quick: { type: 'boolean', default: false },
} as const;

const singleTargets = { p50: { below: 4 }, p95: { below: 15 }, cpu: { below: 3 } };
const delayedTargets = { perSecond: { least: 1_000 }, p95: { below: 100 } };
const noTargets = { perSecond: null, p50: null, p95: null, cpu: null };
const bulkTargets = { postgres: { least: 3_000 }, embedded: { least: 1_000 } };

async function run(): Promise<void> {
  const { values } = parseArgs({ options });
  const effort = values.quick ? quickEffort : fullEffort;
  console.log(`${conditions()}\n`);
  if (values['commit-delay']) return console.log(await runDelayed(effort));
  if (values.index) return console.log(await runIndexed(effort, values.quick ? 10_000 : 100_000));
  if (values.url) return console.log(await runRemote(values.url, values.token, effort));
  for (const engine of allOrOne('--engine', engines, values.engine)) console.log(`${await runOn(engine, effort)}\n`);
}

/** Runs all three kinds of adds on one engine. */
async function runOn(engine: Engine, effort: Effort): Promise<string> {
  await using server = await startOn(engine);
  progress(`${engine}: one client`);
  const singles = await measureSingles(server, effort, server.pid);
  progress(`${engine}: 50 clients`);
  const concurrent = await measureConcurrent(server, effort);
  progress(`${engine}: bulks`);
  const bulks = await measureBulks(server, effort);
  await server.inspect((client) => checkStored(client, concurrent));
  return report(engine, [
    ...singleFigures(singles, engine === 'postgres' ? singleTargets : noTargets),
    ...concurrentFigures(concurrent, noTargets),
    { name: 'bulks of 1,000: memories/s', value: bulks, target: bulkTargets[engine] },
  ]);
}

async function runDelayed(effort: Effort): Promise<string> {
  await using postgres = await startDelayedPostgres();
  await using server = await startOn('postgres', { postgresUrl: postgres.url });
  progress('50 clients, commits of 2 ms: warming up');
  await measureConcurrent(server, { ...effort, concurrent: effort.warmUp });
  progress('50 clients, commits of 2 ms');
  const concurrent = await measureConcurrent(server, effort);
  await server.inspect((client) => checkStored(client, concurrent));
  return report('postgres, commit_delay=2000, commit_siblings=0', concurrentFigures(concurrent, delayedTargets));
}

/** Adds in bulk: the rate until the bulks are answered, and the rate until the index holds them, which the answer does not wait for. */
async function runIndexed(effort: Effort, before: number): Promise<string> {
  await using store = await createStore('postgres');
  await using server = await startServer(store);
  await using stored = await store.open();
  const client = await stored.pool.connect();
  try {
    const { perSecond, indexedPerSecond } = await measureIndexed(server, client, effort, before);
    return report(`postgres, ${before} vectors in the index`, [
      { name: 'bulks of 1,000: memories/s', value: perSecond, target: { least: 1_000 } },
      { name: 'until the index holds them: memories/s', value: indexedPerSecond, target: null },
    ]);
  } finally {
    client.release();
  }
}

async function runRemote(url: string, token: string | undefined, effort: Effort): Promise<string> {
  const server = namedServer(url, token);
  const singles = await measureSingles(server, effort, null);
  const concurrent = await measureConcurrent(server, effort);
  const bulks = await measureBulks(server, effort);
  return report(url, [
    ...singleFigures(singles, noTargets),
    ...concurrentFigures(concurrent, noTargets),
    { name: 'bulks of 1,000: memories/s', value: bulks, target: null },
  ]);
}

await command(usage, run);
