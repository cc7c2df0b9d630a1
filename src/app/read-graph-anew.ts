import type { Extractor } from '../graph/extraction/extraction.ts';
import { graphChanged, readNextAnew } from '../graph/read-anew.ts';
import { acrossAccounts } from '../platform/db/account-guard.ts';
import type { Database } from '../platform/db/database.ts';
import type { StreamRef } from '../platform/events/commits.ts';
import { inUnitOfWork } from '../platform/events/unit-of-work.ts';
import { pause } from '../platform/pause.ts';

/** So long is waited for whoever changes a memory just now. */
const patienceMs = 50;

/** What reads, and who hears of each page how many memories it had. */
export interface ReadingAnew {
  readonly extractor: Extractor;
  readonly onPage?: (read: number) => void;
}

/** Collections of an account, or of all. */
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
 * Reads all memories of a collection anew, beside servers that follow what is written meanwhile, and tells of it at the end: a copy in Neo4j copies the
 * whole then. Answers how many were read.
 */
export async function readCollectionAnew(
  db: Database,
  stream: StreamRef,
  { extractor, onPage }: ReadingAnew,
): Promise<number> {
  let read = 0;
  for (let after: string | null = null; ; ) {
    const next = await readNextAnew(db, extractor, stream, after);
    if (next === 'again') {
      if (extractor.isAway) throw new Error('The language model does not answer: run it again');
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

/** Whoever keeps answers by what memories name lets go of them. */
const tell = (db: Database, { accountId, streamId }: StreamRef): Promise<void> =>
  inUnitOfWork(db, accountId, async (unit) => {
    unit.record({ kind: 'collection', streamId, subjectId: streamId, ...graphChanged, shape: true });
  });
