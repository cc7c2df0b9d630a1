import type { Viewer } from '../account/viewer.ts';
import { reachOf } from '../collection/reach.ts';
import type { ConversationService } from '../conversation/conversation.service.ts';
import type { Conversation } from '../conversation/conversation.ts';
import type { MessageService } from '../conversation/message.service.ts';
import type { Message } from '../conversation/message.ts';
import type { Database } from '../platform/db/database.ts';
import { newId } from '../platform/db/new-id.ts';
import type { Page, PageRequest } from '../platform/db/page.ts';
import { NotFoundError } from '../platform/errors.ts';
import { inUnitOfWork } from '../platform/events/unit-of-work.ts';
import type { TextPart } from '../platform/streams/stream-item.ts';
import { parseInput } from '../platform/validation.ts';
import { AgentRunStore } from './agent-run.store.ts';
import type { AgentRun, Citation, RunCall } from './agent-run.ts';
import { askInput } from './ask.input.ts';
import { ask } from './ask.ts';
import { requestCancel } from './end-run.store.ts';
import { cancelledReason, finishRun } from './end-run.ts';
import type { Grounds } from './grounds.ts';
import type { PromptCache, RunIds } from './prompt-cache.ts';
import { readCalls } from './run-memories.store.ts';

/** The conversation is a database key; other values are checked here. */
export interface GivenQuestion {
  readonly conversationId: string;
  readonly message: string;
  readonly model?: string | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

export interface AskedRun {
  readonly run: AgentRun;
  readonly userMessage: Message;
  readonly conversation: Conversation;
}

interface Parts extends Omit<AgentParts, 'runIds'> {
  readonly db: Database;
  readonly conversations: ConversationService;
  readonly messages: MessageService;
  readonly cache: PromptCache;
  readonly grounds: Grounds;
}

/** What the settings and the process add. */
export interface AgentParts {
  /** Models that may be asked for, the default first. */
  readonly models: readonly string[];
  readonly atWork: RunsAtWork;
  /** Of runs whose answers are given again. */
  readonly runIds: RunIds;
}

/** The runs that this process has in hand. */
export interface RunsAtWork {
  /** Ends the work on a run, where it is one of them. */
  cancel(runId: string): void;
  /** What there is of its answer; null where it is none of them. */
  liveText(runId: string): { readonly attempt: number; readonly text: string } | null;
}

export class AgentRunService {
  readonly #parts: Parts;
  readonly #runs: AgentRunStore;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#runs = new AgentRunStore(parts.db);
  }

  byIds(viewer: Viewer, ids: readonly string[]): Promise<AgentRun[]> {
    return this.#runs.byIds(reachOf(viewer), ids);
  }

  active(viewer: Viewer, conversationIds: readonly string[]): Promise<AgentRun[]> {
    return this.#runs.active(reachOf(viewer), conversationIds);
  }

  ofMessages(viewer: Viewer, messageIds: readonly string[]): Promise<{ messageId: string; run: AgentRun }[]> {
    return this.#runs.ofMessages(reachOf(viewer), messageIds);
  }

  /** A page of each conversation's runs, newest first. */
  pages(
    viewer: Viewer,
    conversationIds: readonly string[],
    request: PageRequest,
  ): Promise<Map<string, Page<AgentRun>>> {
    return this.#runs.pages(reachOf(viewer), conversationIds, request);
  }

  counts(viewer: Viewer, conversationIds: readonly string[]): Promise<{ conversationId: string; count: number }[]> {
    return this.#runs.counts(reachOf(viewer), conversationIds);
  }

  citations(viewer: Viewer, runIds: readonly string[]): Promise<Citation[]> {
    return this.#runs.citations(reachOf(viewer), runIds);
  }

  /** Calls of tools by their ids, of runs that the viewer may see. */
  async calls(viewer: Viewer, ids: readonly string[]): Promise<RunCall[]> {
    const calls = await readCalls(this.#parts.db, viewer.accountId, ids);
    if (calls.length === 0) return [];
    const seen = new Set(
      (
        await this.byIds(
          viewer,
          calls.map(({ runId }) => runId),
        )
      ).map(({ id }) => id),
    );
    return calls.filter(({ runId }) => seen.has(runId));
  }

  /** Stores a question and the run that is to answer it, in one transaction, and answers at once. */
  async ask(viewer: Viewer, given: GivenQuestion): Promise<AskedRun> {
    const { conversations, messages, db, models } = this.#parts;
    const { message, model = null, idempotencyKey = null } = parseInput(askInput(models), given);
    const to = {
      conversation: await conversations.require(viewer, given.conversationId),
      viewer,
      defaultModel: models[0] ?? '',
    };
    const newRunId = newId();
    const earlierId = await this.#earlier(newRunId, to, message, model ?? to.defaultModel);
    const { runId, messageId } = await inUnitOfWork(db, viewer.accountId, (unit) =>
      ask(unit, { ...to, runId: newRunId, earlierId }, { message, model, idempotencyKey }),
    );
    const [run, [userMessage], conversation] = await Promise.all([
      this.require(viewer, runId),
      messages.byIds(viewer, [messageId]),
      conversations.require(viewer, given.conversationId),
    ]);
    if (!userMessage) throw new NotFoundError({ type: 'Message', id: messageId });
    return { run, userMessage, conversation };
  }

  /** The run that answered the same question on the same ground, or is about to; null: none. */
  async #earlier(
    runId: string,
    { viewer, conversation }: { readonly viewer: Viewer; readonly conversation: Conversation },
    question: string,
    model: string,
  ): Promise<string | null> {
    const { cache, grounds } = this.#parts;
    const asking = { accountId: viewer.accountId, viewer, question, model };
    if (!cache.wasAsked(asking, runId)) return null;
    const ground = await grounds.of(asking, conversation, null);
    return ground && cache.earlier(runId, ground.key);
  }

  /** Ends a run: at once where it waits or is at work in this process, else within a second. A finished one stays as it is. */
  async cancel(viewer: Viewer, id: string): Promise<AgentRun> {
    await this.require(viewer, id);
    const key = { accountId: viewer.accountId, id };
    await inUnitOfWork(this.#parts.db, viewer.accountId, async (unit) => {
      const run = await requestCancel(unit.db, key);
      if (run?.status === 'QUEUED') {
        await finishRun(unit, { ...key, attempt: null }, { status: 'CANCELLED', error: cancelledReason });
      }
    });
    this.#parts.atWork.cancel(id);
    return this.require(viewer, id);
  }

  /** The answer as far as it has come, from its start; null where it has not begun. */
  async textOf(viewer: Viewer, id: string): Promise<TextPart | null> {
    const { attempt, text } = this.#parts.atWork.liveText(id) ?? (await this.#storedText(viewer, id));
    return text === '' ? null : { attempt, offset: 0, text };
  }

  async #storedText(viewer: Viewer, id: string) {
    const { attempt, answer } = await this.require(viewer, id);
    return { attempt, text: answer ?? '' };
  }

  async require(viewer: Viewer, id: string): Promise<AgentRun> {
    const [run] = await this.byIds(viewer, [id]);
    if (!run) throw new NotFoundError({ type: 'AgentRun', id });
    return run;
  }
}
