import { parseArgs } from 'node:util';
import { decodeNodeId } from '../src/graphql/node-id.ts';
import { recountCollection } from '../src/memory/recount.ts';
import { loadConfig } from '../src/platform/config/config.ts';
import { readEnvironment } from '../src/platform/config/env.ts';
import type { Database } from '../src/platform/db/database.ts';
import { requireSchema } from '../src/platform/db/migrate.ts';
import { createLogger } from '../src/platform/logger.ts';
import { databaseCommand } from './command.ts';
import { openExisting } from './open-existing.ts';

const usage = `Counts anew what searches weigh words by, for when the counts are doubted. Servers may go on; they weigh by what is counted so far.

  npm run statistics:rebuild -- --account NAME [--collection ID]

  --account     whose collections
  --collection  one of them alone, by its id in the API`;

const options = {
  account: { type: 'string' },
  collection: { type: 'string' },
} as const;

async function run(): Promise<string> {
  const { values } = parseArgs({ options });
  if (values.account === undefined) throw new Error('--account NAME is missing');
  const config = loadConfig(readEnvironment());
  await using database = await openExisting(config, createLogger(config.logLevel));
  await requireSchema(database.migrations, database.place.schema);
  const db = database.jobs;
  const only = values.collection === undefined ? null : uuidOf(values.collection);
  const ids = await collectionsOf(db, values.account, only);
  if (ids.length === 0) throw new Error(`${values.account} has no ${only ? 'such collection' : 'collections'}`);
  let memories = 0;
  for (const collectionId of ids) memories += await recountCollection(db, { accountId: values.account, collectionId });
  return `Counted ${memories} memories of ${ids.length} collections`;
}

function uuidOf(id: string): string {
  const uuid = decodeNodeId('Collection', id);
  if (uuid) return uuid;
  throw new Error('--collection takes the id of a Collection, as the API answers it');
}

async function collectionsOf(db: Database, accountId: string, only: string | null): Promise<string[]> {
  const rows = await db
    .selectFrom('collection')
    .select('id')
    .where('account_id', '=', accountId)
    .where('deleted_at', 'is', null)
    .$if(only !== null, (query) => query.where('id', '=', only))
    .execute();
  return rows.map(({ id }) => id);
}

await databaseCommand(usage, run);
