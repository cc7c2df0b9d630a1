import { parseArgs } from 'node:util';
import { openDatabase } from '../src/app/open-database.ts';
import { requireSameDatabase } from '../src/app/same-database.ts';
import { loadConfig } from '../src/platform/config/config.ts';
import { readEnvironment } from '../src/platform/config/env.ts';
import { migrate } from '../src/platform/db/migrate.ts';
import { createLogger } from '../src/platform/logger.ts';
import { databaseCommand } from './command.ts';
import { openExisting } from './open-existing.ts';

const usage = `Brings the database of the settings to the newest schema. A start of the server does that by itself.

  npm run migrate -- [--down --yes]

  --down    takes every migration back, newest first: all data is lost, so --yes must be there, too`;

const options = {
  down: { type: 'boolean', default: false },
  yes: { type: 'boolean', default: false },
} as const;

async function run(): Promise<string> {
  const { values } = parseArgs({ options });
  if (values.down && !values.yes) throw new Error('--down loses all data: say --yes, too');
  const config = loadConfig(readEnvironment());
  const log = createLogger(config.logLevel);
  await using database = await (values.down ? openExisting(config, log) : openDatabase(config.database, log));
  await requireSameDatabase(database);
  const done = await migrate(database.migrations, {
    place: database.place,
    to: values.down ? 'none' : 'latest',
    onProgress: (name) => console.log(`${values.down ? 'down' : 'up'} ${name}`),
    onWaiting: () => console.log('Another process migrates; waiting for it'),
    onLocked: (name) => console.log(`${name}: a table is in use, trying again`),
  });
  return done.length === 0 ? 'Nothing to do' : `Done: ${done.length}`;
}

await databaseCommand(usage, run);
