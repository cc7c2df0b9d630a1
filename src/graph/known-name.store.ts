import { sql } from 'kysely';
import type { Database } from '../platform/db/database.ts';
import type { EntityType } from './entity.ts';

/** A name that memories have already, and the entity that it is. */
export interface KnownName {
  /** The form that was asked for. */
  readonly asked: string;
  readonly normal: string;
  readonly entityId: string;
  readonly type: EntityType;
  readonly mentions: number;
}

/** Nobody else makes entities of the account until the transaction ends: one name would become two. */
export async function lockNames(db: Database, accountId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`graph ${accountId}`}, 0))`.execute(db);
}

/** The entities of exactly these forms. */
export async function equalNames(db: Database, accountId: string, normals: readonly string[]): Promise<KnownName[]> {
  if (normals.length === 0) return [];
  const { rows } = await sql<KnownName>`
    select normal as asked, normal, entity_id as "entityId", type, count(*)::int as mentions
    from mention where account_id = ${accountId} and normal = any(${normals}::text[])
    group by normal, entity_id, type`.execute(db);
  return rows;
}

/** Names of which one is looked at for each form: the most like it. */
const mostAlike = 20;

/** What has the digits of a form, in their order, be there spaces between them or not. */
const withDigitsOf = sql`'%' || regexp_replace(asked.normal, '[^0-9]+', '%', 'g') || '%'`;

/**
 * Entities of similar forms, by trigrams: whether they are the same is for `isSameName` to say, to which digits are never a slip. Without
 * these, thousands of names that differ by their number alone would be compared with each.
 */
export async function similarNames(db: Database, accountId: string, normals: readonly string[]): Promise<KnownName[]> {
  if (normals.length === 0) return [];
  const { rows } = await sql<KnownName>`
    select asked.normal as asked, known.* from unnest(${normals}::text[]) as asked (normal) cross join lateral (
      select normal, entity_id as "entityId", type, count(*)::int as mentions
      from mention where account_id = ${accountId} and mention.normal like ${withDigitsOf}
        and mention.normal % asked.normal
      group by normal, entity_id, type
      order by similarity(mention.normal, asked.normal) desc, entity_id limit ${mostAlike}
    ) known`.execute(db);
  return rows;
}

/** Mentions of a name that are looked at for what it stands for. */
const someMentions = 20;

/** What those of the names stand for that memories of the account have: a thing where nobody could tell. */
export async function typesOfNames(
  db: Database,
  accountId: string,
  normals: readonly string[],
): Promise<Map<string, EntityType>> {
  if (normals.length === 0) return new Map();
  const { rows } = await sql<{ normal: string; type: EntityType }>`
    select asked.normal, known.type from unnest(${normals}::text[]) as asked (normal) cross join lateral (
      select type from (
        select type from mention where account_id = ${accountId} and mention.normal = asked.normal limit ${someMentions}
      ) seen order by type = 'THING', type limit 1
    ) known`.execute(db);
  return new Map(rows.map(({ normal, type }) => [normal, type]));
}

/** More people than talk in one collection, of which names are looked for. */
const mostSpeakers = 1_000;

/** Who speaks in a collection. */
export async function speakersOf(db: Database, accountId: string, collectionId: string): Promise<string[]> {
  const { rows } = await sql<{ speaker: string }>`
    select distinct term::jsonb ->> 0 as speaker from (
      select term from term_statistic where account_id = ${accountId} and collection_id = ${collectionId}
        and kind = 'participant' and memories > 0 order by term limit ${mostSpeakers}
    ) participant where term::jsonb ->> 0 is not null`.execute(db);
  return rows.map(({ speaker }) => speaker);
}
