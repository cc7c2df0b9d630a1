import { sql } from 'kysely';
import { z } from 'zod';
import { type Described, sqlWithout } from '../memory/described.ts';
import type { Memory } from '../memory/memory.ts';
import type { MemoryState } from '../memory/memory-state.ts';
import type { AddedUse } from '../memory/take-over-use.ts';
import { acrossAccounts } from '../platform/db/account-guard.ts';
import type { Database } from '../platform/db/database.ts';
import { newId } from '../platform/db/new-id.ts';
import { isJsonObject, type JsonObject } from '../platform/json-object.ts';
import type { NewProposal, Proposal, ProposalRole, ProposalState, RunKey } from './consolidation.ts';

/** Stores proposals of a run as PROPOSED, and returns them in their order. */
export async function insertProposals(
  db: Database,
  { accountId, id: runId }: RunKey,
  proposals: readonly NewProposal[],
): Promise<Proposal[]> {
  if (proposals.length === 0) return [];
  const made = proposals.map((proposal) => ({ ...proposal, id: newId(), memoryCount: proposal.memories.length }));
  const rows = await db
    .insertInto('consolidation_proposal')
    .values(
      made.map((proposal) => ({
        account_id: accountId,
        id: proposal.id,
        run_id: runId,
        kind: proposal.kind,
        rule: proposal.rule,
        safe: proposal.safe,
        similarity: proposal.similarity,
        proposed_tier: proposal.proposedTier,
        memories: proposal.memoryCount,
      })),
    )
    .returning(['id', 'created_at'])
    .execute();
  await db
    .insertInto('proposal_memory')
    .values(
      made.flatMap(({ id, memories }) =>
        memories.map(({ memoryId, role, revision }, ordinal) => ({
          account_id: accountId,
          proposal_id: id,
          ordinal,
          memory_id: memoryId,
          role,
          revision,
        })),
      ),
    )
    .execute();
  const createdAt = rows[0]?.created_at ?? new Date();
  return made.map((proposal) => ({ ...proposal, accountId, runId, state: 'PROPOSED', decidedAt: null, createdAt }));
}

/** Sets the state of proposals, and the time of the decision. */
export async function decide(
  db: Database,
  accountId: string,
  ids: readonly string[],
  state: ProposalState,
): Promise<void> {
  if (ids.length === 0) return;
  await db
    .updateTable('consolidation_proposal')
    .set({ state, decided_at: sql`now()` })
    .where('account_id', '=', accountId)
    .where('id', 'in', ids)
    .execute();
}

/**
 * Rejects what is undecided and proposes the same as one of these rejected proposals for the same memories: returns the ids of its runs.
 */
export async function rejectCopies(db: Database, accountId: string, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const memoriesOf = (proposal: string) => sql`(
    select array_agg(memory_id order by memory_id) from proposal_memory
    where account_id = ${accountId} and proposal_id = ${sql.ref(`${proposal}.id`)})`;
  const { rows } = await sql<{ runId: string }>`
    update consolidation_proposal twin set state = 'REJECTED', decided_at = now()
    from consolidation_proposal refused
    where refused.account_id = ${accountId} and refused.id = any(${ids}::uuid[])
      and twin.account_id = ${accountId} and twin.state = 'PROPOSED' and twin.kind = refused.kind
      and twin.id in (
        select other.proposal_id from proposal_memory own
        join proposal_memory other on other.account_id = own.account_id and other.memory_id = own.memory_id
        where own.account_id = ${accountId} and own.proposal_id = refused.id)
      and ${memoriesOf('twin')} = ${memoriesOf('refused')}
    returning twin.run_id as "runId"`.execute(db);
  return rows.map(({ runId }) => runId);
}

/** The parts of a memory that consolidation can change. */
type Restorable = Pick<MemoryState, 'tier' | 'tags' | 'metadata' | 'validTo' | 'status' | 'supersededById'>;

/** A memory as it was before a proposal was applied. */
export interface PreImage {
  readonly state: Restorable;
  /** Whether it took over recalls of others. `use` is null if those were only recalled together with something. */
  readonly takesOver: boolean;
  /** Null if no recalls were added. */
  readonly use: AddedUse | null;
}

