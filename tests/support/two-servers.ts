import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApp } from './app-server.ts';
import { createDatabase } from './own-database.ts';
import { startOwnRedis } from './own-redis.ts';
import { tokenFor } from './started-server.ts';

const { TEST_DATABASE_URL: databaseUrl = '', TEST_REDIS_URL: redisUrl = '' } = process.env;

export const canRunTwoServers = databaseUrl !== '' && redisUrl !== '';

export type TwoServers = Awaited<ReturnType<typeof startTwoServers>>;

/** Starts two servers on a Postgres database and a Redis of their own, with a token made with `tokenOptions` for both. */
export async function startTwoServers(more: Record<string, string>, ...tokenOptions: string[]) {
  await using starting = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'two-servers-'));
  starting.defer(() => rm(folder, { recursive: true }));
  const database = await createDatabase();
  starting.defer(() => database.drop());
  const redis = await startOwnRedis();
  starting.defer(() => redis.stop());
  const { url } = database;
  const settings: Record<string, string> = {
    DATABASE_URL: url,
    REDIS_URL: redis.url,
    DATA_DIR: folder,
    JWT_SECRET: 'a secret of at least thirty-two characters',
    ...more,
  };
  const token = await tokenFor(settings, ...tokenOptions);
  const servers = await Promise.all([startApp(settings), startApp(settings)]);
  for (const server of servers) starting.defer(() => server.stop());
  const started = starting.move();
  return { url, redis, settings, token, servers, [Symbol.asyncDispose]: () => started.disposeAsync() };
}
