import type { Extractor } from '../graph/extraction/extraction.ts';
import { graphChanged, readNextAnew } from '../graph/read-anew.ts';
import { acrossAccounts } from '../platform/db/account-guard.ts';
import type { Database } from '../platform/db/database.ts';
import type { StreamRef } from '../platform/events/commits.ts';
import { inUnitOfWork } from '../platform/events/unit-of-work.ts';
import { pause } from '../platform/pause.ts';

/** Wait before a retry while somebody is changing a memory. */
const patienceMs = 50;

/** The extractor, and a callback with the number of memories read per page. */
interface ReadingAnew {
  readonly extractor: Extractor;
  readonly onPage?: (read: number) => void;
}

/** Returns the collections of an account, or of all accounts. */
export async function collectionsToRead(db: Database, account: string | null): Promise<StreamRef[]> {
  const rows = await acrossAccounts(db, 'collection')
    .selectFrom('collection')
    .select(['account_id as accountId', 'id as streamId'])
    .where('deleted_at', 'is', null)
    .$if(account !== null, (query) => query.where('account_id', '=', account))
    .orderBy('account_id')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...row, kind: 'collection' }));
}

/**
 * Extracts all memories of a collection again, beside servers that follow new writes, and records a change of the graph at the end, which makes a
 * copy in Neo4j copy the whole collection. Returns the number of memories read.
 */
export async function readCollectionAnew(
  db: Database,
  stream: StreamRef,
  { extractor, onPage }: ReadingAnew,
): Promise<number> {
  let read = 0;
  for (let after: string | null = null; ; ) {
    const next = await readNextAnew(db, extractor, stream, after);
    if (next === 'away') throw new Error('The language model does not answer: run it again');
    if (next === 'again') {
      await pause(patienceMs, null);
      continue;
    }
    if (next.last === null) break;
    read += next.read;
    after = next.last;
    onPage?.(next.read);
  }
  if (read > 0) await tell(db, stream);
  return read;
}

/** Makes caches that depend on the entities of memories drop their entries. */
const tell = (db: Database, { accountId, streamId }: StreamRef): Promise<void> =>
  inUnitOfWork(db, accountId, async (unit) => {
    unit.record({ kind: 'collection', streamId, subjectId: streamId, ...graphChanged, shape: true });
  });
