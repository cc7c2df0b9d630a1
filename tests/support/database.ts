import { randomBytes } from 'node:crypto';
import type { PostgresPool } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import { AccountGuard } from '../../src/platform/db/account-guard.ts';
import { connectKysely, type Database } from '../../src/platform/db/database.ts';
import { PreparingClient } from '../../src/platform/db/preparing-client.ts';
import { giveBack, takeEmbedded } from './embedded-database.ts';
import { administer, withName } from './template-database.ts';

export interface TestDatabase {
  readonly db: Database;
  /** The connections behind it. */
  readonly pool: PostgresPool;
}

/** A migrated database that this test file has to itself, empty at first, on the engine that the run is about. */
export function useDatabase(options: { readonly poolSize?: number } = {}): TestDatabase {
  const pool = inject('engine') === 'postgres' ? usePostgres(options.poolSize ?? inject('poolSize')) : useEmbedded();
  return { db: connectKysely(pool, [new AccountGuard()]), pool };
}

function usePostgres(max: number): PostgresPool {
  const name = `mnemograph_test_${randomBytes(6).toString('hex')}`;
  const url = process.env['TEST_DATABASE_URL'] ?? '';
  // Waiting for ever for a connection is what a query outside its transaction does on a pool of one.
  const connectionString = withName(url, name);
  const pool = new pg.Pool({ Client: PreparingClient, connectionString, max, connectionTimeoutMillis: 10_000 });
  beforeAll(async () => {
    await administer(url, [`create database ${name} template ${inject('templateDatabase')} strategy file_copy`]);
  });
  afterAll(async () => {
    await pool.end();
    // Without force it waits for the closing connections, and fails where a pool was left open.
    await administer(url, [`drop database ${name}`]);
  });
  return pool;
}

function useEmbedded(): PostgresPool {
  const opened = Promise.withResolvers<Awaited<ReturnType<typeof takeEmbedded>>>();
  let hasEnded = false;
  beforeAll(async () => opened.resolve(await takeEmbedded()));
  afterAll(async () => {
    hasEnded = true;
    await giveBack(await opened.promise);
  });
  return {
    connect: async () => {
      if (hasEnded) throw new Error('The tests of this file have ended, and others may have their database');
      return (await opened.promise).pool.connect();
    },
    end: async () => {},
    options: { max: 1 },
  };
}
