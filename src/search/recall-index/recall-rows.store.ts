import { sql } from 'kysely';
import type { CollectionKey } from '../../collection/collection.ts';
import { isOfLivingConversation } from '../../memory/memory-conditions.ts';
import type { Database } from '../../platform/db/database.ts';
import { halfVectorBytes, readHalfVector } from '../../platform/db/half-vector.ts';
import { prepared } from '../../platform/db/preparing-client.ts';
import { textSearchConfigOf } from '../../platform/db/text-search.ts';
import { parseTsvector } from '../../platform/db/tsvector.ts';
import { inTextTurns } from '../../platform/turns/text-turns.ts';
import { newestReplaced } from '../replaced.store.ts';
import { dayOf, instant } from '../sql-engine/turn-row.store.ts';
import { hashedEntries, readEntries } from './plain-entries.ts';
import type { RecallRow } from './recall-row.ts';
import type { ReplacedRow } from './replaced-rows.ts';

/** Which CURRENT memories of a collection to read: the next ones after a position in their order, or those with these ids. */
type RowsWanted =
  | { readonly after: { readonly createdAt: Date; readonly id: string } | null; readonly limit: number }
  | { readonly ids: readonly string[] };

type MadeHere = 'stems' | 'dateStems' | 'speakerStems' | 'pieces' | 'vector' | 'entries' | 'content';

/** A row as the database returns it. */
export interface StoredRow extends Omit<RecallRow, MadeHere> {
  readonly speakerStems: string[] | null;
  readonly terms: string;
  readonly pieces: number[];
  readonly vector: Buffer | null;
  readonly scale: number | null;
  readonly entries: Buffer | null;
  readonly contentHash: Buffer;
}

/**
 * Reads what the recall index keeps of memories, without their content. `offset 0` reads each vector by its key: for an account that is
 * new to its statistics, Postgres would expect one memory and compare each with all vectors.
 */
export async function readRecallRows(
  db: Database,
  { accountId, collectionId }: CollectionKey,
  model: string,
  wanted: RowsWanted,
): Promise<StoredRow[]> {
  const chosen =
    'ids' in wanted
      ? sql`memory.id = any(${wanted.ids}::uuid[])`
      : wanted.after
        ? sql`(memory.created_at, memory.id) > (${wanted.after.createdAt}, ${wanted.after.id}::uuid)`
        : sql`true`;
  const { rows } = await sql<StoredRow>`${'ids' in wanted ? prepared : sql``}
    select memory.id, memory.conversation_id as "conversationId", coalesce(memory.place, 0) as place, memory.speaker, to_json(tsvector_to_array(${nameTerms})) as "speakerStems",
      memory.role, ${dayOf} as day,
      memory.term_count as "termCount", memory.terms::text as terms, to_json(memory.pieces) as pieces, memory.patterns,
      ${halfVectorBytes(sql`e.vector`)} as vector, e.scale, to_json(memory.tags) as tags, ${hashedEntries} as entries, memory.kind, ${instant(sql`memory.valid_from`)} as "validFrom",
      ${instant(sql`memory.valid_to`)} as "validTo", ${instant(sql`memory.created_at`)} as "createdAt", memory.content_hash as "contentHash"
    from memory
    join collection on collection.account_id = memory.account_id and collection.id = memory.collection_id
    ${itsVector(model)}
    where memory.account_id = ${accountId} and memory.collection_id = ${collectionId} and memory.status = 'CURRENT'
      and ${isOfLivingConversation({ accountId })} and ${chosen}
    order by memory.created_at, memory.id ${'limit' in wanted ? sql`limit ${wanted.limit}` : sql``}`.execute(db);
  return rows;
}

/** The vector of a row of `memory`, and its scale. */
const itsVector = (model: string) => sql`left join lateral (
      select vector, scale from memory_embedding
      where account_id = memory.account_id and memory_id = memory.id and model = ${model} offset 0) e on true`;

/** Reads the ids of the SUPERSEDED memories of a collection that were replaced last. */
export async function readReplacedIds(db: Database, { accountId, collectionId }: CollectionKey): Promise<string[]> {
  const newest = newestReplaced(accountId, [collectionId]);
  const { rows } = await sql<{ id: string }>`select id from ${newest}`.execute(db);
  return rows.map(({ id }) => id);
}

type StoredReplaced = Omit<ReplacedRow, 'stems' | 'vector'> & Pick<StoredRow, 'terms' | 'vector' | 'scale'>;

/** Reads what the recall index keeps of those of these memories of a collection that are SUPERSEDED. */
export async function readReplacedRows(
  db: Database,
  { accountId, collectionId }: CollectionKey,
  model: string,
  ids: readonly string[],
): Promise<ReplacedRow[]> {
  const { rows } = await sql<StoredReplaced>`
    select memory.id, memory.superseded_by as "supersededBy", memory.conversation_id as "conversationId",
      memory.terms::text as terms, memory.term_count as "termCount", ${halfVectorBytes(sql`e.vector`)} as vector, e.scale
    from memory ${itsVector(model)}
    where memory.account_id = ${accountId} and memory.collection_id = ${collectionId} and memory.id = any(${ids}::uuid[])
      and memory.status = 'SUPERSEDED' and memory.superseded_by is not null and ${isOfLivingConversation({ accountId })}`.execute(
    db,
  );
  return await inTextTurns(rows, ({ terms }) => terms.length, toReplacedRow);
}

function toReplacedRow({ terms, vector, scale, ...same }: StoredReplaced): ReplacedRow {
  return { ...same, stems: [...new Set(parseTsvector(terms).stems)], vector: vectorOf(vector, scale) };
}

const vectorOf = (vector: Buffer | null, scale: number | null) =>
  vector && scale !== null ? { values: readHalfVector(vector), scale } : null;

/** Stems of the speaker's name in the collection's language. */
const nameTerms = sql`to_tsvector(${textSearchConfigOf(sql.ref('collection.language'))}::regconfig, memory.speaker)`;

/** Bits of a 64-bit integer beyond the 53 that a number holds exactly. */
const beyondNumber = 11n;

/** Length of a row in characters, about: a piece is a number of five digits. */
export const lengthOf = ({ terms, pieces }: Pick<StoredRow, 'terms' | 'pieces'>): number =>
  terms.length + 5 * pieces.length;

/** Takes longer than the database needs to read the rows: bulk readers should prefetch meanwhile. Yields the event loop in between. */
export const toRecallRows = (rows: readonly StoredRow[]): Promise<RecallRow[]> =>
  inTextTurns(rows, lengthOf, toRecallRow);

function toRecallRow(row: StoredRow): RecallRow {
  const { terms, pieces, vector, scale, entries, speakerStems, contentHash, ...same } = row;
  return {
    ...same,
    ...parseTsvector(terms),
    speakerStems: speakerStems ?? [],
    pieces: Uint16Array.from(pieces),
    entries: readEntries(entries),
    vector: vectorOf(vector, scale),
    content: Number(contentHash.readBigUInt64BE() >> beyondNumber),
  };
}
