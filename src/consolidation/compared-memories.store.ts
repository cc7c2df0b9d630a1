import { sql } from 'kysely';
import type { CollectionKey } from '../collection/collection.ts';
import { askedMemories, type MemoryKey } from '../memory/asked-memories.ts';
import { dayHere } from '../memory/memory-columns.ts';
import { hasBegun, isOfLivingConversation, isSaidByAgent } from '../memory/memory-conditions.ts';
import type { Database } from '../platform/db/database.ts';
import { halfVectorBytes, readHalfVector } from '../platform/db/half-vector.ts';
import { leastId } from '../platform/db/new-id.ts';
import { prepared } from '../platform/db/preparing-client.ts';
import { askedStreams } from '../platform/events/asked-streams.ts';
import type { ComparedMemory } from './compared-memory.ts';
import type { ConsolidationRun } from './consolidation.ts';
import type { StoredVector } from './near-vectors.ts';

type Run = Pick<ConsolidationRun, 'accountId' | 'collectionId' | 'id'>;

/**
 * Whether the memory existed when the run began. This way a run ends however fast others write; newer memories are checked when
 * they are added.
 */
const wasThere = ({ accountId, id }: Run) => sql`memory.created_at <= coalesce((
  select started_at from consolidation_run where account_id = ${accountId} and id = ${id}), now())`;

/** Whether the memory is CURRENT, existed when the run began, and comes after `after` by id; null: start at the first. */
const isNext = (run: Run, after: string | null) => sql`
  memory.account_id = ${run.accountId} and memory.collection_id = ${run.collectionId} and memory.status = 'CURRENT'
    and memory.id > ${after ?? leastId}::uuid and ${wasThere(run)}
    and ${isOfLivingConversation(run)}`;

interface Asked {
  readonly model: string;
  /** Id of the last memory that was read; null: start at the first. */
  readonly after: string | null;
  readonly limit: number;
}

/**
 * A collection's CURRENT memories that existed when a run of it began, by id, with their vectors. Each vector is looked up by its
 * key: after a bulk insert, for which there are no statistics yet, Postgres would compare all with all. Exported so that its plan
 * can be tested.
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

/** Returns the next vectors, of those memories that have one; `last` is null at the end. */
export async function nextVectors(
  db: Database,
  run: Run,
  asked: Asked,
): Promise<{ readonly vectors: StoredVector[]; readonly last: string | null }> {
  const { rows } = await vectorStatement(run, asked).execute(db);
  const vectors = rows.flatMap(({ id, vector }) => (vector === null ? [] : { id, values: readHalfVector(vector) }));
  return { vectors, last: rows.length === asked.limit ? (rows.at(-1)?.id ?? null) : null };
}

/** The compared columns of a memory, for queries that read `memory` and its `collection`. */
const compared = sql`
  memory.id, memory.content, memory.speaker, memory.kind, memory.tags, memory.metadata, memory.revision,
  memory.valid_from as "validFrom", memory.valid_to as "validTo", not ${hasBegun} as "isToCome", memory.created_at as "createdAt",
  memory.conversation_id as "conversationId", memory.message_id as "messageId",
  ${dayHere(sql`memory.valid_from`)}::text as day,
  ${isSaidByAgent} or exists (
    select from memory_revision made where made.account_id = memory.account_id and made.memory_id = memory.id
      and made.revision = 1 and made.actor_kind = 'AGENT') as "byAgent"`;
const withCollection = sql`
  join collection on collection.account_id = memory.account_id and collection.id = memory.collection_id`;

/** Returns those of the memories, of any accounts, that are CURRENT, by id. */
export async function comparedOf(db: Database, memories: readonly MemoryKey[]): Promise<Map<string, ComparedMemory>> {
  if (memories.length === 0) return new Map();
  const { rows } = await comparedStatement(memories).execute(db);
  return new Map(rows.map((memory) => [memory.id, memory]));
}

/**
 * Each memory is looked up by its key (`offset 0`): after a bulk insert, for which there are no statistics yet, Postgres would read the
 * whole collection for each. Exported so that its plan can be tested.
 */
export const comparedStatement = (memories: readonly MemoryKey[]) => sql<ComparedMemory>`${prepared}
    select ${compared} from ${askedMemories(memories)} cross join lateral (
      select * from memory where account_id = asked.account_id and memory.id = asked.id offset 0
    ) memory ${withCollection} where memory.status = 'CURRENT'`;

/** Returns a page, by id, of a collection's CURRENT memories that existed when a run of it began. */
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

/** The settings of a collection by which its memories are compared, and the model whose vectors it is searched by. */
export interface ComparisonSettings {
  readonly duplicateThreshold: number;
  readonly language: string;
  readonly autoConsolidate: boolean;
  readonly formerModel: string | null;
}

/** Null if the collection is gone. */
export const comparisonSettings = async (db: Database, scope: CollectionKey): Promise<ComparisonSettings | null> =>
  (await settingsOf(db, [scope]))[0] ?? null;

/** The same for several collections, in their order. */
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
