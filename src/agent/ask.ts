import type { Viewer } from '../account/viewer.ts';
import { reachOf } from '../collection/reach.ts';
import { appendMessages } from '../conversation/append-messages.ts';
import type { Conversation } from '../conversation/conversation.ts';
import type { Message } from '../conversation/message.ts';
import { type NewMessage, newMessage } from '../conversation/new-message.ts';
import { claimKey } from '../platform/db/idempotency.ts';
import { ConflictError } from '../platform/errors.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { type AgentRun, newRun } from './agent-run.ts';
import { answerAgain, givenAnswer } from './given-answer.ts';
import { insertRun } from './new-run.store.ts';
import { tellQueued, tellStarted } from './run-events.ts';

/** A validated question. */
interface Question {
  readonly message: string;
  readonly speaker: string | null;
  /** The model that was asked for; null for the default. */
  readonly model: string | null;
  readonly idempotencyKey: string | null;
  /** Collections that are read beside that of the conversation. */
  readonly alsoRead: readonly string[];
  /** As of when it is asked; null: now. */
  readonly asOf: Date | null;
}

/** A question's run, and the question as a message. */
export interface AskedRun {
  readonly run: AgentRun;
  readonly userMessage: Message;
}

/** Ids of the run and message of an earlier request with the same idempotency key. */
export interface AskedBefore {
  readonly runId: string;
  readonly messageId: string;
}

interface AskOptions {
  readonly conversation: Conversation;
  readonly viewer: Viewer;
  /** The model that answers. */
  readonly model: string;
  readonly runId: string;
  /** The run whose answer may be reused. */
  readonly earlierId: string | null;
  /** Whether the process that stores the run starts working on it at once. */
  readonly taken: boolean;
}

/**
 * Stores a question and its run within a transaction, together with the answer if an earlier run has one. A conversation has at most
 * one active run: a question asked meanwhile is a conflict.
 */
export async function ask(unit: UnitOfWork, to: AskOptions, question: Question): Promise<AskedRun | AskedBefore> {
  const { conversation, viewer, runId, earlierId } = to;
  const { accountId, id: conversationId } = conversation;
  const message = newMessage({ role: 'USER', speaker: question.speaker, content: question.message, remember: false });
  const { idempotencyKey: key, speaker, alsoRead, asOf, ...rest } = question;
  // The body that a key stands for is the same as before questions had these.
  const since = { ...(alsoRead.length > 0 && { alsoRead }), ...(asOf !== null && { asOf }) };
  const body = { ...rest, ...(speaker !== null && { speaker }), ...since };
  const scope = { accountId, mutation: 'ask', parentId: conversationId, makes: 'AgentRun' };
  const earlier = await claimKey(unit.db, scope, { key, body, resultIds: [runId, message.id] });
  if (earlier) return { runId: earlier[0] ?? '', messageId: earlier[1] ?? '' };
  const given = earlierId === null ? null : (await givenAnswer(unit.db, reachOf(viewer), earlierId)).answer;
  const answer = given === null ? null : newMessage({ role: 'ASSISTANT', content: given, remember: false });
  const messages = answer ? [message, answer] : [message];
  // Waits for other questions in this conversation: their run is visible afterwards.
  const appended = await appendMessages(unit, { conversation, messages, readings: new Map(), by: null });
  const [userMessage] = 'messages' in appended ? appended.messages : [];
  if (!userMessage) throw new Error('A message without a key was taken for a repeat');
  const run = await store(unit, to, { ...question, messageId: message.id, answer });
  if (answer && earlierId !== null) await answerAgain(unit, run, earlierId);
  return { run, userMessage };
}

async function store(
  unit: UnitOfWork,
  { conversation: { id: conversationId }, viewer, model, runId: id, taken }: AskOptions,
  { message: question, messageId, answer, alsoRead, asOf }: StoredQuestion,
): Promise<AgentRun> {
  const run = { id, conversationId, model, asOf, answerMessageId: answer?.id ?? null };
  const inserted = await insertRun(unit.db, { ...run, messageId, viewer, alsoRead, taken });
  if ('activeId' in inserted) throw inProgress(inserted.activeId);
  tellQueued(unit, run);
  const said = { accountId: viewer.accountId, userMessageId: messageId, question, answer: answer?.content ?? null };
  const stored = newRun({ ...run, ...inserted, ...said });
  if (stored.status === 'RUNNING') tellStarted(unit, stored);
  return stored;
}

/** A question whose message is stored, with its answer if there already is one. */
type StoredQuestion = Question & { readonly messageId: string; readonly answer: NewMessage | null };

const inProgress = (id: string): ConflictError =>
  new ConflictError('RUN_IN_PROGRESS', {
    message: 'This conversation has an active run: wait for its end, or cancel it',
    current: { type: 'AgentRun', id },
  });
