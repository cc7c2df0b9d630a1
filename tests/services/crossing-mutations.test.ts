import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppServer, startApp } from '../support/app-server.ts';
import { CrossingMutations } from '../support/crossing-mutations.ts';
import { createDatabase, type OwnDatabase } from '../support/own-database.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { post, tokenFor } from '../support/started-server.ts';

const { TEST_DATABASE_URL: databaseUrl = '' } = process.env;
/** Calls per run: 12,000 in `npm run check:crossing`; else it is left out. */
const calls = Number(process.env['CROSSING_CALLS'] ?? 0);
/** Concurrent clients. */
const clients = 12;

/** A run goes on until each of them has succeeded, for at most four times as many calls. */
const certain = ['addMemory', 'addMemories', 'updateMemory', 'supersedeMemory', 'forgetMemory', 'createConversation'];

describe.skipIf(databaseUrl === '' || calls === 0)('concurrent mutations of one collection', () => {
  let folder = '';
  let token = '';
  let database: OwnDatabase;
  let server: AppServer;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'crossing-'));
    database = await createDatabase();
    const settings = {
      DATABASE_URL: database.url,
      DATA_DIR: folder,
      JWT_SECRET: 'a secret of at least thirty-two characters',
      RATE_LIMIT_PRO: '1000000000',
      LOG_LEVEL: 'error',
    };
    token = await tokenFor(settings, '--user', 'ada', '--scope', 'admin', '--plan', 'pro');
    server = await startApp(settings);
  });
  afterAll(async () => {
    await server.stop();
    await database.drop();
    await rm(folder, { recursive: true });
  });

  test('each answer with one of their declared results', { timeout: 60_000 + calls * 100 }, async () => {
    const seed = Number(process.env['CROSSING_SEED'] ?? Date.now());
    const run = (query: string, variables = {}) => post(server.endpoint, token, query, variables);
    const crossing = new CrossingMutations(run, seededRandom(seed));
    const schema = buildSchema(await readFile('schema.graphql', 'utf8'));
    const mutations = Object.keys(schema.getMutationType()?.getFields() ?? {});
    expect(Object.keys(crossing.steps).sort()).toEqual(expect.arrayContaining(mutations.sort()));
    await crossing.steps['createCollection']?.();
    const failures: string[] = [];
    let left = calls;
    const isDone = () => certain.every((one) => crossing.done.has(one));
    const work = async () => {
      for (; left > 0 || (left > -3 * calls && !isDone()); left -= 1) {
        // The payload may refer to what another client has deleted meanwhile.
        await crossing
          .next()
          .catch((error: unknown) => /"NOT_FOUND"/.test(String(error)) || failures.push(String(error)));
      }
    };
    await Promise.all(Array.from({ length: clients }, work));
    expect(failures, `seed ${seed}\n${server.said()}`).toEqual([]);
    expect([...crossing.done]).toEqual(expect.arrayContaining(certain));
  });
});