const use = z.object({
  resonance: z.number(),
  askedResonance: z.number().nullish(),
  accessCount: z.number(),
  lastAccessedAt: z.string().nullable(),
  freshAt: z.string().nullable(),
});
const preImage = z.object({
  state: z.object({
    tier: z.enum(['ACTIVE', 'THREAD', 'STABLE']),
    tags: z.array(z.string()),
    // `z.record` would leave out a key named `__proto__`.
    metadata: z.custom<JsonObject>(isJsonObject).nullable(),
    validTo: z.coerce.date().nullable(),
    status: z.enum(['CURRENT', 'SUPERSEDED', 'FORGOTTEN']),
    supersededById: z.string().nullable(),
  }),
  takesOver: z.boolean(),
  use: z.object({ before: use, after: use }).nullable(),
});

export const preImageOf = (memory: Memory, recalls: Pick<PreImage, 'takesOver' | 'use'>): PreImage => {
  const { tier, tags, metadata, validTo, status, supersededById } = memory;
  return { state: { tier, tags, metadata, validTo, status, supersededById }, ...recalls };
};

/** The revisions of a memory before and after a proposal was applied. */
export interface OwnChange {
  readonly memoryId: string;
  readonly revision: number;
  readonly revisionLeft: number;
}

/** A memory's change by a proposal that was applied, with its state before. */
export interface AppliedChange extends OwnChange {
  readonly proposalId: string;
  readonly before: PreImage;
}

/** Returns what the applied proposals of a run have changed in the given memories. */
export async function ownChanges(
  db: Database,
  { accountId, runId }: { readonly accountId: string; readonly runId: string },
  memoryIds: ReadonlySet<string>,
): Promise<OwnChange[]> {
  if (memoryIds.size === 0) return [];
  const { rows } = await sql<OwnChange>`
    select memory_id as "memoryId", revision, revision_left as "revisionLeft" from proposal_memory
    join consolidation_proposal proposal on proposal.account_id = ${accountId}
      and proposal.id = proposal_memory.proposal_id and proposal.run_id = ${runId} and proposal.state = 'APPLIED'
    where proposal_memory.account_id = ${accountId} and memory_id = any(${[...memoryIds]}::uuid[])
      and revision_left is not null and not restored`.execute(db);
  return rows;
}

export async function keepPreImages(db: Database, accountId: string, applied: readonly AppliedChange[]): Promise<void> {
  if (applied.length === 0) return;
  await sql`
    update proposal_memory set before = done.before, revision = done.revision, revision_left = done."revisionLeft", restored = false
    from json_to_recordset(${JSON.stringify(applied)}::json)
      as done ("proposalId" uuid, "memoryId" uuid, revision int, "revisionLeft" int, before jsonb)
    where proposal_memory.account_id = ${accountId} and proposal_memory.proposal_id = done."proposalId"
      and proposal_memory.memory_id = done."memoryId"`.execute(db);
}

/** A memory that an applied proposal changed and that is not restored yet. */
export interface ChangedMemory {
  readonly proposalId: string;
  readonly memoryId: string;
  readonly role: ProposalRole;
  /** Its revision before the proposal was applied. */
  readonly revision: number;
  readonly revisionLeft: number;
  /** Null once it is deleted: it is too late for an undo. */
  readonly before: PreImage | null;
}

export async function changedMemories(
  db: Database,
  accountId: string,
  proposalIds: readonly string[],
): Promise<ChangedMemory[]> {
  if (proposalIds.length === 0) return [];
  const rows = await db
    .selectFrom('proposal_memory')
    .select(['proposal_id', 'memory_id', 'role', 'revision', 'revision_left', 'before'])
    .where('account_id', '=', accountId)
    .where('proposal_id', 'in', proposalIds)
    .where('revision_left', 'is not', null)
    .where('restored', '=', false)
    .orderBy('proposal_id')
    .orderBy('ordinal')
    .execute();
  return rows.map((row) => ({
    proposalId: row.proposal_id,
    memoryId: row.memory_id,
    role: row.role,
    revision: row.revision,
    revisionLeft: row.revision_left ?? 0,
    before: row.before === null ? null : preImage.parse(row.before),
  }));
}

