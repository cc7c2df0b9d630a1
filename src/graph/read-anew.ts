import type { Database } from '../platform/db/database.ts';
import type { StreamRef } from '../platform/events/commits.ts';
import type { LoggedEvent } from '../platform/events/consumer.ts';
import type { Extraction, Extractor } from './extraction/extraction.ts';
import { currentIds, readTexts } from './memory-text.store.ts';
import { withKnownNames } from './names-at-hand.ts';
import { replaceGraph } from './write-graph.ts';

/** Memories of one transaction: what they say is written at once, and the embedded database has only one connection. */
const pageSize = 20;

/** How far reading a collection anew has come: `last` is null at its end. `again`: nothing came of it, for now. */
export type ReadAnew = { readonly read: number; readonly last: string | null } | 'again';

/** What the texts of some memories say, by what reads them now. */
export async function extractionsOf(
  db: Database,
  extractor: Extractor,
  stream: StreamRef,
  ids: readonly string[],
): Promise<Map<string, Extraction>> {
  const texts = await withKnownNames(db, stream, await readTexts(db, stream.accountId, ids));
  const extractions = await extractor.extract(texts);
  return new Map(texts.map(({ id }, index) => [id, extractions[index] ?? { entities: [], relations: [] }]));
}

/**
 * Reads the next CURRENT memories of a collection anew, by id. Each page is one transaction, and running it again changes nothing: it may be broken
 * off anywhere. Where the language model does not answer, rules would take away what it had found: nothing is written.
 */
export async function readNextAnew(
  db: Database,
  extractor: Extractor,
  stream: StreamRef,
  after: string | null,
): Promise<ReadAnew> {
  const { accountId, streamId: collectionId } = stream;
  const ids = await currentIds(db, accountId, { collectionId, after, limit: pageSize });
  const last = ids.at(-1) ?? null;
  if (last === null) return { read: 0, last };
  const found = await extractionsOf(db, extractor, stream, ids);
  if (extractor.isAway) return 'again';
  const done = await db.transaction().execute((transaction) => replaceGraph(transaction, accountId, ids, found));
  return done === 'again' ? 'again' : { read: ids.length, last };
}

/** Texts are read by the rules of another language from then on. */
export const changesLanguage = ({ type, data }: LoggedEvent): boolean =>
  type === 'CollectionChanged' && data?.['language'] !== undefined;

/** What a collection's stream tells when all of it was read anew without an event of its memories. */
export const graphChanged = { type: 'CollectionChanged', changed: ['graph'] } as const;

/** Whoever has a copy of what a collection's memories say copies all of it. */
export const tellsOfAll = (event: LoggedEvent): boolean =>
  changesLanguage(event) || (event.type === graphChanged.type && event.changed.includes(graphChanged.changed[0]));
