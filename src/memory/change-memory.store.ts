import { sql } from 'kysely';
import type { Reach } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import { lexicalText, textSearchConfig } from '../platform/db/text-search.ts';
import { withWordBreaks } from '../platform/db/word-breaks.ts';
import type { Actor } from './actor.ts';
import { visibleMemories } from './memory.store.ts';
import { type Memory, spokenText } from './memory.ts';
import { columnsFrom, columnsOfMemory, type MemoryRow, memoryFromRow } from './memory-row.ts';
import type { MemoryState } from './memory-state.ts';
import { holdConversations } from './source.store.ts';
import { uncountMemories } from './statistics.store.ts';

/** A memory that nobody else can change until the transaction ends. */
export interface LockedMemory {
  readonly memory: Memory;
  /** How its collection reads words and dates. */
  readonly language: string;
  readonly timeZone: string;
  /** The language that its words were read in: another one until it is read anew. */
  readonly readLanguage: string;
  /** Its tier was set by hand. */
  readonly tierPinned: boolean;
  /** When the transaction began, by the database's clock. */
  readonly now: Date;
}

/** What stands in the history beside a change. */
interface ChangeNote {
  readonly changed: readonly string[];
  readonly actor: Actor;
  readonly reason: string | null;
  readonly counterpartId: string | null;
}

/**
 * Locks a visible memory; null where there is none. Several are locked along the chain of replacements, the older one
 * first, so that two changes cannot wait for each other.
 */
export async function lockMemory(db: Database, reach: Reach, id: string): Promise<LockedMemory | null> {
  return (await lockMemoriesInOrder(db, reach, [id])).get(id) ?? null;
}

const lockable = (db: Database, reach: Reach) =>
  visibleMemories(db, reach)
    .select(columnsOfMemory)
    .select([
      'collection.language as collection_language',
      'collection.time_zone as collection_time_zone',
      'memory.language as read_language',
      'memory.tier_pinned',
    ])
    .select(sql<Date>`now()::timestamptz(3)`.as('now'))
    .forNoKeyUpdate('memory');

type LockedRow = Awaited<ReturnType<ReturnType<typeof lockable>['executeTakeFirstOrThrow']>>;

const lockedMemory = (row: LockedRow): LockedMemory => ({
  memory: memoryFromRow(row),
  language: row.collection_language,
  timeZone: row.collection_time_zone,
  readLanguage: row.read_language,
  tierPinned: row.tier_pinned,
  now: row.now,
});

/**
 * Locks visible memories in the order given, in two or three statements; those that are not there are left out. The conversations that
 * they were learnt in are held before them.
 */
export async function lockMemoriesInOrder(
  db: Database,
  reach: Reach,
  ids: readonly string[],
): Promise<Map<string, LockedMemory>> {
  if (ids.length === 0) return new Map();
  const learnt = await db
    .selectFrom('memory')
    .select(['id', 'conversation_id as conversationId'])
    .where('account_id', '=', reach.accountId)
    .where('id', 'in', ids)
    .execute();
  const conversations = [...new Set(learnt.flatMap(({ conversationId }) => conversationId ?? []))];
  const held = await holdConversations(db, reach.accountId, conversations);
  const there = learnt.filter(({ conversationId }) => conversationId === null || held.has(conversationId));
  if (there.length === 0) return new Map();
  const rows = await lockable(db, reach)
    .where(sql<boolean>`memory.id = any(${there.map(({ id }) => id)}::uuid[])`)
    .orderBy(sql`array_position(${ids}::uuid[], memory.id)`)
    .execute();
  return new Map(rows.map((row) => [row.id, lockedMemory(row)]));
}

/** Gives a locked memory its next state and revision, and writes its history, in one statement. */
export async function writeState(
  db: Database,
  locked: LockedMemory,
  state: MemoryState,
  note: ChangeNote,
): Promise<Memory> {
  const { memory } = locked;
  const redated = note.changed.includes('validFrom');
  // Counted again, with its new terms, by the consumer of the event.
  if (redated) await uncountMemories(db, memory.accountId, [memory.id]);
  const { rows } = await sql<MemoryRow>`
    with changed as (
      update memory set kind = ${state.kind}, tier = ${state.tier}, tags = ${state.tags}::text[],
        metadata = ${state.metadata && JSON.stringify(state.metadata)}::jsonb, valid_from = ${state.validFrom},
        valid_to = ${state.validTo}, status = ${state.status}, superseded_by = ${state.supersededById}::uuid,
        revision = revision + 1, updated_at = now()
        ${redated ? newTerms(locked, state.validFrom) : sql``}
      where account_id = ${memory.accountId} and id = ${memory.id}
      returning *
    ), revised as (
      ${historyOfChanged(note)}
    )
    select ${columnsFrom('changed')} from changed`.execute(db);
  const [row] = rows;
  if (!row) throw new Error(`Memory ${memory.id} was locked and is gone`);
  return memoryFromRow(row);
}

/** Makes locked memories of an account SUPERSEDED, by nothing, and writes their histories, in one statement. */
export async function writeRetired(
  db: Database,
  accountId: string,
  ids: readonly string[],
  note: Omit<ChangeNote, 'counterpartId'>,
): Promise<void> {
  await sql`
    with changed as (
      update memory set status = 'SUPERSEDED', revision = revision + 1, updated_at = now()
      where account_id = ${accountId} and id = any(${ids}::uuid[])
      returning *
    )
    ${historyOfChanged({ ...note, counterpartId: null })}`.execute(db);
}

/** Notes the state that memories have come to, of which a statement names the rows `changed`. */
const historyOfChanged = ({ changed, reason, actor, counterpartId }: ChangeNote) => sql`
  insert into memory_revision (account_id, memory_id, revision, changed, kind, tier, tags, metadata, valid_from,
    valid_to, status, reason, actor_kind, actor, at, counterpart_id)
  select account_id, id, revision, ${changed}::text[], kind, tier, tags, metadata, valid_from, valid_to, status,
    ${reason}, ${actor.kind}, ${actor.name}, updated_at, ${counterpartId}::uuid
  from changed`;

/**
 * The date stands in words among the terms, so a new date makes them anew: as they were read before. What is still to be read in another language
 * or time zone then is by rereader.ts, and by what it is known to have been read in.
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

/** Keeps automatic tier updates off a memory whose tier was set by hand. Nobody sees it, so it is no revision. */
export async function pinTier(db: Database, { memory, tierPinned }: LockedMemory): Promise<void> {
  if (tierPinned) return;
  await db
    .updateTable('memory')
    .set({ tier_pinned: true })
    .where('account_id', '=', memory.accountId)
    .where('id', '=', memory.id)
    .execute();
}
