import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import { AccountGuard } from '../../src/platform/db/account-guard.ts';
import { connectKysely, type Database } from '../../src/platform/db/database.ts';
import { administer, withName } from './template-database.ts';

export interface TestDatabase {
  readonly db: Database;
  /** A pool on the same database, for tests that look at it from outside. */
  readonly pool: pg.Pool;
}

/** A migrated database of this test file's own, on the engine that the run is about. */
export function useDatabase(options: { readonly poolSize?: number } = {}): TestDatabase {
  const name = `mnemograph_test_${randomBytes(6).toString('hex')}`;
  const url = process.env['TEST_DATABASE_URL'] ?? '';
  const pool = new pg.Pool({ connectionString: withName(url, name), max: options.poolSize ?? 10 });
  const db = connectKysely(pool, [new AccountGuard()]);
  beforeAll(async () => {
    await administer(url, [`create database ${name} template ${inject('templateDatabase')} strategy file_copy`]);
  });
  afterAll(async () => {
    await db.destroy();
    // Without force it waits for the closing connections, and fails where a pool was left open.
    await administer(url, [`drop database ${name}`]);
  });
  return { db, pool };
}
