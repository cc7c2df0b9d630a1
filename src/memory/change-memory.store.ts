import { sql } from 'kysely';
import type { Reach } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import { lexicalText, textSearchConfig } from '../platform/db/text-search.ts';
import { withWordBreaks } from '../platform/db/word-breaks.ts';
import type { Actor } from './actor.ts';
import { holdConversations } from './hold-conversations.ts';
import { type Memory, spokenText } from './memory.ts';
import { columnsOfMemory, memoryColumns } from './memory-columns.ts';
import type { MemoryState } from './memory-state.ts';
import { uncountMemories } from './statistics.store.ts';
import { visibleMemories } from './visible-memories.ts';

/** A memory locked until the end of the transaction. */
export interface LockedMemory {
  readonly memory: Memory;
  /** Language and time zone of its collection. */
  readonly language: string;
  readonly timeZone: string;
  /** The language that its terms were computed with; differs from `language` until it is reread. */
  readonly readLanguage: string;
  /** Whether its tier was set by hand. */
  readonly tierPinned: boolean;
  /** When the transaction began, by the database's clock. */
  readonly now: Date;
}

/** What the history records about a change. */
interface ChangeNote {
  readonly changed: readonly string[];
  readonly actor: Actor;
  readonly reason: string | null;
  readonly counterpartId: string | null;
}

/**
 * Locks a visible memory; null if there is none. To lock several, follow the chain of replacements from the oldest on, so that
 * concurrent changes cannot deadlock.
 */
export async function lockMemory(db: Database, reach: Reach, id: string): Promise<LockedMemory | null> {
  return (await lockMemoriesInOrder(db, reach, [id])).get(id) ?? null;
}

/**
 * Locks visible memories in the given order, in two or three statements; missing ones are left out. Their source conversations
 * are locked first.
 */
export async function lockMemoriesInOrder(
  db: Database,
  reach: Reach,
  ids: readonly string[],
): Promise<Map<string, LockedMemory>> {
  if (ids.length === 0) return new Map();
  const learnt = await db
    .selectFrom('memory')
    .select(['id', 'collection_id as collectionId', 'conversation_id as conversationId'])
    .where('account_id', '=', reach.accountId)
    .where('id', 'in', ids)
    .execute();
  const conversations = [...new Set(learnt.flatMap(({ conversationId }) => conversationId ?? []))];
  const collections = [...new Set(learnt.map(({ collectionId }) => collectionId))];
  const held = await holdConversations(db, reach.accountId, conversations, collections);
  const there = learnt.filter(({ conversationId }) => conversationId === null || held.has(conversationId));
  if (there.length === 0) return new Map();
  const rows = await visibleMemories(db, reach)
    .where(sql<boolean>`memory.id = any(${there.map(({ id }) => id)}::uuid[])`)
    .select(columnsOfMemory)
    .select(['collection.language', 'collection.time_zone as collectionTimeZone'])
    .select(['memory.language as readLanguage', 'memory.tier_pinned as tierPinned'])
    .select(sql<Date>`now()::timestamptz(3)`.as('now'))
    .orderBy(sql`array_position(${ids}::uuid[], memory.id)`)
    .forNoKeyUpdate('memory')
    .execute();
  return new Map(
    rows.map(({ language, collectionTimeZone: timeZone, readLanguage, tierPinned, now, ...memory }) => [
      memory.id,
      { memory, language, timeZone, readLanguage, tierPinned, now },
    ]),
  );
}

/** A transaction that began before another one may write after it: histories do not run backwards. */
const touched = sql`updated_at = greatest(now(), updated_at)`;

/** Writes the next state and revision of a locked memory, and its history entry, in one statement. */
export async function writeState(
  db: Database,
  locked: LockedMemory,
  state: MemoryState,
  note: ChangeNote,
): Promise<Memory> {
  const { memory } = locked;
  const redated = note.changed.includes('validFrom');
  // The consumer of the event counts it again with its new terms.
  if (redated) await uncountMemories(db, memory.accountId, [memory.id]);
  const { rows } = await sql<Memory>`
    with changed as (
      update memory set kind = ${state.kind}, tier = ${state.tier}, tags = ${state.tags}::text[],
        metadata = ${state.metadata && JSON.stringify(state.metadata)}::jsonb, valid_from = ${state.validFrom},
        valid_to = ${state.validTo}, status = ${state.status}, superseded_by = ${state.supersededById}::uuid,
        revision = revision + 1, ${touched}
        ${redated ? newTerms(locked, state.validFrom) : sql``}
      where account_id = ${memory.accountId} and id = ${memory.id}
      returning *
    ), revised as (
      ${historyOfChanged(note)}
    )
    select ${memoryColumns} from changed memory`.execute(db);
  const [row] = rows;
  if (!row) throw new Error(`Memory ${memory.id} was locked and is gone`);
  return row;
}

const changesToMany = { retired: sql`status = 'SUPERSEDED'`, unlinked: sql`superseded_by = null` };

/**
 * Marks locked memories of an account as SUPERSEDED without a successor, or removes the links to their successor, and writes
 * their histories, in one statement.
 */
export async function writeToMany(
  db: Database,
  accountId: string,
  ids: readonly string[],
  change: keyof typeof changesToMany,
  note: Omit<ChangeNote, 'counterpartId'>,
): Promise<void> {
  await sql`
    with changed as (
      update memory set ${changesToMany[change]}, revision = revision + 1, ${touched}
      where account_id = ${accountId} and id = any(${ids}::uuid[])
      returning *
    )
    ${historyOfChanged({ ...note, counterpartId: null })}`.execute(db);
}

/** Inserts a history entry for each row of the CTE `changed`. */
const historyOfChanged = ({ changed, reason, actor, counterpartId }: ChangeNote) => sql`
  insert into memory_revision (account_id, memory_id, revision, changed, kind, tier, tags, metadata, valid_from,
    valid_to, status, reason, actor_kind, actor, at, counterpart_id)
  select account_id, id, revision, ${changed}::text[], kind, tier, tags, metadata, valid_from, valid_to, status,
    ${reason}, ${actor.kind}, ${actor.name}, updated_at, ${counterpartId}::uuid
  from changed`;

/**
 * The terms contain the date in words, so a new date requires new terms. They are computed in the language that the old ones were
 * computed with: rereader.ts detects by that language and time zone what is still to be reread.
 */
const newTerms = ({ memory, readLanguage: language }: LockedMemory, validFrom: Date) => sql`,
  (terms, term_count) = (
    select made.terms, length(made.terms)
    from (select to_tsvector(${textSearchConfig(language)}::regconfig, ${lexicalText({
      language,
      timeZone: memory.timeZone,
      validFrom: sql`${validFrom}::timestamptz`,
      words: sql`${withWordBreaks(spokenText(memory), language)}::text`,
    })}) as terms) made)`;

/** Exempts a memory whose tier was set by hand from automatic tier updates. This is not visible, so it creates no revision. */
export async function pinTier(db: Database, { memory, tierPinned }: LockedMemory): Promise<void> {
  if (tierPinned) return;
  await db
    .updateTable('memory')
    .set({ tier_pinned: true })
    .where('account_id', '=', memory.accountId)
    .where('id', '=', memory.id)
    .execute();
}
