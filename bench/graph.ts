import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { command } from '../scripts/command.ts';
import { openGraphMirror } from '../src/app/graph-mirror.ts';
import { openDatabase } from '../src/app/open-database.ts';
import type { GraphStore } from '../src/graph/graph-store.ts';
import { PostgresGraphStore } from '../src/graph/postgres-graph.store.ts';
import { walk } from '../src/graph/walk.ts';
import { loadConfig } from '../src/platform/config/config.ts';
import type { Database } from '../src/platform/db/database.ts';
import { migrate } from '../src/platform/db/migrate.ts';
import { ConsumerRunner } from '../src/platform/events/consumer-runner.ts';
import { copiedCounts, graphCounts, testNeo4j } from '../tests/support/graph-mirror.ts';
import { type FilledGraph, fillGraph } from './graph/fill-graph.ts';
import { conditions } from './support/conditions.ts';
import { distribution } from './support/distribution.ts';
import { createDatabase } from './support/fresh-database.ts';
import { milliseconds } from './support/milliseconds.ts';
import { countOption } from './support/options.ts';
import { progress } from './support/progress.ts';
import { table } from './support/table.ts';

const usage = `Measures how long walks through a graph of 100,000 relations take, in the tables and in Neo4j.

  npm run bench:graph -- [--relations 100000] [--runs 200]

  Postgres comes from TEST_DATABASE_URL; Neo4j from TEST_NEO4J_URL, TEST_NEO4J_USER and TEST_NEO4J_PASSWORD, and is left out
  where that is missing: eval "$(scripts/services.sh env)"`;

const options = {
  relations: { type: 'string', default: '100000' },
  runs: { type: 'string', default: '200' },
} as const;

const log = pino({ level: 'warn' }, process.stderr);

async function run(): Promise<string> {
  const { values } = parseArgs({ options });
  const url = process.env['TEST_DATABASE_URL'];
  if (!url) throw new Error('TEST_DATABASE_URL is missing');
  const [relations, runs] = [countOption('--relations', values.relations), countOption('--runs', values.runs)];
  await using fresh = await createDatabase(url);
  const { database: settings } = loadConfig({ DATABASE_URL: fresh.url });
  await using opened = await openDatabase(settings, log);
  await migrate(opened.migrations);
  progress(`writing ${relations} relations`);
  const graph = await fillGraph(opened.db, relations);
  const rows = [await measure('postgres', new PostgresGraphStore(opened.db), graph, runs)];
  const neo4j = await measureNeo4j(opened.db, graph, runs);
  const head = ['ms, p50 / p95', 'one step', 'two steps', 'names of 250 hits', 'entities of two steps'];
  const lines = [conditions(), '', table(head, neo4j ? [...rows, neo4j.row] : rows)];
  if (neo4j)
    lines.push(
      '',
      `Copied to Neo4j in ${neo4j.seconds.toFixed(1)} s; both have the same counts: ${neo4j.same ? 'reached' : 'missed'}`,
    );
  return lines.join('\n');
}

async function measure(
  name: string,
  store: GraphStore,
  { scope, entityIds, memoryIds }: FilledGraph,
  runs: number,
): Promise<string[]> {
  progress(`walking in ${name}`);
  const [one, two, naming]: number[][] = [[], [], []];
  let reached = 0;
  for (let n = 0; n < runs; n += 1) {
    const start = entityIds[(n * 7919) % entityIds.length] ?? '';
    one?.push(await milliseconds(() => walk(store, scope, start, { depth: 1, first: 100 })));
    two?.push(
      await milliseconds(async () => {
        reached += (await walk(store, scope, start, { depth: 2, first: 100 })).entityIds.length;
      }),
    );
    const hits = Array.from({ length: 250 }, (_, hit) => memoryIds[(n * 104_729 + hit * 31) % memoryIds.length] ?? '');
    naming?.push(await milliseconds(() => store.naming(scope.reach.accountId, hits.slice(0, 5), hits)));
  }
  const cell = (values: number[] = []) => {
    const { p50, p95 } = distribution(values.slice(Math.floor(runs / 10)));
    return `${p50.toFixed(1)} / ${p95.toFixed(1)}`;
  };
  return [name, cell(one), cell(two), cell(naming), (reached / runs).toFixed(0)];
}

async function measureNeo4j(db: Database, graph: FilledGraph, runs: number) {
  if (!testNeo4j) return null;
  await using mirror = await openGraphMirror(testNeo4j, log);
  await mirror.connection.start();
  await mirror.connection.check();
  progress('copying to Neo4j');
  const start = performance.now();
  await new ConsumerRunner({ requests: db, background: db, consumers: [mirror.consumer], log }).processAll();
  const seconds = (performance.now() - start) / 1_000;
  const { accountId } = graph.scope.reach;
  const [copied, kept] = [await copiedCounts(mirror, accountId), await graphCounts(db, accountId)];
  const row = await measure('neo4j', mirror.store, graph, runs);
  progress('clearing Neo4j');
  const key = { accountId, collectionId: graph.collectionId };
  while ((await mirror.copy.erase(key, 2_000)) > 0);
  return { row, seconds, same: JSON.stringify(copied) === JSON.stringify(kept) };
}

await command(usage, run);
