import { sql } from 'kysely';
import { pino } from 'pino';
import { expect, inject, test, vi } from 'vitest';
import { buildWorker } from '../../src/app/build-worker.ts';
import { loadConfig } from '../../src/platform/config/config.ts';
import { ConfigError } from '../../src/platform/config/config-error.ts';
import { rowsOf } from '../support/account-rows.ts';
import { withName } from '../support/administer.ts';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { fillAccount } from '../support/full-account.ts';
import { useJobs } from '../support/jobs.ts';

const database = useDatabase();
const { db } = database;
const { services } = makeApi(db, useJobs(database));
const log = pino({ level: 'silent' });

test.skipIf(inject('engine') === 'embedded')(
  'a worker erases what a server deleted, and answers probes',
  async () => {
    const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db);
    const url = withName(process.env['TEST_DATABASE_URL'] ?? '', rows[0]?.name ?? '');
    const { viewer } = await fillAccount(db, services);
    await services.deletions.deleteAccount(viewer, viewer.accountId);
    const probes: string[] = [];
    const telling = pino(
      {},
      { write: (line: string) => probes.push(...(/"url":"([^"]+)"/.exec(line) ?? []).slice(1)) },
    );
    await using _worker = await buildWorker(loadConfig({ DATABASE_URL: url, PROBE_PORT: '0' }), { log: telling });
    await vi.waitFor(async () => expect(await rowsOf(db, viewer.accountId)).toEqual({}), 60_000);
    const ask = (path: string) => fetch(`${probes[0]}${path}`);
    expect((await ask('/health')).status).toBe(200);
    expect(await (await ask('/ready')).json()).toMatchObject({ status: 'ready', checks: { database: true } });
    const metrics = await (await ask('/metrics')).text();
    expect(metrics).toContain('mnemograph_part_up{part="database"} 1');
    const caches = new Set(metrics.matchAll(/^mnemograph_cache_bytes\{cache="([^"]+)"/gm).map(([, name]) => name));
    // What it needs for the runs of agents: all that is not listed here grows unseen when memory is short.
    expect(caches).toEqual(
      new Set([
        'search results',
        'search turns',
        'responses',
        'embeddings',
        'word meanings',
        'context plans',
        'prompt responses',
      ]),
    );
    expect((await ask('/graphql')).status).toBe(404);
    // As load balancers check it.
    expect((await fetch(`${probes[0]}/ready?by=balancer`, { method: 'HEAD' })).status).toBe(200);
  },
  90_000,
);

test('a worker rejects the embedded database, which supports one process only', async () => {
  await expect(buildWorker(loadConfig({}), { log })).rejects.toThrow(ConfigError);
});
