import { z } from 'zod';
import { decodeNodeId } from '../../src/graphql/node-id.ts';
import { connectApi } from '../support/api.ts';
import { progress } from '../support/progress.ts';
import { startServer } from '../support/server.ts';
import { type Store, vacuum } from '../support/target.ts';
import { untilFollowed } from '../support/until-followed.ts';
import { untilQuiet } from '../support/until-quiet.ts';
import { type Filled, fill } from './fill.ts';
import { type BulkStored, storeInBulk } from './store-in-bulk.ts';
import { settingsOf } from './targets.ts';

/** Up to this many memories are written through the API; more would take too long and are stored in bulk. */
const mostWritten = 20_000;

/** Fills an empty store with conversations, and leaves it as after a while. */
export async function fillStore(store: Store, options: BulkStored): Promise<Filled> {
  const { memories, vocabulary } = options;
  const filled = await (memories > mostWritten ? storeInBulk(store, options) : write(store, memories, vocabulary));
  await vacuum(store);
  return filled;
}

/** Fills a collection and waits until all consumers of the log have caught up, as in a database that has settled. */
async function write(store: Store, memories: number, vocabulary: readonly string[]): Promise<Filled> {
  await using server = await startServer({ ...store, settings: settingsOf('sql') });
  const filled = await fill(server, memories, vocabulary);
  progress('until all who follow have come to the end');
  using api = connectApi(server);
  await untilFollowed(api);
  await untilQuiet(server.pid);
  await server[Symbol.asyncDispose]();
  const counted = await countedOf(store, filled);
  if (counted !== filled.memories) throw new Error(`Of ${filled.memories} memories ${counted} are counted`);
  return filled;
}

/** Memory count in the statistics that the SQL engine relies on. */
async function countedOf(store: Store, { collectionId }: Filled): Promise<number> {
  await using opened = await store.open();
  const { rows } = await opened.pool.query('select memories from collection_statistic where collection_id = $1', [
    decodeNodeId('Collection', collectionId),
  ]);
  const [counted] = z.array(z.object({ memories: z.coerce.number() })).parse(rows);
  return counted?.memories ?? 0;
}
