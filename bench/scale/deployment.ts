import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPgBouncer } from '../../tests/support/own-pgbouncer.ts';
import { type OwnPostgres, startPrimary, startReplicaOf } from '../../tests/support/own-postgres.ts';
import { startOwnRedis } from '../../tests/support/own-redis.ts';
import { progress } from '../support/progress.ts';
import { type BenchServer, startServer, startWorker } from '../support/server.ts';
import { type Balancer, startBalancer } from './haproxy.ts';

/** The topology of docs/scaling.md, on one machine. */
interface Deployment extends AsyncDisposable {
  /** For the files of a run; removed with the deployment. */
  readonly folder: string;
  readonly replica: OwnPostgres;
  readonly servers: readonly [BenchServer, BenchServer];
  /** Of our own processes. */
  readonly pids: readonly number[];
  /** In front of both API processes, and in front of the first alone. */
  readonly both: Balancer;
  readonly one: Balancer;
}

export async function deploy(): Promise<Deployment> {
  await using parts = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'scale-'));
  parts.defer(() => rm(folder, { recursive: true }));
  progress('primary, replica, Redis, PgBouncer …');
  const primary = await startPrimary();
  parts.defer(() => primary.remove());
  const redis = await startOwnRedis();
  parts.defer(() => redis.stop());
  migrate(primary.url, folder);
  // Set on the role, since PgBouncer does not accept options in the URL.
  await primary.run('alter role postgres set jit = off');
  const replica = await startReplicaOf(primary);
  parts.defer(() => replica.remove());
  const pooled = { program: process.env['PGBOUNCER'] ?? 'pgbouncer', poolSize: 20 };
  const pooler = parts.use(await startPgBouncer(primary.url, 'transaction', pooled));
  progress('two API processes, a worker, HAProxy …');
  const settings = { REDIS_URL: redis.url, DATABASE_REPLICA_URL: replica.url, MEMORY_LIMIT_MB: '512' };
  const options = { folder, databaseUrl: pooler.url, settings };
  const servers = [parts.use(await startServer(options)), parts.use(await startServer(options))] as const;
  const worker = parts.use(startWorker(options));
  const pids = [worker.pid, ...servers.map(({ pid }) => pid)];
  const endpoints = servers.map(({ endpoint }) => endpoint);
  const both = parts.use(await startBalancer(folder, 'both', endpoints));
  const one = parts.use(await startBalancer(folder, 'one', endpoints.slice(0, 1)));
  const all = parts.move();
  return { folder, replica, servers, pids, both, one, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

/** Migrates past the pooler, before anything serves. */
function migrate(databaseUrl: string, folder: string): void {
  const script = new URL('../../scripts/migrate.ts', import.meta.url).pathname;
  const env = { PATH: process.env['PATH'] ?? '', DATABASE_URL: databaseUrl, DATA_DIR: folder };
  const { status, stderr } = spawnSync(process.execPath, [script], { cwd: folder, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`The migration failed: ${stderr}`);
}
