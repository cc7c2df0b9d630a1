import { sql } from 'kysely';
import type { Database } from '../platform/db/database.ts';
import { lexicalText, textSearchConfig } from '../platform/db/text-search.ts';
import { withWordBreaks } from '../platform/words/word-breaks.ts';
import type { Actor } from './actor.ts';
import type { LockedMemory } from './lock-memories.ts';
import { type Memory, spokenText } from './memory.ts';
import { memoryColumns } from './memory-columns.ts';
import type { MemoryState } from './memory-state.ts';
import { uncountMemories } from './statistics.store.ts';

/** What the history records about a change. */
interface ChangeNote {
  readonly changed: readonly string[];
  readonly actor: Actor;
  readonly reason: string | null;
  readonly counterpartId: string | null;
}

/** A transaction that began before another one may write after it: histories do not run backwards. */
const touched = sql`updated_at = greatest(now(), memory.updated_at)`;

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

/** A revision that a change of a locked memory leads to. */
export interface NextRevision {
  readonly memory: Memory;
  readonly note: ChangeNote;
}

/**
 * Writes revisions of locked memories of an account, each memory's in their order, with their history entries, in one statement.
 * Kind and `validFrom` are to be as they were.
 */
export async function writeRevisions(
  db: Database,
  accountId: string,
  revisions: readonly NextRevision[],
): Promise<void> {
  if (revisions.length === 0) return;
  const last = new Map(revisions.map(({ memory }) => [memory.id, memory.revision]));
  const rows = revisions.map(({ memory, note: { actor, ...note } }) => {
    const { id, revision, tier, tags, metadata, validTo, status, supersededById } = memory;
    const state = { tier, tags, metadata, validTo, status, supersededById };
    return {
      id,
      revision,
      isLast: last.get(id) === revision,
      ...state,
      ...note,
      actorKind: actor.kind,
      actor: actor.name,
    };
  });
  await sql`
    with next as (
      select * from json_to_recordset(${JSON.stringify(rows)}::json) as next (
        id uuid, revision int, "isLast" boolean, tier text, tags text[], metadata jsonb, "validTo" timestamptz, status text,
        "supersededById" uuid, changed text[], reason text, "actorKind" text, actor text, "counterpartId" uuid)
    ), changed as (
      update memory set tier = next.tier, tags = next.tags, metadata = next.metadata, valid_to = next."validTo",
        status = next.status, superseded_by = next."supersededById", revision = next.revision, ${touched}
      from next where next."isLast" and memory.id = next.id
        and memory.account_id = ${accountId} and memory.id = any(${[...last.keys()]}::uuid[])
      returning memory.id, memory.kind, memory.valid_from, memory.updated_at
    )
    insert into memory_revision (account_id, memory_id, revision, changed, kind, tier, tags, metadata, valid_from,
      valid_to, status, reason, actor_kind, actor, at, counterpart_id)
    select ${accountId}, id, next.revision, next.changed, kind, tier, tags, metadata, valid_from,
      "validTo", status, reason, "actorKind", actor, updated_at, "counterpartId"
    from next join changed using (id)`.execute(db);
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
