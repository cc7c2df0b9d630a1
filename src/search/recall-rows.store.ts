import { sql } from 'kysely';
import type { MemoryKind } from '../memory/memory.ts';
import { isOfLivingConversation } from '../memory/memory-conditions.ts';
import type { Database } from '../platform/db/database.ts';
import { halfVectorBytes, readHalfVector } from '../platform/db/half-vector.ts';
import { prepared } from '../platform/db/preparing-client.ts';
import { textSearchConfig } from '../platform/db/text-search.ts';
import { parseTsvector } from '../platform/db/tsvector.ts';
import type { TurnRole } from './ranking/turn.ts';
import type { CollectionKey } from './recall-index/recall-loader.ts';
import type { RecallRow } from './recall-index/recall-row.ts';

/** Which CURRENT memories of a collection to read: the next after a place in their order, or these. */
export type RowsWanted =
  | { readonly after: { readonly createdAt: Date; readonly id: string } | null; readonly limit: number }
  | { readonly ids: readonly string[] };

interface StoredRow {
  readonly id: string;
  readonly conversationId: string | null;
  readonly place: number;
  readonly speaker: string | null;
  readonly role: TurnRole | null;
  readonly day: number;
  readonly termCount: number;
  readonly terms: string;
  readonly pieces: number[];
  readonly patterns: number;
  readonly vector: Buffer | null;
  readonly scale: number | null;
  readonly tags: string[];
  readonly kind: MemoryKind;
  readonly validFrom: Date;
  readonly validTo: Date | null;
  readonly createdAt: Date;
  readonly contentHash: Buffer;
}

/**
 * Reads what the recall index keeps of memories: no content. Each vector is read by its key (`offset 0`): of an account that is new to
 * its statistics Postgres would expect one memory, and compare each with all vectors.
 */
export async function readRecallRows(
  db: Database,
  { accountId, collectionId }: CollectionKey,
  model: string,
  wanted: RowsWanted,
): Promise<RecallRow[]> {
  const chosen =
    'ids' in wanted
      ? sql`memory.id = any(${wanted.ids}::uuid[])`
      : wanted.after
        ? sql`(memory.created_at, memory.id) > (${wanted.after.createdAt}, ${wanted.after.id}::uuid)`
        : sql`true`;
  const { rows } = await sql<StoredRow>`${'ids' in wanted ? prepared : sql``}
    select memory.id, memory.conversation_id as "conversationId", coalesce(memory.place, 0) as place, memory.speaker,
      memory.role, (memory.valid_from at time zone collection.time_zone)::date - date '1970-01-01' as day,
      memory.term_count as "termCount", memory.terms::text as terms, memory.pieces, memory.patterns,
      ${halfVectorBytes(sql`e.vector`)} as vector, e.scale, memory.tags, memory.kind, memory.valid_from as "validFrom",
      memory.valid_to as "validTo", memory.created_at as "createdAt", memory.content_hash as "contentHash"
    from memory
    join collection on collection.account_id = memory.account_id and collection.id = memory.collection_id
    left join lateral (
      select vector, scale from memory_embedding
      where account_id = memory.account_id and memory_id = memory.id and model = ${model} offset 0) e on true
    where memory.account_id = ${accountId} and memory.collection_id = ${collectionId} and memory.status = 'CURRENT'
      and ${isOfLivingConversation({ accountId, within: null })} and ${chosen}
    order by memory.created_at, memory.id ${'limit' in wanted ? sql`limit ${wanted.limit}` : sql``}`.execute(db);
  const stemsOf = await nameStems(db, accountId, collectionId, rows);
  return rows.map((row) => toRecallRow(row, stemsOf));
}

function toRecallRow(row: StoredRow, stemsOf: ReadonlyMap<string | null, readonly string[]>): RecallRow {
  const { terms, pieces, vector, scale, validFrom, validTo, createdAt, ...same } = row;
  return {
    ...same,
    ...parseTsvector(terms),
    speakerStems: stemsOf.get(row.speaker) ?? [],
    pieces: Uint16Array.from(pieces),
    vector: vector && scale !== null ? { values: readHalfVector(vector), scale } : null,
    validFrom: validFrom.getTime(),
    validTo: validTo?.getTime() ?? null,
    createdAt: createdAt.getTime(),
  };
}

/** Stems of the words of each speaker's name, as the database makes them in the collection's language. */
async function nameStems(db: Database, accountId: string, collectionId: string, rows: readonly StoredRow[]) {
  const speakers = [...new Set(rows.flatMap(({ speaker }) => speaker ?? []))];
  if (speakers.length === 0) return new Map<string, string[]>();
  const collection = await db
    .selectFrom('collection')
    .select('language')
    .where('account_id', '=', accountId)
    .where('id', '=', collectionId)
    .executeTakeFirst();
  const { rows: found } = await sql<{ speaker: string; stems: string[] }>`
    select speaker, tsvector_to_array(to_tsvector(${textSearchConfig(collection?.language ?? '')}::regconfig, speaker)) as stems
    from unnest(${speakers}::text[]) as speaker`.execute(db);
  return new Map(found.map(({ speaker, stems }) => [speaker, stems]));
}
