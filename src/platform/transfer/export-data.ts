import { sql } from 'kysely';
import { acrossAccounts } from '../db/account-guard.ts';
import type { Database } from '../db/database.ts';
import { appliedMigrations, laterMigrations } from '../db/migrate.ts';
import { onlyRow } from '../db/only-row.ts';
import { tenantTables } from '../db/tables.ts';
import { DataError, type DataHeader, formatVersion, type OnProgress } from './data-file.ts';
import { exportedTables, rowOrder, type StoredTable } from './exported-tables.ts';
import { writeDataFile } from './write-data-file.ts';

/** Maximum rows per batch, and their approximate size in characters: a row may be a word, or a memory of 32,000 characters with everything derived from it. */
const rowsAtOnce = 250;
const textAtOnce = 1024 * 1024;

/** Writes a snapshot of the data of all accounts to a file. Does not block writers; their later writes are not included. */
export const exportData = (
  db: Database,
  path: string,
  onProgress: OnProgress = () => {},
  signal: AbortSignal | null = null,
): Promise<DataHeader> =>
  db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (transaction) => {
      const snapshot = acrossAccounts(transaction, ...tenantTables);
      // Makes the text form of values independent of the server's settings. No pause is too long: a slow disk may take its time.
      await sql`select set_config('timezone', 'UTC', true), set_config('bytea_output', 'hex', true),
        set_config('extra_float_digits', '1', true), set_config('idle_in_transaction_session_timeout', '0', true)`.execute(
        snapshot,
      );
      const tables = await exportedTables(snapshot);
      const header = await makeHeader(snapshot, tables);
      const stored = new Map(tables.map((table) => [table.name, table]));
      await writeDataFile(path, header, (name) => rowsOf(snapshot, stored.get(name)), onProgress, signal);
      return header;
    });

async function makeHeader(snapshot: Database, tables: readonly StoredTable[]): Promise<DataHeader> {
  const migrations = await appliedMigrations(snapshot, null);
  if (migrations.length === 0) {
    throw new DataError('NOTHING_TO_EXPORT', 'there are no tables of Mnemograph in this database');
  }
  const newer = await laterMigrations(migrations);
  if (newer.length > 0) {
    throw new DataError(
      'NEWER_SCHEMA',
      `this database was migrated by a later version (${newer.at(-1)}), which may have tables that this one does not know: export it with that one`,
    );
  }
  const { at, postgres } = await onlyRow(
    snapshot,
    sql<{ at: Date; postgres: string }>`select now() as at, current_setting('server_version') as postgres`,
  );
  const counted = [];
  for (const { name, columns } of tables)
    counted.push({ name, columns: [...columns], rows: await count(snapshot, name) });
  return {
    format: 'mnemograph-data',
    version: formatVersion,
    migrations: [...migrations],
    postgres,
    at: at.toISOString(),
    tables: counted,
  };
}

async function count(snapshot: Database, table: string): Promise<number> {
  const { count } = await onlyRow(
    snapshot,
    sql<{ count: string }>`select count(*)::text as count from ${sql.table(table)}`,
  );
  return Number(count);
}

/** Uses a cursor, so that neither side holds more than a batch. */
async function* rowsOf(snapshot: Database, table: StoredTable | undefined): AsyncGenerator<readonly string[]> {
  if (!table) return;
  const columns = sql.join(table.columns.map((column) => sql.ref(column)));
  await sql`declare exported no scroll cursor for
    select row_to_json(stored)::text as row from (
      select ${columns} from ${sql.table(table.name)} order by ${rowOrder(table)}) stored`.execute(snapshot);
  for (let count = 1; ; ) {
    const { rows } = await sql<{ row: string }>`fetch ${sql.lit(count)} from exported`.execute(snapshot);
    if (rows.length === 0) break;
    const length = rows.reduce((sum, { row }) => sum + row.length, 0);
    // The next rows are probably about as long.
    count = Math.min(rowsAtOnce, 2 * count, Math.ceil((rows.length * textAtOnce) / length));
    yield rows.map(({ row }) => row);
  }
  await sql`close exported`.execute(snapshot);
}