export async function markRestored(db: Database, accountId: string, restored: readonly ChangedMemory[]): Promise<void> {
  if (restored.length === 0) return;
  const rows = restored.map(({ proposalId, memoryId }) => ({ proposalId, memoryId }));
  await sql`
    update proposal_memory set restored = true, before = null
    from json_to_recordset(${JSON.stringify(rows)}::json) as done ("proposalId" uuid, "memoryId" uuid)
    where proposal_memory.account_id = ${accountId} and proposal_memory.proposal_id = done."proposalId"
      and proposal_memory.memory_id = done."memoryId"`.execute(db);
}

export interface MovedRevision {
  readonly memoryId: string;
  readonly from: number;
  readonly to: number;
}

/** Lets the changes that left a memory at revision `from` be undone from revision `to`, at which it stands now. */
export async function moveRevisions(db: Database, accountId: string, moved: readonly MovedRevision[]): Promise<void> {
  if (moved.length === 0) return;
  await sql`
    update proposal_memory set revision_left = moved."to"
    from json_to_recordset(${JSON.stringify(moved)}::json) as moved ("memoryId" uuid, "from" int, "to" int)
    where proposal_memory.account_id = ${accountId} and proposal_memory.memory_id = moved."memoryId"
      and proposal_memory.memory_id = any(${moved.map(({ memoryId }) => memoryId)}::uuid[])
      and revision_left = moved."from" and before is not null`.execute(db);
}

/**
 * Lets merges that changed nothing in the memory they kept, since it had all already, count as changes that somebody has edited
 * since: an undo leaves alone what is given back to it in their name.
 */
export async function countAsEdited(
  db: Database,
  { accountId, id }: Memory,
  { since, to }: { readonly since: number; readonly to: number },
): Promise<void> {
  await sql`
    update proposal_memory set revision_left = ${to}
    where account_id = ${accountId} and memory_id = ${id} and role = 'KEEP' and revision >= ${since}
      and revision_left = revision and before is not null`.execute(db);
}

/** Purging a memory removes the links of those it superseded, which raises their revisions by one. This keeps their changes undoable. */
export async function moveRevisionsOfReplaced(db: Database, accountId: string, byId: string): Promise<void> {
  await sql`
    update proposal_memory set revision_left = revision_left + 1 from memory
    where memory.account_id = ${accountId} and memory.superseded_by = ${byId}
      and proposal_memory.account_id = ${accountId} and proposal_memory.memory_id = memory.id
      and proposal_memory.revision_left = memory.revision and proposal_memory.before is not null`.execute(db);
}

/** Removes tags and metadata entries from what undos would restore of a memory, for its changes after one revision up to another. */
export async function forgetInPreImages(
  db: Database,
  { accountId, id }: Memory,
  taken: Described,
  { after, last }: { readonly after: number; readonly last: number },
): Promise<void> {
  const left = sqlWithout(taken);
  const tags = left.tags(sql`array(select jsonb_array_elements_text(before #> '{state,tags}'))`);
  const metadata = left.metadata(sql`nullif(before #> '{state,metadata}', 'null')`);
  await sql`
    update proposal_memory set before = jsonb_set(jsonb_set(before, '{state,tags}', to_jsonb(${tags})),
      '{state,metadata}', coalesce(${metadata}, 'null'))
    where account_id = ${accountId} and memory_id = ${id} and revision > ${after} and revision <= ${last}
      and before is not null`.execute(db);
}

/** Deletes the former states kept for proposals that were applied more than `days` ago; returns how many. */
export async function forgetPreImages(db: Database, days: number, limit: number): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    update proposal_memory set before = null where (account_id, proposal_id, ordinal) in (
      select one.account_id, one.proposal_id, one.ordinal from proposal_memory one
      join consolidation_proposal proposal on proposal.account_id = one.account_id and proposal.id = one.proposal_id
      where one.before is not null and proposal.decided_at < now() - make_interval(days => ${days}) limit ${limit})`.execute(
    acrossAccounts(db, 'proposal_memory', 'consolidation_proposal'),
  );
  return Number(numAffectedRows);
}
