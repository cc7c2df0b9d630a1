import { type RawBuilder, sql } from 'kysely';
import { isCollectionHiddenNow, isHiddenNow, isOfLivingConversation } from '../memory/memory-conditions.ts';
import type { Database } from '../platform/db/database.ts';
import { prepared } from '../platform/db/preparing-client.ts';
import { isActive, type RunStatus } from '../platform/run-status.ts';
import type { Cited } from './agent.ts';
import type { RunCall } from './agent-run.ts';
import type { Attempt } from './end-run.store.ts';
import type { RunKey } from './run-queue.store.ts';

/**
 * Records which memories a run is given, so that a purge finds every answer that may contain them. Returns those that still exist:
 * only they may be given to an agent.
 */
export async function noteRecalled(db: Database, run: RunKey, memoryIds: readonly string[]): Promise<Set<string>> {
  if (memoryIds.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`${prepared}
    with there as (${held(run, sql`= any(${memoryIds}::uuid[])`)}), noted as (${noted(run)})
    select id from there`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

/**
 * Records for a run the memories behind the answers among some messages, since it may repeat them. Returns the messages that are not
 * empty by then: they contain no memory that was purged before, and a later purge finds this run.
 */
export async function noteSaid(db: Database, run: RunKey, messageIds: readonly string[]): Promise<Set<string>> {
  if (messageIds.length === 0) return new Set();
  const { accountId } = run;
  const ofAnswers = sql`in (
    select noted.memory_id from agent_run earlier
    join agent_run_memory noted on noted.account_id = ${accountId} and noted.run_id = earlier.id
    where earlier.account_id = ${accountId} and earlier.answer_message_id = any(${messageIds}::uuid[]))`;
  await sql`with there as (${held(run, ofAnswers)}) ${noted(run)}`.execute(db);
  const { rows } = await sql<{ id: string }>`
    select id from message where account_id = ${accountId} and id = any(${messageIds}::uuid[]) and content <> ''`.execute(
    db,
  );
  return new Set(rows.map(({ id }) => id));
}

/**
 * The memories among some that are not deleted, locked so that none can be purged before the transaction ends. Of what was deleted
 * meanwhile, rows are still there until they are erased.
 */
const held = ({ accountId }: RunKey, among: RawBuilder<unknown>) => sql`
  select id from memory where account_id = ${accountId} and id ${among} and ${isOfLivingConversation({ accountId })}
    and exists (
      select from collection where account_id = ${accountId} and id = memory.collection_id and deleted_at is null)
  order by id for key share`;

/** Records the memories `there` for a run. */
const noted = ({ accountId, id }: RunKey) => sql`
  insert into agent_run_memory (account_id, run_id, memory_id)
  select ${accountId}, ${id}::uuid, id from there on conflict do nothing`;

/** Locks all memories that a run was given against a purge until the transaction ends. */
export async function holdRecalled(db: Database, run: RunKey): Promise<void> {
  await sql`
    select from memory where account_id = ${run.accountId} and id in (
      select memory_id from agent_run_memory where account_id = ${run.accountId} and run_id = ${run.id})
    order by id for key share`.execute(db);
}

/** Copies to a run everything that another one was given and cites, since it gives the same answer. */
export async function copyRecalled(db: Database, run: RunKey, fromId: string): Promise<void> {
  await sql`
    insert into agent_run_memory (account_id, run_id, memory_id, position, quote)
    select account_id, ${run.id}::uuid, memory_id, position, quote from agent_run_memory
    where account_id = ${run.accountId} and run_id = ${fromId} on conflict do nothing`.execute(db);
}

/** Stores which memories the answer of a run cites. */
export async function cite(db: Database, run: RunKey, citations: readonly Cited[]): Promise<void> {
  if (citations.length === 0) return;
  const rows = citations.map(({ index, memoryId, quote }) => ({ position: index, memory_id: memoryId, quote }));
  await sql`
    update agent_run_memory noted set position = cited.position, quote = cited.quote
    from json_to_recordset(${JSON.stringify(rows)}::json) as cited (position int, memory_id uuid, quote text)
    where noted.account_id = ${run.accountId} and noted.run_id = ${run.id} and noted.memory_id = cited.memory_id`.execute(
    db,
  );
}

export async function insertCall(db: Database, { accountId }: RunKey, call: RunCall): Promise<void> {
  await db
    .insertInto('agent_run_call')
    .values({
      account_id: accountId,
      run_id: call.runId,
      id: call.id,
      tool: call.tool,
      input: call.input && JSON.stringify(call.input),
      memory_ids: [...call.memoryIds],
    })
    .execute();
}

/** Returns calls by their ids. */
export async function readCalls(db: Database, accountId: string, ids: readonly string[]): Promise<RunCall[]> {
  return db
    .selectFrom('agent_run_call')
    .select(['id', 'run_id as runId', 'tool', 'input', 'memory_ids as memoryIds'])
    .where('account_id', '=', accountId)
    .where('id', 'in', ids)
    .execute();
}

/** A run that was taken from the process that worked on it, in this attempt. */
export interface Requeued {
  readonly id: string;
  readonly attempt: number;
  /** Whether somebody has asked to cancel it. */
  readonly isCancelled: boolean;
}

/** Sets a running run back to its beginning; the process that works on it no longer has it. */
const putBack = sql`partial = null, lease_until = null, status = 'QUEUED'`;

/**
 * Removes what runs hold of a memory: partial answers and the inputs of tool calls. Requeues those that are running. `emptied`:
 * conversations of those that had ended with a partial answer.
 */
export async function forgetInRuns(
  db: Database,
  accountId: string,
  memoryId: string,
): Promise<{
  readonly answerMessageIds: string[];
  readonly emptied: { id: string; collectionId: string }[];
  readonly requeued: Requeued[];
}> {
  const { rows } = await sql<{
    id: string;
    attempt: number;
    wasRunning: boolean;
    isCancelled: boolean;
    answer_message_id: string | null;
    emptied: { id: string; collectionId: string } | null;
  }>`
    with held as materialized (
      select id, status, status not in ('QUEUED', 'RUNNING') and partial <> '' as "isEmptied" from agent_run where account_id = ${accountId} and id in (
        select run_id from agent_run_memory where account_id = ${accountId} and memory_id = ${memoryId})
      order by id for update
    )
    update agent_run run set partial = null, lease_until = null,
      status = case when held.status = 'RUNNING' then 'QUEUED' else held.status end
    from held where run.account_id = ${accountId} and run.id = held.id
    returning run.id, run.attempt, held.status = 'RUNNING' as "wasRunning", cancel_requested as "isCancelled", answer_message_id,
      (select json_build_object('id', id, 'collectionId', collection_id) from conversation
        where held."isEmptied" and account_id = ${accountId} and id = run.conversation_id) as emptied`.execute(db);
  const ids = rows.map(({ id }) => id);
  await forgetInputs(db, accountId, ids);
  return {
    answerMessageIds: rows.flatMap((row) => row.answer_message_id ?? []),
    emptied: rows.flatMap(({ emptied }) => emptied ?? []),
    requeued: rows.filter(({ wasRunning }) => wasRunning),
  };
}

/**
 * Removes from the run of a question or answer message what it holds beside its messages: the partial answer and the inputs of tool
 * calls. Returns the run if it is still active.
 */
export async function forgetInRunOf(db: Database, accountId: string, messageId: string): Promise<Attempt[]> {
  const { rows } = await sql<{ id: string; status: RunStatus; attempt: number }>`
    update agent_run set partial = null
    where account_id = ${accountId} and (user_message_id = ${messageId} or answer_message_id = ${messageId})
    returning id, status, attempt`.execute(db);
  await forgetInputs(
    db,
    accountId,
    rows.map(({ id }) => id),
  );
  return rows
    .filter(isActive)
    .map(({ id, status, attempt }) => ({ accountId, id, attempt: status === 'QUEUED' ? null : attempt }));
}

/**
 * Removes from the later runs of a message's conversation, which were shown it, the inputs of tool calls, and requeues the one that is
 * running. Their answers are messages of their own.
 */
export async function forgetInRunsAfter(db: Database, accountId: string, messageId: string): Promise<Requeued[]> {
  const { rows } = await sql<Requeued & { isRunning: boolean }>`
    with later as materialized (
      select run.id, run.status = 'RUNNING' as "isRunning" from message
      join agent_run run on run.account_id = ${accountId} and run.conversation_id = message.conversation_id
      join message question on question.account_id = ${accountId} and question.id = run.user_message_id
        and question.seq > message.seq
      where message.account_id = ${accountId} and message.id = ${messageId}
    ), requeued as (
      update agent_run run set ${putBack}
      from later where later."isRunning" and run.account_id = ${accountId} and run.id = later.id and run.status = 'RUNNING'
      returning run.id
    )
    select run.id, run.attempt, run.cancel_requested as "isCancelled", run.id in (select id from requeued) as "isRunning"
    from later join agent_run run on run.account_id = ${accountId} and run.id = later.id`.execute(db);
  await forgetInputs(
    db,
    accountId,
    rows.map(({ id }) => id),
  );
  return rows.filter(({ isRunning }) => isRunning);
}

/**
 * Requeues the running runs that were given something that this transaction has hidden, in conversations that stay. The others end
 * with their conversations.
 */
export async function requeueToldOfHidden(db: Database, accountId: string): Promise<Requeued[]> {
  const collections = sql`(select id from collection where account_id = ${accountId} and ${isCollectionHiddenNow})`;
  const conversations = sql`(select id from conversation where account_id = ${accountId} and ${isHiddenNow})`;
  const { rows } = await sql<Requeued>`
    with held as materialized (
      select run.id from agent_run run
      join conversation on conversation.account_id = ${accountId} and conversation.id = run.conversation_id
        and conversation.deleted_at is null and conversation.collection_id not in ${collections}
      where run.account_id = ${accountId} and run.status = 'RUNNING' and exists (
        select from agent_run_memory noted join memory on memory.account_id = ${accountId} and memory.id = noted.memory_id
        where noted.account_id = ${accountId} and noted.run_id = run.id and (
          memory.collection_id in ${collections} or memory.conversation_id in ${conversations}))
      order by run.id for update of run
    )
    update agent_run run set ${putBack}
    from held where run.account_id = ${accountId} and run.id = held.id
    returning run.id, run.attempt, cancel_requested as "isCancelled"`.execute(db);
  return rows;
}

/**
 * Removes what runs hold of memories that are about to be erased, beside their answers. A run that was given one just when that was
 * hidden is still running: nobody was told that it is requeued, and its process finds out with its next heartbeat.
 */
export async function forgetErased(db: Database, accountId: string, memoryIds: readonly string[]): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select distinct run_id as id from agent_run_memory
    where account_id = ${accountId} and memory_id = any(${memoryIds}::uuid[])`.execute(db);
  if (rows.length === 0) return;
  const ids = rows.map(({ id }) => id);
  await sql`
    update agent_run set ${putBack}
    where account_id = ${accountId} and id = any(${ids}::uuid[]) and status = 'RUNNING'`.execute(db);
  await forgetInputs(db, accountId, ids);
}

const forgetInputs = (db: Database, accountId: string, runIds: readonly string[]) =>
  sql`
    update agent_run_call set input = null
    where account_id = ${accountId} and run_id = any(${runIds}::uuid[]) and input is not null`.execute(db);
