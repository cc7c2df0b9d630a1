import { setTimeout as delay } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import { addBulk } from '../support/add-memories.ts';
import { type ApiOptions, connectApi } from '../support/api.ts';
import { createCollection } from '../support/create-collection.ts';
import { progress } from '../support/progress.ts';
import { benchAccount } from '../support/server.ts';
import { type Effort, measureBulks } from './measure-adds.ts';
import { makeTurns } from './turns.ts';

const bulkSize = 1_000;
/** Number of memories that may stay outside the index for good. */
const mostOutside = 200;
const pollMs = 200;

interface IndexedAdds {
  /** Memories per second, until the bulks are answered. */
  readonly perSecond: number;
  /** Memories per second, until the index holds them too. */
  readonly indexedPerSecond: number;
}

/** Adds bulks to an account that already has this many indexed vectors. */
export async function measureIndexed(
  server: ApiOptions,
  client: ClientBase,
  effort: Effort,
  before: number,
): Promise<IndexedAdds> {
  await fill(server, before);
  progress('waiting until all are in the index');
  await untilIndexed(client);
  progress('bulks into the index');
  const began = performance.now();
  const perSecond = await measureBulks(server, effort);
  await untilIndexed(client);
  const memories = (effort.bulks + 1) * bulkSize;
  return { perSecond, indexedPerSecond: (memories * 1_000) / (performance.now() - began) };
}

async function fill(server: ApiOptions, memories: number): Promise<void> {
  using api = connectApi(server);
  const collectionId = await createCollection(api, 'bench: those before');
  for (let done = 0; done < memories; done += bulkSize) {
    if (done % 20_000 === 0) progress(`filling: ${done} of ${memories} memories`);
    await addBulk(api, collectionId, makeTurns(`those before ${done}`, bulkSize));
  }
}

async function untilIndexed(client: ClientBase): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ outside: number; valid: boolean }>(
      `select (select count(*)::int from memory_embedding where account_id = $1 and not ann) as outside,
        exists (select from pg_index i join pg_class c on c.oid = i.indexrelid
          where c.relname like 'memory_embedding_near_%' and i.indisvalid) as valid`,
      [benchAccount],
    );
    if (rows[0]?.valid && rows[0].outside <= mostOutside) return;
    await delay(pollMs);
  }
}
