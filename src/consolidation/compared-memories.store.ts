import { sql } from 'kysely';
import type { CollectionKey } from '../collection/collection.ts';
import { askedMemories, keysOf, type MemoryKey } from '../memory/asked-memories.ts';
import { hasBegun, isOfLivingConversation } from '../memory/memory-conditions.ts';
import type { Database } from '../platform/db/database.ts';
import { halfVectorBytes, readHalfVector } from '../platform/db/half-vector.ts';
import { leastId } from '../platform/db/new-id.ts';
import { prepared } from '../platform/db/preparing-client.ts';
import { askedStreams } from '../platform/events/asked-streams.ts';
import type { ComparedMemory } from './compared-memory.ts';
import type { ConsolidationRun } from './consolidation.ts';
import type { StoredVector } from './near-vectors.ts';

type Run = Pick<ConsolidationRun, 'accountId' | 'collectionId' | 'id'>;

/** There when a run began: it comes to its end however fast others write, and what is new is looked at when it is added. */
const wasThere = ({ accountId, id }: Run) => sql`memory.created_at <= coalesce((
  select started_at from consolidation_run where account_id = ${accountId} and id = ${id}), now())`;

/** CURRENT, there when the run began, and behind a place in the order of ids; null: from the first. */
const isNext = (run: Run, after: string | null) => sql`
  memory.account_id = ${run.accountId} and memory.collection_id = ${run.collectionId} and memory.status = 'CURRENT'
    and memory.id > ${after ?? leastId}::uuid and ${wasThere(run)}
    and ${isOfLivingConversation(run)}`;

interface Asked {
  readonly model: string;
  /** From this memory on, itself left out; null: from the first. */
  readonly after: string | null;
  readonly limit: number;
}

/**
 * A collection's CURRENT memories that were there when a run of it began, by id, with their vectors. Each one's own is looked
 * up by its key: after a bulk, of which nothing is counted yet, the database would compare all with all. Exported so that
 * its plan can be tested.
 */
export const vectorStatement = (run: Run, { model, after, limit }: Asked) => sql<{
  id: string;
  vector: Buffer | null;
}>`
    with page as materialized (
      select memory.id from memory
      where ${isNext(run, after)} order by memory.id limit ${limit}
    )
    select page.id, ${halfVectorBytes(sql`own.vector`)} as vector from page left join lateral (
      select e.vector from memory_embedding e
      where e.account_id = ${run.accountId} and e.memory_id = page.id and e.model = ${model} offset 0
    ) own on true
    order by page.id`;

/** The next vectors, of those memories that have one; `last` is null at the end. */
export async function nextVectors(
  db: Database,
  run: Run,
  asked: Asked,
): Promise<{ readonly vectors: StoredVector[]; readonly last: string | null }> {
  const { rows } = await vectorStatement(run, asked).execute(db);
  const vectors = rows.flatMap(({ id, vector }) => (vector === null ? [] : { id, values: readHalfVector(vector) }));
  return { vectors, last: rows.length === asked.limit ? (rows.at(-1)?.id ?? null) : null };
}

/** What of a memory is compared, where `memory` and its `collection` are read. */
const compared = sql`
  memory.id, memory.content, memory.speaker, memory.kind, memory.tags, memory.metadata, memory.revision,
  memory.valid_from as "validFrom", memory.valid_to as "validTo", not ${hasBegun} as "isToCome", memory.created_at as "createdAt",
  memory.conversation_id as "conversationId", memory.message_id as "messageId",
  (memory.valid_from at time zone collection.time_zone)::date::text as day,
  coalesce(memory.role in ('ASSISTANT', 'TOOL', 'SYSTEM'), false) or exists (
    select from memory_revision made where made.account_id = memory.account_id and made.memory_id = memory.id
      and made.revision = 1 and made.actor_kind = 'AGENT') as "byAgent"`;
const withCollection = sql`
  join collection on collection.account_id = memory.account_id and collection.id = memory.collection_id`;

/** CURRENT memories by their ids. */
export const comparedByIds = (
  db: Database,
  accountId: string,
  ids: readonly string[],
): Promise<Map<string, ComparedMemory>> => comparedOf(db, keysOf(accountId, ids));

/** CURRENT ones of some memories of whatever accounts, by their ids. */
export async function comparedOf(db: Database, memories: readonly MemoryKey[]): Promise<Map<string, ComparedMemory>> {
  if (memories.length === 0) return new Map();
  const { rows } = await sql<ComparedMemory>`${prepared}
    select ${compared} from ${askedMemories(memories)}
    join memory on memory.account_id = asked.account_id and memory.id = asked.id and memory.status = 'CURRENT'
    ${withCollection}`.execute(db);
  return new Map(rows.map((memory) => [memory.id, memory]));
}

/** A collection's CURRENT memories that were there when a run of it began, by id, from after one on. */
export async function nextCompared(
  db: Database,
  run: Run,
  after: string | null,
  limit: number,
): Promise<ComparedMemory[]> {
  const { rows } = await sql<ComparedMemory>`
    select ${compared} from memory ${withCollection}
    where ${isNext(run, after)} order by memory.id limit ${limit}`.execute(db);
  return rows;
}

/** What of a collection's settings says how its memories are compared, and which model's vectors it is searched by. */
export interface ComparisonSettings {
  readonly duplicateThreshold: number;
  readonly language: string;
  readonly autoConsolidate: boolean;
  readonly formerModel: string | null;
}

/** Null where the collection is gone. */
export const comparisonSettings = async (db: Database, scope: CollectionKey): Promise<ComparisonSettings | null> =>
  (await settingsOf(db, [scope]))[0] ?? null;

/** The same of several collections, in their order. */
export async function settingsOf(
  db: Database,
  scopes: readonly CollectionKey[],
): Promise<(ComparisonSettings | null)[]> {
  const { rows } = await sql<ComparisonSettings & { readonly place: number }>`${prepared}
    select asked.place, duplicate_threshold as "duplicateThreshold", language, auto_consolidate as "autoConsolidate",
      former_model as "formerModel"
    from ${askedStreams(scopes.map(({ accountId, collectionId }) => ({ accountId, streamId: collectionId })))}
    join collection on collection.account_id = asked.account_id and collection.id = asked.stream_id
      and collection.deleted_at is null`.execute(db);
  const settings = new Map(rows.map((row) => [row.place, row]));
  return scopes.map((_, place) => settings.get(place) ?? null);
}
