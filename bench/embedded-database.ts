import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Pool } from 'pg';
import { command } from '../scripts/command.ts';
import { openEmbedded } from '../src/platform/db/pglite/embedded-database.ts';
import { milliseconds } from './support/milliseconds.ts';

const usage = `Measures the cost of the embedded database: starts, reads, writes, memory, event loop.

  npm run bench:embedded`;

const READS = 20_000;
const ROWS = 20_000;

/** Opens the database of a folder, up to its first answer. */
async function open(dataDir: string) {
  const database = await openEmbedded({ dataDir, onDeath: (error) => console.error(error.message) });
  await database.pool.query('select 1');
  return database;
}

const report = (what: string, value: number, unit: string) =>
  console.log(`${what.padEnd(44)} ${value.toFixed(value < 10 ? 3 : 0).padStart(8)} ${unit}`);

async function reads(pool: Pool): Promise<void> {
  for (let n = 0; n < READS; n += 1) await pool.query('select * from thing where id = $1', [n % ROWS]);
}

const memory = () => process.memoryUsage().rss / 1e6;

async function measureReads(pool: Pool, delay: ReturnType<typeof monitorEventLoopDelay>): Promise<void> {
  report('keyed read, one after the other', (await milliseconds(() => reads(pool))) / READS, 'ms');
  const ten = Array.from({ length: 10 }, () => reads(pool));
  report('keyed read, ten at a time', (await milliseconds(() => Promise.all(ten))) / READS / 10, 'ms');
  report('event loop delay meanwhile, p99', delay.percentile(99) / 1e6, 'ms');
  report('event loop delay meanwhile, longest', delay.max / 1e6, 'ms');

  delay.reset();
  const nearest = 'select id from thing order by vec <=> (select vec from thing where id = $1) limit 100';
  const searches = async () => {
    for (let n = 0; n < 20; n += 1) await pool.query(nearest, [n]);
  };
  report(`exact top 100 of ${ROWS} vectors`, (await milliseconds(searches)) / 20, 'ms');
  report('event loop delay meanwhile, longest', delay.max / 1e6, 'ms');

  delay.reset();
  const everything = () => pool.query('select words, vec::text from thing');
  report('an answer of 60 MB', await milliseconds(everything), 'ms');
  report('event loop delay meanwhile, longest', delay.max / 1e6, 'ms');
}

async function measureOpen(pool: Pool): Promise<void> {
  await pool.query('create table thing (id int primary key, words text, vec vector(256))');
  const insert = `insert into thing select i, repeat(md5(i::text), 5),
    (select array_agg(sin(i * k)::real)::vector(256) from generate_series(1, 256) k) from generate_series(0, $1::int - 1) i`;
  report(`write ${ROWS} rows of 1.2 KB`, await milliseconds(() => pool.query(insert, [ROWS])), 'ms');

  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await measureReads(pool, delay);
  delay.disable();

  const commits = async () => {
    for (let n = 0; n < 2_000; n += 1) await pool.query('update thing set words = $2 where id = $1', [n, 'new']);
  };
  report('one commit', (await milliseconds(commits)) / 2_000, 'ms');
  report('memory at the end', memory(), 'MB');
}

async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'mnemograph-bench-'));
  report('memory before', memory(), 'MB');
  const began = performance.now();
  const database = await open(folder);
  report('start on an empty folder, to the first answer', performance.now() - began, 'ms');
  report('memory after it', memory(), 'MB');
  await measureOpen(database.pool);
  report('close', await milliseconds(() => database.close()), 'ms');

  const restarted = performance.now();
  const again = await open(folder);
  report('start on the folder, to the first answer', performance.now() - restarted, 'ms');
  await again.close();
  await rm(folder, { recursive: true });
}

await command(usage, run);
