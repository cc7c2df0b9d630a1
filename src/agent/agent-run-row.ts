import type { SelectedColumns } from '../platform/db/selected-columns.ts';
import type { AgentRun } from './agent-run.ts';

/** All columns that a run shows; the others are the business of who runs it. */
export const runColumns = [
  'agent_run.account_id',
  'agent_run.id',
  'agent_run.conversation_id',
  'agent_run.status',
  'agent_run.attempt',
  'agent_run.user_message_id',
  'agent_run.answer_message_id',
  'agent_run.model',
  'agent_run.cached',
  'agent_run.error',
  'agent_run.prompt_tokens',
  'agent_run.completion_tokens',
  'agent_run.created_at',
  'agent_run.started_at',
  'agent_run.finished_at',
] as const;

export type RunRow = SelectedColumns<'agent_run', typeof runColumns> & {
  readonly question: string;
  readonly answer: string | null;
};

export const runFromRow = (row: RunRow): AgentRun => ({
  id: row.id,
  accountId: row.account_id,
  conversationId: row.conversation_id,
  status: row.status,
  question: row.question,
  answer: row.answer,
  attempt: row.attempt,
  userMessageId: row.user_message_id,
  answerMessageId: row.answer_message_id,
  model: row.model,
  cached: row.cached,
  error: row.error,
  promptTokens: row.prompt_tokens,
  completionTokens: row.completion_tokens,
  createdAt: row.created_at,
  startedAt: row.started_at,
  finishedAt: row.finished_at,
});
