import { type RawBuilder, sql } from 'kysely';
import { isActive, type RunStatus } from '../consolidation/consolidation.ts';
import type { Database } from '../platform/db/database.ts';
import { prepared } from '../platform/db/preparing-client.ts';
import type { Cited } from './agent.ts';
import type { RunCall } from './agent-run.ts';
import type { Attempt } from './end-run.store.ts';
import type { RunKey } from './run-queue.store.ts';

/**
 * Notes what a run is given, so that a purge finds all that an answer may tell of. Answers those that are still there:
 * only they may be told to an agent.
 */
export async function noteRecalled(db: Database, run: RunKey, memoryIds: readonly string[]): Promise<Set<string>> {
  if (memoryIds.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`${prepared}
    with there as (${held(run, sql`= any(${memoryIds}::uuid[])`)}), noted as (${noted(run)})
    select id from there`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

/**
 * Notes for a run what the answers among some messages were made of: it may say it again. Answers which of the messages are not empty by then:
 * who was purged before is in none of them, and who is from now on is found here, too.
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

/** Those of some memories that are still there: none of them can be purged before the transaction ends. */
const held = ({ accountId }: RunKey, among: RawBuilder<unknown>) => sql`
  select id from memory where account_id = ${accountId} and id ${among} order by id for key share`;

/** Notes the memories `there` for a run. */
const noted = ({ accountId, id }: RunKey) => sql`
  insert into agent_run_memory (account_id, run_id, memory_id)
  select ${accountId}, ${id}::uuid, id from there on conflict do nothing`;

/** Keeps all that a run was given from being purged until the transaction ends. */
export async function holdRecalled(db: Database, run: RunKey): Promise<void> {
  await sql`
    select from memory where account_id = ${run.accountId} and id in (
      select memory_id from agent_run_memory where account_id = ${run.accountId} and run_id = ${run.id})
    order by id for key share`.execute(db);
}

/** Notes for a run all that another one was given and cites: it answers the same. */
export async function copyRecalled(db: Database, run: RunKey, fromId: string): Promise<void> {
  await sql`
    insert into agent_run_memory (account_id, run_id, memory_id, position, quote)
    select account_id, ${run.id}::uuid, memory_id, position, quote from agent_run_memory
    where account_id = ${run.accountId} and run_id = ${fromId} on conflict do nothing`.execute(db);
}

/** Notes which memories the answer of a run names. */
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

/** Calls by their ids. */
export async function readCalls(db: Database, accountId: string, ids: readonly string[]): Promise<RunCall[]> {
  return db
    .selectFrom('agent_run_call')
    .select(['id', 'run_id as runId', 'tool', 'input', 'memory_ids as memoryIds'])
    .where('account_id', '=', accountId)
    .where('id', 'in', ids)
    .execute();
}

/** Takes what runs hold of a memory out of them: parts of answers, and what tools were called with. */
export async function forgetInRuns(
  db: Database,
  accountId: string,
  memoryId: string,
): Promise<{
  readonly answerMessageIds: string[];
  readonly requeued: { id: string; attempt: number; isCancelled: boolean }[];
}> {
  const { rows } = await sql<{
    id: string;
    attempt: number;
    wasRunning: boolean;
    isCancelled: boolean;
    answer_message_id: string | null;
  }>`
    with held as materialized (
      select id, status from agent_run where account_id = ${accountId} and id in (
        select run_id from agent_run_memory where account_id = ${accountId} and memory_id = ${memoryId})
      order by id for update
    )
    update agent_run run set partial = null, lease_until = null,
      status = case when held.status = 'RUNNING' then 'QUEUED' else held.status end
    from held where run.account_id = ${accountId} and run.id = held.id
    returning run.id, run.attempt, held.status = 'RUNNING' as "wasRunning", cancel_requested as "isCancelled", answer_message_id`.execute(
    db,
  );
  const ids = rows.map(({ id }) => id);
  await forgetInputs(db, accountId, ids);
  return {
    answerMessageIds: rows.flatMap((row) => row.answer_message_id ?? []),
    requeued: rows.filter(({ wasRunning }) => wasRunning),
  };
}

/**
 * Takes out of a run that asks or answers with a message what it holds beside the messages: a part of an answer, and what tools were called
 * with. Answers it where it has not come to its end.
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

const forgetInputs = (db: Database, accountId: string, runIds: readonly string[]) =>
  sql`
    update agent_run_call set input = null
    where account_id = ${accountId} and run_id = any(${runIds}::uuid[])`.execute(db);
