import { nextCurrentIds } from '../memory/memory.store.ts';
import { areStillTold } from '../memory/still-told.ts';
import type { Database } from '../platform/db/database.ts';
import type { StreamRef } from '../platform/events/commits.ts';
import type { LoggedEvent } from '../platform/events/consumer.ts';
import type { Extraction, Extractor } from './extraction/extraction.ts';
import { firstAtOnce, readTexts } from './memory-text.store.ts';
import { withKnownNames } from './names-at-hand.ts';
import { replaceGraph } from './write-graph.ts';

/** Memories per transaction: what they say is written at once, and the embedded database has only one connection. */
const pageSize = 20;

/**
 * Progress of reading a collection again: `last` is null at its end. Nothing was written for now if the extractor is `away`, or if it has
 * to be done `again`, since somebody is changing one of the memories.
 */
type ReadAnew = { readonly read: number; readonly last: string | null } | 'away' | 'again';

/** Extracts what the texts of the memories say, with the current extractor. */
export async function extractionsOf(
  db: Database,
  extractor: Extractor,
  stream: StreamRef,
  ids: readonly string[],
): Promise<Map<string, Extraction>> {
  const { mostAtOnce = ids.length } = extractor;
  const found = new Map<string, Extraction>();
  for (let start = 0; start < ids.length; start += mostAtOnce) {
    const read = await readTexts(db, stream.accountId, ids.slice(start, start + mostAtOnce));
    const texts = await withKnownNames(db, stream, read);
    const readIds = read.map(({ id }) => id);
    const extractions = await extractor.extract(texts, () => areStillTold(db, stream.accountId, readIds));
    for (const [index, { id }] of texts.entries()) found.set(id, extractions[index] ?? { entities: [], relations: [] });
  }
  return found;
}

/**
 * Reads the next CURRENT memories of a collection again, by id. Each page is one idempotent transaction, so this can be
 * interrupted anywhere. While the language model does not answer, nothing is written: rules would remove what it had found.
 */
export async function readNextAnew(
  db: Database,
  extractor: Extractor,
  stream: StreamRef,
  after: string | null,
): Promise<ReadAnew> {
  const { accountId, streamId: collectionId } = stream;
  const next = await nextCurrentIds(db, { accountId, collectionId }, after, pageSize);
  const ids = await firstAtOnce(db, accountId, next);
  const last = ids.at(-1) ?? null;
  if (last === null) return { read: 0, last };
  const found = await extractionsOf(db, extractor, stream, ids);
  if (extractor.isAway) return 'away';
  const done = await db.transaction().execute((transaction) => replaceGraph(transaction, accountId, ids, found));
  return done === 'again' ? 'again' : { read: ids.length, last };
}

/** Whether texts are read by the rules of another language from this event on. */
export const changesLanguage = ({ type, data }: LoggedEvent): boolean =>
  type === 'CollectionChanged' && data?.['language'] !== undefined;

/** Recorded in a collection's stream when all of it was read again without an event of its memories. */
export const graphChanged = { type: 'CollectionChanged', changed: ['graph'] } as const;

/** Whether a copy of what a collection's memories say has to be made again as a whole. */
export const tellsOfAll = (event: LoggedEvent): boolean =>
  changesLanguage(event) || (event.type === graphChanged.type && event.changed.includes(graphChanged.changed[0]));
