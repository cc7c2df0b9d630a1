import type { Viewer } from '../account/viewer.ts';
import { reachOf } from '../collection/reach.ts';
import { appendMessages } from '../conversation/append-messages.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { newMessage } from '../conversation/new-message.ts';
import { claimKey } from '../platform/db/idempotency.ts';
import { ConflictError } from '../platform/errors.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { answerAgain, givenAnswer } from './given-answer.ts';
import { insertRun } from './new-run.store.ts';

/** A question, with its values checked. */
export interface Question {
  readonly message: string;
  /** Null: the default. */
  readonly model: string | null;
  readonly idempotencyKey: string | null;
}

/** Ids of what a question made, or of what an equal, earlier one did. */
export interface Asked {
  readonly runId: string;
  readonly messageId: string;
}

/**
 * Stores a question and the run that is to answer it, within a transaction; with its answer, where an earlier run has given
 * it. One run is active in a conversation at a time: another question meanwhile is a conflict with it.
 */
export async function ask(
  unit: UnitOfWork,
  to: {
    readonly conversation: Conversation;
    readonly viewer: Viewer;
    readonly defaultModel: string;
    readonly runId: string;
    /** The run whose answer may be given again. */
    readonly earlierId: string | null;
  },
  question: Question,
): Promise<Asked> {
  const { conversation, viewer, runId, earlierId } = to;
  const { accountId, id: conversationId } = conversation;
  const message = newMessage({ role: 'USER', content: question.message, remember: false });
  const { idempotencyKey: key, ...body } = question;
  const scope = { accountId, mutation: 'ask', parentId: conversationId, makes: 'AgentRun' };
  const earlier = await claimKey(unit.db, scope, { key, body, resultIds: [runId, message.id] });
  if (earlier) return { runId: earlier[0] ?? '', messageId: earlier[1] ?? '' };
  const given = earlierId === null ? null : await givenAnswer(unit.db, reachOf(viewer), earlierId);
  const answer = given === null ? null : newMessage({ role: 'ASSISTANT', content: given, remember: false });
  const messages = answer ? [message, answer] : [message];
  // Waits for whoever else asks in this conversation: their run is there then.
  await appendMessages(unit, { conversation, messages, readings: new Map(), by: null });
  const model = question.model ?? to.defaultModel;
  const active = await insertRun(unit.db, { id: runId, conversationId, messageId: message.id, model, viewer });
  if (active !== null) throw inProgress(active);
  const queued = { type: 'AgentRunQueued', subjectId: runId } as const;
  unit.record({ ...queued, kind: 'conversation', streamId: conversationId });
  unit.record({ ...queued, kind: 'agent_run', streamId: runId });
  const run = { accountId, id: runId, conversationId };
  if (answer && earlierId !== null) await answerAgain(unit, run, { answerMessageId: answer.id, earlierId });
  return { runId, messageId: message.id };
}

const inProgress = (id: string): ConflictError =>
  new ConflictError('RUN_IN_PROGRESS', {
    message: 'This conversation has a run that is not finished: wait for its end, or cancel it',
    current: { type: 'AgentRun', id },
  });
