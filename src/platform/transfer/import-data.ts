import { sql } from 'kysely';
import { acrossAccounts } from '../db/account-guard.ts';
import type { Database } from '../db/database.ts';
import { type ExtensionSettings, usualPlace } from '../db/extensions.ts';
import { appliedMigrations, laterMigrations, migrate } from '../db/migrate.ts';
import { tenantTables } from '../db/tables.ts';
import { DataError, type DataHeader, type DataTable, type OnProgress } from './data-file.ts';
import { exportedTables } from './exported-tables.ts';
import { readDataFile } from './read-data-file.ts';

interface ImportOptions {
  /** Where the tables go; default: the search path decides. */
  readonly place?: ExtensionSettings;
  readonly onProgress?: OnProgress;
  /** Called when a migration begins. */
  readonly onMigration?: (name: string) => void;
  /** The result of `checkFile`. Omitted: the file is checked here. */
  readonly header?: DataHeader;
}

/** Reads a file to its end. Throws if it cannot be imported. */
export async function checkFile(path: string): Promise<DataHeader> {
  const header = await readDataFile(path);
  await refuseNewer(header, path);
  refuseOthers(header, path);
  return header;
}

/**
 * Imports a file into an empty database: applies the file's migrations, inserts the rows, and then applies
 * later migrations. Checks the file before it changes anything; inserts all rows in one transaction.
 */
export async function importData(db: Database, path: string, options: ImportOptions = {}): Promise<DataHeader> {
  const { place = usualPlace, header = await checkFile(path) } = options;
  const everywhere = acrossAccounts(db, ...tenantTables);
  await refuseFull(everywhere, place);
  await refuseAhead(db, header, place);
  const onProgress = options.onMigration ?? (() => {});
  await migrate(db, { place, only: new Set(header.migrations), onProgress });
  await everywhere.transaction().execute(async (transaction) => {
    // No pause is too long: a slow disk may take its time, and nobody waits for a database that is empty.
    await sql`select set_config('idle_in_transaction_session_timeout', '0', true)`.execute(transaction);
    // From here on nobody else can write.
    const tables = header.tables.map(({ name }) => sql.table(name));
    await sql`lock table ${sql.join(tables)} in exclusive mode`.execute(transaction);
    await refuseFull(transaction, place);
    const counts = new Map<string, number>();
    await readDataFile(path, async (table, rows) => {
      await insertRows(transaction, table, rows);
      const count = (counts.get(table.name) ?? 0) + rows.length;
      counts.set(table.name, count);
      options.onProgress?.(table.name, count, table.rows);
    });
  });
  await migrate(db, { place, onProgress });
  await sql`analyze`.execute(db);
  return header;
}

async function refuseNewer({ migrations }: DataHeader, path: string): Promise<void> {
  const newer = await laterMigrations(migrations);
  if (newer.length === 0) return;
  throw new DataError(
    'NEWER_SCHEMA',
    `${path} was written by a later version, which has the migration ${newer.at(-1)}: import it with that one`,
  );
}

/** Rejects tables that no export contains: they could belong to Postgres itself, or to another program. */
function refuseOthers({ tables }: DataHeader, path: string): void {
  const known: readonly string[] = tenantTables;
  const other = tables.find(({ name }) => !known.includes(name));
  if (!other) return;
  throw new DataError(
    'NOT_AN_EXPORT',
    `${path} has rows for the table ${JSON.stringify(other.name)}, which no export has. Nothing was imported; import only files that \`npm run data -- export\` wrote`,
  );
}

async function refuseFull(db: Database, { schema }: ExtensionSettings): Promise<void> {
  const tables = await exportedTables(db, schema?.name);
  for (const { name } of tables) {
    const { rows } = await sql`select from ${sql.table(name)} limit 1`.execute(db);
    if (rows.length === 0) continue;
    throw new DataError(
      'NOT_EMPTY',
      `the database of the settings is not empty: the table ${name} has rows. Import into a new one (DATABASE_URL, DATA_DIR)`,
    );
  }
}

/** Later migrations would not transform the rows of an older file. */
async function refuseAhead(db: Database, { migrations }: DataHeader, { schema }: ExtensionSettings): Promise<void> {
  const ahead = (await appliedMigrations(db, schema)).filter((name) => !migrations.includes(name));
  if (ahead.length === 0) return;
  throw new DataError(
    'SCHEMA_AHEAD',
    `the database is empty, but has gone through migrations that the file has not (${ahead.at(-1)}): ` +
      'stop what runs on it, and run `npm run migrate -- --down --yes` first',
  );
}

/** Postgres parses the values from the JSON with the input functions of their types. */
async function insertRows(transaction: Database, { name, columns }: DataTable, rows: readonly string[]): Promise<void> {
  const table = sql.table(name);
  const names = sql.join(columns.map((column) => sql.ref(column)));
  await sql`insert into ${table} (${names})
    select ${names} from json_populate_recordset(null::${table}, ${`[${rows.join(',')}]`}::json)`.execute(transaction);
}
