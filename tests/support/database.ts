import type { PostgresPool } from 'kysely';
import { afterAll, beforeAll, inject } from 'vitest';
import { AccountGuard } from '../../src/platform/db/account-guard.ts';
import { connectKysely, type Database } from '../../src/platform/db/database.ts';
import { giveBackEmbedded, takeEmbedded } from './embedded-database.ts';
import { giveBackPostgres, takePostgres } from './postgres-database.ts';

export interface TestDatabase {
  readonly db: Database;
  /** The connections of the database. */
  readonly pool: PostgresPool;
}

/** A migrated database for this test file alone, initially empty, on the engine of the test run. */
export function useDatabase({ poolSize: max = inject('poolSize') } = {}): TestDatabase {
  const pool =
    inject('engine') === 'postgres'
      ? usePool(max, () => takePostgres(max), giveBackPostgres)
      : usePool(1, takeEmbedded, giveBackEmbedded);
  return { db: connectKysely(pool).withPlugin(new AccountGuard()), pool };
}

function usePool<Taken extends { readonly pool: PostgresPool }>(
  max: number,
  take: () => Promise<Taken>,
  giveBack: (taken: Taken) => Promise<void>,
): PostgresPool {
  const taken = Promise.withResolvers<Taken>();
  let hasEnded = false;
  beforeAll(async () => taken.resolve(await take()));
  afterAll(async () => {
    hasEnded = true;
    await giveBack(await taken.promise);
  });
  return {
    connect: async () => {
      if (hasEnded) throw new Error('The tests of this file have ended, and others may have their database');
      return (await taken.promise).pool.connect();
    },
    end: async () => {},
    options: { max },
  };
}
