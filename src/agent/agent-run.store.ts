import { type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
import type { Reach } from '../collection/reach.ts';
import { visibleConversations } from '../conversation/visible-conversations.ts';
import type { Database } from '../platform/db/database.ts';
import { fetchCounts, fetchPages, type Page, type PageRequest } from '../platform/db/page.ts';
import { prepared } from '../platform/db/preparing-client.ts';
import type { Tables } from '../platform/db/tables.ts';
import { activeStatuses, isActive } from '../platform/run-status.ts';
import type { AgentRun, Citation, RunAnswer, RunPlace } from './agent-run.ts';
import { writingTools } from './tools.ts';

/** Reads the runs of conversations that a viewer may see. */
export class AgentRunStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  byIds(reach: Reach, ids: readonly string[]): Promise<AgentRun[]> {
    const query = this.#rows(reach).modifyFront(prepared).where(sql<SqlBool>`agent_run.id = any(${ids}::uuid[])`);
    return query.execute();
  }

  /** Returns null if the run does not exist or is not visible. */
  async place(reach: Reach, id: string): Promise<RunPlace | null> {
    const place = await visibleRuns(this.#db, reach)
      .modifyFront(prepared)
      .innerJoin('stream', 'stream.id', 'agent_run.id')
      .whereRef('stream.account_id', '=', 'agent_run.account_id')
      .where('stream.kind', '=', 'agent_run')
      .where('agent_run.id', '=', id)
      .select(['conversation.id as conversationId', 'conversation.collection_id as collectionId', 'stream.seq'])
      .select('agent_run.status')
      .executeTakeFirst();
    return place ?? null;
  }

  /** Returns what may be reused of a run: the answer if the run succeeded and its tools wrote nothing. Null if the run is not visible. */
  async answer(reach: Reach, id: string): Promise<RunAnswer | null> {
    const run = await this.#rows(reach)
      .modifyFront(prepared)
      .where('agent_run.id', '=', id)
      .select(hasWritten.as('wrote'))
      .executeTakeFirst();
    if (!run) return null;
    const { status, answer, wrote } = run;
    return { isActive: isActive({ status }), answer: status === 'SUCCEEDED' && !wrote ? answer : null };
  }

  /** Returns the active run of each conversation. */
  active(reach: Reach, conversationIds: readonly string[]): Promise<AgentRun[]> {
    return this.#rows(reach)
      .where('agent_run.conversation_id', 'in', conversationIds)
      .where('agent_run.status', 'in', activeStatuses)
      .execute();
  }

  /** Returns the run that each message asked for or answers, with the message's id. */
  async ofMessages(reach: Reach, messageIds: readonly string[]): Promise<{ messageId: string; run: AgentRun }[]> {
    const asked = this.#rows(reach).where('agent_run.user_message_id', 'in', messageIds);
    const answered = this.#rows(reach).where('agent_run.answer_message_id', 'in', messageIds);
    const runs = await asked.unionAll(answered).execute();
    const wanted = new Set(messageIds);
    return runs.flatMap((run) =>
      [run.userMessageId, run.answerMessageId].flatMap((id) => (id && wanted.has(id) ? [{ messageId: id, run }] : [])),
    );
  }

  /** Returns one page of the runs of each conversation, newest first. */
  pages(reach: Reach, conversationIds: readonly string[], request: PageRequest): Promise<Map<string, Page<AgentRun>>> {
    const parents = { column: 'agent_run.conversation_id', ids: conversationIds };
    return fetchPages(this.#db, this.#rows(reach), newestFirst, parents, request);
  }

  /** Returns the number of runs of each conversation. */
  counts(reach: Reach, ids: readonly string[]): Promise<Map<string, number>> {
    return fetchCounts(visibleRuns(this.#db, reach), { column: 'agent_run.conversation_id', ids });
  }

  /** Returns the citations of the answers, in the order of their numbers. */
  async citations(reach: Reach, runIds: readonly string[]): Promise<Citation[]> {
    const rows = await visibleRuns(this.#db, reach)
      .innerJoin('agent_run_memory', 'agent_run_memory.run_id', 'agent_run.id')
      .whereRef('agent_run_memory.account_id', '=', 'agent_run.account_id')
      .where('agent_run.id', 'in', runIds)
      .where('agent_run_memory.position', 'is not', null)
      .select([
        'agent_run.id as runId',
        'agent_run_memory.memory_id as memoryId',
        'agent_run_memory.position',
        'agent_run_memory.quote',
      ])
      .orderBy('agent_run_memory.position')
      .execute();
    return rows.map(({ position, ...row }) => ({ ...row, index: position ?? 0 }));
  }

  #rows(reach: Reach) {
    return visibleRuns(this.#db, reach)
      .innerJoin('message as asked', 'asked.id', 'agent_run.user_message_id')
      .whereRef('asked.account_id', '=', 'agent_run.account_id')
      .leftJoin('message as answered', (join) =>
        join
          .onRef('answered.account_id', '=', 'agent_run.account_id')
          .onRef('answered.id', '=', 'agent_run.answer_message_id'),
      )
      .select(columns)
      .select('asked.content as question')
      .select(sql<string | null>`coalesce(nullif(answered.content, ''), agent_run.partial)`.as('answer'));
  }
}

/** The columns that a run exposes. The others concern only the process that works on it. */
const columns = [
  'agent_run.account_id as accountId',
  'agent_run.id',
  'agent_run.conversation_id as conversationId',
  'agent_run.status',
  'agent_run.attempt',
  'agent_run.user_message_id as userMessageId',
  'agent_run.answer_message_id as answerMessageId',
  'agent_run.model',
  'agent_run.cached',
  'agent_run.error',
  'agent_run.error_code as errorCode',
  'agent_run.answer_cut as answerCut',
  'agent_run.prompt_tokens as promptTokens',
  'agent_run.completion_tokens as completionTokens',
  'agent_run.as_of as asOf',
  'agent_run.created_at as createdAt',
  'agent_run.started_at as startedAt',
  'agent_run.finished_at as finishedAt',
] as const;

/** Whether a tool of the run changed a memory. */
const hasWritten = sql<boolean>`exists (
  select from agent_run_call call where call.account_id = agent_run.account_id and call.run_id = agent_run.id
    and call.tool = any(${writingTools}) and cardinality(call.memory_ids) > 0)`;

const newestFirst = { by: 'agent_run.created_at', id: 'agent_run.id', direction: 'desc' } as const;

const visibleRuns = (
  db: Database,
  reach: Reach,
): SelectQueryBuilder<Tables, 'agent_run' | 'conversation' | 'collection', object> =>
  visibleConversations(db, reach)
    .innerJoin('agent_run', 'agent_run.conversation_id', 'conversation.id')
    .whereRef('agent_run.account_id', '=', 'conversation.account_id');
