import { sql } from 'kysely';
import type { Database } from '../platform/db/database.ts';
import type { FoundEntity } from './extraction/extraction.ts';

export interface NewMention extends FoundEntity {
  readonly memoryId: string;
  readonly entityId: string;
}

/** Two entities and the type of their relation. */
export interface RelationKey {
  readonly fromId: string;
  readonly toId: string;
  readonly type: string;
}

export interface NewRelation extends RelationKey {
  readonly memoryId: string;
  readonly id: string;
  readonly weight: number;
}

/** Memories that cannot change until the transaction ends. */
interface HeldMemories {
  readonly held: readonly { readonly id: string; readonly current: boolean }[];
  /** Whether somebody is changing others of the requested memories right now. */
  readonly areOthersBusy: boolean;
}

/**
 * Locks those of the memories that nobody is changing. It skips the others, since waiting for writers while holding what they
 * want could deadlock.
 */
export async function holdMemories(db: Database, accountId: string, ids: readonly string[]): Promise<HeldMemories> {
  const { rows: held } = await sql<{ id: string; current: boolean }>`
    select id, status = 'CURRENT' as current from memory where account_id = ${accountId} and id = any(${ids}::uuid[])
    order by id for share skip locked`.execute(db);
  if (held.length === ids.length) return { held, areOthersBusy: false };
  const { rows: all } = await sql<{ id: string }>`
    select id from memory where account_id = ${accountId} and id = any(${ids}::uuid[])`.execute(db);
  const known = new Set(held.map(({ id }) => id));
  return { held, areOthersBusy: all.some(({ id }) => !known.has(id)) };
}

/** Deletes what the memories say. */
export async function clearMemories(db: Database, accountId: string, ids: readonly string[]): Promise<void> {
  await sql`
    with unmentioned as (
      delete from mention where account_id = ${accountId} and memory_id = any(${ids}::uuid[])
    )
    delete from relation where account_id = ${accountId} and memory_id = any(${ids}::uuid[])`.execute(db);
}

export async function addMentions(db: Database, accountId: string, mentions: readonly NewMention[]): Promise<void> {
  if (mentions.length === 0) return;
  await sql`
    insert into mention (account_id, memory_id, entity_id, name, normal, type)
    select ${accountId}, "memoryId", "entityId", name, normal, type
    from jsonb_to_recordset(${JSON.stringify(mentions)}::jsonb)
      as given ("memoryId" uuid, "entityId" uuid, name text, normal text, type text)`.execute(db);
}

export async function addRelations(db: Database, accountId: string, relations: readonly NewRelation[]): Promise<void> {
  if (relations.length === 0) return;
  await sql`
    insert into relation (account_id, memory_id, id, from_id, to_id, type, weight)
    select ${accountId}, "memoryId", id, "fromId", "toId", type, weight
    from jsonb_to_recordset(${JSON.stringify(relations)}::jsonb)
      as given ("memoryId" uuid, id uuid, "fromId" uuid, "toId" uuid, type text, weight real)`.execute(db);
}

/** Returns those of the relations that memories already state, with their ids. */
export async function knownRelations(
  db: Database,
  accountId: string,
  keys: readonly RelationKey[],
): Promise<(RelationKey & { readonly id: string })[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<RelationKey & { readonly id: string }>`
    select asked."fromId", asked."toId", asked.type, known.id
    from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as asked ("fromId" uuid, "toId" uuid, type text)
    cross join lateral (
      select id from relation where account_id = ${accountId}
        and from_id = asked."fromId" and to_id = asked."toId" and type = asked.type limit 1
    ) known`.execute(db);
  return rows;
}
