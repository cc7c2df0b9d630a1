import { type Expression, type RawBuilder, sql } from 'kysely';
import type { CollectionKey } from '../collection/collection.ts';
import { visibleMemories } from '../memory/visible-memories.ts';
import type { Database } from '../platform/db/database.ts';
import { lockByName } from '../platform/db/lock-by-name.ts';
import type { EntityType } from './entity.ts';

/** A name that memories already have, and its entity. */
export interface KnownName {
  /** The form that was looked up. */
  readonly asked: string;
  readonly normal: string;
  readonly entityId: string;
  readonly type: EntityType;
  /** Number of mentions, 1,000 at most. */
  readonly mentions: number;
}

/** Keeps others from creating entities of the account until the transaction ends; otherwise one name could become two entities. */
export const lockNames = (db: Database, accountId: string): Promise<void> => lockByName(db, `graph ${accountId}`);

/** Maximum number of mentions that are counted or read: a name that is everywhere has any number. */
const mostRead = 1_000;

/**
 * Returns the entities with exactly these forms. Steps from one entity of a form to the next by the index, since nearly every memory may
 * name the same person.
 */
export async function equalNames(db: Database, accountId: string, normals: readonly string[]): Promise<KnownName[]> {
  if (normals.length === 0) return [];
  const next = (after: RawBuilder<unknown>) => sql`
    cross join lateral (
      select entity_id, type from mention where account_id = ${accountId} and ${after} order by entity_id, type limit 1
    ) next`;
  const { rows } = await sql<KnownName>`
    with recursive bearer as (
      select asked.normal, next.* from unnest(${normals}::text[]) as asked (normal) ${next(sql`mention.normal = asked.normal`)}
      union all
      select bearer.normal, next.* from bearer ${next(
        sql`mention.normal = bearer.normal and (mention.entity_id, mention.type) > (bearer.entity_id, bearer.type)`,
      )}
    )
    select normal as asked, normal, entity_id as "entityId", type, (
      select count(*)::int from (
        select from mention where mention.account_id = ${accountId} and mention.normal = bearer.normal
          and mention.entity_id = bearer.entity_id and mention.type = bearer.type limit ${mostRead}
      ) counted) as mentions
    from bearer`.execute(db);
  return rows;
}

/** Maximum number of candidates per form: the most similar names. */
const mostAlike = 20;
/** Maximum number of forms that are looked up at once, some milliseconds each; further ones have no candidates. */
const mostAsked = 100;
/** Words of fewer letters are not halved: trigrams find three letters and more. */
const leastHalved = 6;

/** Pattern of names with the digits of a form, in their order, with or without spaces between them. */
const withDigitsOf = sql`'%' || regexp_replace(asked.normal, '[^0-9]+', '%', 'g') || '%'`;

/**
 * Returns the halves of a form's longest word, as patterns: a name that is the same but for a typo or initials has one of them. So not every
 * "anna" is read for each "anna bergmann".
 */
function halvesOf(normal: string): readonly [string, string] {
  const longest = normal.split(' ').reduce((long, word) => (word.length > long.length ? word : long));
  const middle = Math.ceil(longest.length / 2);
  const halves = longest.length < leastHalved ? [longest, longest] : [longest.slice(0, middle), longest.slice(middle)];
  const [first = '', last = ''] = halves.map((half) => `%${half.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`);
  return [first, last];
}

/**
 * Returns entities with similar forms, by trigrams. `isSameName` decides whether they are the same, and takes no difference in
 * digits for a typo. Unless they are filtered by digits here, thousands of names that differ only in a number would be compared
 * with each other.
 */
export async function similarNames(db: Database, accountId: string, normals: readonly string[]): Promise<KnownName[]> {
  if (normals.length === 0) return [];
  const asked = normals.slice(0, mostAsked);
  const halves = asked.map(halvesOf);
  const having = (condition: Expression<unknown>) => sql`(
    select normal, entity_id, type from mention
    where account_id = ${accountId} and ${condition} and mention.normal like ${withDigitsOf} limit ${mostRead})`;
  const withFirst = sql`mention.normal like asked.first`;
  const withLast = sql`mention.normal like asked.last and mention.normal not like asked.first`;
  const { rows } = await sql<KnownName>`
    select asked.normal as asked, known.*
    from unnest(${asked}::text[], ${halves.map(([first]) => first)}::text[], ${halves.map(([, last]) => last)}::text[])
      as asked (normal, first, last) cross join lateral (
      select normal, entity_id as "entityId", type, count(*)::int as mentions
      from (${having(withFirst)} union all ${having(withLast)}) near
      where near.normal % asked.normal
      group by normal, entity_id, type
      order by similarity(normal, asked.normal) desc, entity_id limit ${mostAlike}
    ) known`.execute(db);
  return rows;
}

/** Number of mentions of a name that are checked for its type. */
const someMentions = 20;

/**
 * Returns for those of the names that memories of a collection, or of one below it, have what most of these take them for; THING if none
 * knows. Not of the account: who writes here would learn whether a name occurs where they may not read. Of a name that is everywhere in
 * the account, only `mostRead` mentions are looked at.
 */
export async function typesOfNames(
  db: Database,
  { accountId, collectionId }: CollectionKey,
  normals: readonly string[],
): Promise<Map<string, EntityType>> {
  if (normals.length === 0) return new Map();
  const here = visibleMemories(db, { accountId, within: [collectionId] })
    .where(sql<boolean>`memory.id = named.memory_id`)
    .select('memory.id');
  const { rows } = await sql<{ normal: string; type: EntityType }>`
    select asked.normal, known.type from unnest(${normals}::text[]) as asked (normal) cross join lateral (
      select type from (
        select named.type from (
          select memory_id, type from mention
          where account_id = ${accountId} and mention.normal = asked.normal limit ${mostRead}
        ) named cross join lateral (${here} offset 0) here limit ${someMentions}
      ) seen group by type order by type = 'THING', count(*) desc, type limit 1
    ) known`.execute(db);
  return new Map(rows.map(({ normal, type }) => [normal, type]));
}

/** Maximum number of speakers: more than talk in one collection. */
const mostSpeakers = 1_000;

/** Returns the speakers of a collection. */
export async function speakersOf(db: Database, accountId: string, collectionId: string): Promise<string[]> {
  const { rows } = await sql<{ speaker: string }>`
    select distinct term::jsonb ->> 0 as speaker from (
      select term from term_statistic where account_id = ${accountId} and collection_id = ${collectionId}
        and kind = 'participant' and memories > 0 order by term limit ${mostSpeakers}
    ) participant where term::jsonb ->> 0 is not null`.execute(db);
  return rows.map(({ speaker }) => speaker);
}
