import { randomInt } from 'node:crypto';
import { sql } from 'kysely';
import { ConfigError } from '../platform/config/config-error.ts';
import type { Database } from '../platform/db/database.ts';
import { onlyRow } from '../platform/db/only-row.ts';
import type { OpenDatabase } from './open-database.ts';

type Opened = Pick<OpenDatabase, 'db' | 'migrations' | 'place'>;

/** Throws ConfigError if DATABASE_MIGRATION_URL leads elsewhere than DATABASE_URL: the tables would be made, or changed, in a foreign database. */
export async function requireSameDatabase(opened: Opened): Promise<void> {
  // A lock holds within one database of one server; one of a transaction works behind every pooler, and needs no privilege.
  const key = randomInt(2 ** 47);
  const isSame = await opened.db.transaction().execute(async (transaction) => {
    const held = await look(transaction, key, opened);
    const found = await look(opened.migrations, key, opened);
    // A standby has locks of its own. What it refuses is reported as such.
    if (held.standby || found.standby) return true;
    return !found.free && held.schema === found.schema;
  });
  if (!isSame) throw anotherDatabase();
}

export const anotherDatabase = () =>
  new ConfigError([
    {
      variable: 'DATABASE_MIGRATION_URL',
      got: 'another database, or another schema, than DATABASE_URL leads to',
      takes: 'the same one, past the pooler',
    },
  ]);

interface Look {
  readonly standby: boolean;
  readonly free: boolean;
  readonly schema: string | null;
}

/** Takes the lock until the end of the transaction if it is free. */
const look = (db: Database, key: number, { place: { schema } }: Opened): Promise<Look> =>
  onlyRow(
    db,
    sql<Look>`
    select pg_is_in_recovery() as standby, pg_try_advisory_xact_lock(${key}) as free,
      coalesce(${schema?.name ?? null}, current_schema()) as schema`,
  );
