import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../platform/db/database.ts';
import { prepared } from '../platform/db/preparing-client.ts';
import { lexicalText, textSearchConfig } from '../platform/db/text-search.ts';
import type { StreamRef } from '../platform/events/commits.ts';
import type { Batch } from '../platform/events/consumer.ts';

/** A memory whose terms were computed with another language or time zone than its collection has now. */
export interface StaleMemory {
  readonly id: string;
  readonly createdAt: Date;
  readonly content: string;
  readonly speaker: string | null;
  /** Settings of the collection. */
  readonly language: string;
  readonly timeZone: string;
}

/** What is recomputed from a memory's text. */
interface Reread {
  readonly id: string;
  readonly words: string;
  readonly patterns: number;
}

/** Which memories to check: these ids, or those created after a memory. */
export type Looked =
  | { readonly ids: readonly string[] }
  | { readonly after: Pick<StaleMemory, 'id' | 'createdAt'> | null };

const isStale = sql`collection.deleted_at is null
  and (memory.language <> collection.language or memory.time_zone <> collection.time_zone)`;

/** Batches whose events are about stale memories of their stream. */
export async function staleAmong(db: Database, batches: readonly Batch[]): Promise<Batch[]> {
  const told = batches.flatMap(({ stream: { accountId, streamId }, events }, place) =>
    events.map(({ subjectId }) => ({ place, account_id: accountId, collection_id: streamId, id: subjectId })),
  );
  const { rows } = await sql<{ place: number }>`${prepared}
    select distinct asked.place
    from json_to_recordset(${JSON.stringify(told)}::json) as asked (place int, account_id text, collection_id uuid, id uuid)
    join collection on collection.account_id = asked.account_id and collection.id = asked.collection_id
    join memory on memory.account_id = asked.account_id and memory.id = asked.id and memory.collection_id = collection.id
    where ${isStale}`.execute(db);
  const places = new Set(rows.map(({ place }) => place));
  return batches.filter((_, place) => places.has(place));
}

/** Returns stale memories in order of creation, locked until the transaction ends. */
export async function lockStale(
  db: Database,
  { accountId, streamId }: StreamRef,
  looked: Looked,
  limit: number,
): Promise<StaleMemory[]> {
  const { rows } = await sql<StaleMemory>`
    select memory.id, memory.created_at as "createdAt", memory.content, memory.speaker, collection.language,
      collection.time_zone as "timeZone"
    from memory join collection on collection.account_id = memory.account_id and collection.id = memory.collection_id
    where memory.account_id = ${accountId} and memory.collection_id = ${streamId}::uuid and ${isStale} and ${among(looked)}
    order by memory.created_at, memory.id limit ${limit} for no key update of memory`.execute(db);
  return rows;
}

function among(looked: Looked): RawBuilder<boolean> {
  if ('ids' in looked) return sql`memory.id = any(${looked.ids}::uuid[])`;
  if (!looked.after) return sql`true`;
  return sql`(memory.created_at, memory.id) > (${looked.after.createdAt}::timestamptz, ${looked.after.id}::uuid)`;
}

/** Writes the terms of memories as their collection's settings now require. This is not visible, so it creates no revision. */
export async function writeReread(
  db: Database,
  accountId: string,
  now: Pick<StaleMemory, 'language' | 'timeZone'>,
  memories: readonly Reread[],
): Promise<void> {
  const text = lexicalText({ ...now, validFrom: sql`memory.valid_from`, words: sql`input.words` });
  await sql`
    with made as materialized (
      select memory.id, input.patterns, to_tsvector(${textSearchConfig(now.language)}::regconfig, ${text}) as terms
      from json_to_recordset(${JSON.stringify(memories)}::json) as input (id uuid, words text, patterns int)
      join memory on memory.account_id = ${accountId} and memory.id = input.id
    )
    update memory set language = ${now.language}, time_zone = ${now.timeZone}, terms = made.terms,
      term_count = length(made.terms), patterns = made.patterns
    from made where memory.account_id = ${accountId} and memory.id = made.id`.execute(db);
}
