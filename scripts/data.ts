import { parseArgs } from 'node:util';
import { openDatabase } from '../src/app/open-database.ts';
import { resumeWork } from '../src/app/resume-work.ts';
import { type Config, loadConfig } from '../src/platform/config/config.ts';
import { readEnvironment } from '../src/platform/config/env.ts';
import { createLogger } from '../src/platform/logger.ts';
import type { OnProgress } from '../src/platform/transfer/data-file.ts';
import { exportData } from '../src/platform/transfer/export-data.ts';
import { checkFile, importData } from '../src/platform/transfer/import-data.ts';
import { databaseCommand } from './command.ts';
import { openExisting } from './open-existing.ts';

const usage = `Moves all data between databases: embedded or Postgres, of this version or an earlier one.

  npm run data -- export FILE    writes what is in the database of the settings
  npm run data -- import FILE    puts it into the database of the settings, which must be empty

A server on Postgres may go on during an export; what it writes meanwhile is not in the file. The embedded database has one user:
stop its server. Stop all servers before an import. With REDIS_URL, empty that Redis after it, and with NEO4J_URL run \`npm run graph:rebuild -- --yes\`.`;

const progressMs = 1_000;

async function run(): Promise<string> {
  const [direction, path, ...rest] = parseArgs({ allowPositionals: true }).positionals;
  const isDirection = direction === 'export' || direction === 'import';
  if (!isDirection || path === undefined || rest.length > 0) throw new Error(usage);
  const config = loadConfig(readEnvironment());
  return await (direction === 'export' ? exportTo(path, config) : importFrom(path, config));
}

async function exportTo(path: string, config: Config): Promise<string> {
  await using database = await openExisting(config, createLogger('warn'));
  const { tables } = await exportData(database.migrations, path, telling('exporting'), stopped()).catch(unlessStopped);
  return `Exported ${total(tables)} rows to ${path}`;
}

async function importFrom(path: string, config: Config): Promise<string> {
  // Check first, so that a wrong file creates no database.
  const header = await checkFile(path);
  const log = createLogger('warn');
  await using database = await openDatabase(config.database, log);
  const { tables } = await importData(database.migrations, path, {
    header,
    place: database.place,
    onProgress: telling('importing'),
    onMigration: (name) => console.error(`migrating ${name}`),
  });
  await resumeWork(database, config.database.kind, log);
  return `Imported ${total(tables)} rows from ${path}`;
}

/** Aborted when the command is stopped, which discards what it has written. A second signal of the same kind ends the process at once. */
function stopped(): AbortSignal {
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(name, () => stop.abort());
  return stop.signal;
}

function unlessStopped(error: unknown): never {
  if (error instanceof Error && error.name === 'AbortError') throw new Error('Stopped: nothing was written');
  throw error;
}

const total = (tables: readonly { readonly rows: number }[]) => tables.reduce((sum, { rows }) => sum + rows, 0);

/** Reports on standard error, at most once a second and at the end of each table. */
function telling(doing: string): OnProgress {
  let last = 0;
  return (table, rows, of) => {
    const now = performance.now();
    if (rows < of && now - last < progressMs) return;
    last = now;
    console.error(`${doing} ${table}: ${rows} of ${of}`);
  };
}

await databaseCommand(usage, run);
