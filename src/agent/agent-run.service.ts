import type { Viewer } from '../account/viewer.ts';
import type { CollectionService } from '../collection/collection.service.ts';
import { reachOf } from '../collection/reach.ts';
import type { ConversationService } from '../conversation/conversation.service.ts';
import type { Conversation } from '../conversation/conversation.ts';
import type { MessageService } from '../conversation/message.service.ts';
import type { Database } from '../platform/db/database.ts';
import { newId } from '../platform/db/new-id.ts';
import { NotFoundError } from '../platform/errors.ts';
import { inUnitOfWork } from '../platform/events/unit-of-work.ts';
import type { TextPart } from '../platform/streams/stream-item.ts';
import { endTurn } from '../platform/turns/requester.ts';
import { parseInput } from '../platform/validation.ts';
import { AgentRunStore } from './agent-run.store.ts';
import type { AgentRun, RunCall, RunPlace } from './agent-run.ts';
import { askInput, type GivenQuestion } from './ask.input.ts';
import { type AskedBefore, type AskedRun, ask } from './ask.ts';
import { requestCancel } from './end-run.store.ts';
import { cancelled, finishRun } from './end-run.ts';
import type { Grounds } from './grounds.ts';
import type { PromptCache } from './prompt-cache.ts';
import type { Asking } from './prompt-key.ts';
import { readCalls } from './run-memories.store.ts';
import { asAgent, type ClaimedRun } from './run-queue.store.ts';
import type { RunStart } from './run-work.ts';

export interface AgentRunParts {
  readonly db: Database;
  readonly collections: Pick<CollectionService, 'requireAll'>;
  readonly conversations: ConversationService;
  readonly messages: MessageService;
  readonly cache: PromptCache;
  readonly grounds: Grounds;
  /** Models that may be requested, the default first. */
  readonly models: readonly string[];
  readonly atWork: RunsAtWork;
}

/** The runs that this process is working on. */
export interface RunsAtWork {
  /** Reserves a slot for a run that is about to be stored. Returns null if this process takes up no more runs now. */
  reserve(runId: string): HeldRoom | null;
  /** Stops the work on a run if this process is working on it, and resolves when it has ended. */
  cancel(runId: string): Promise<void>;
  /** Returns the answer so far; null if this process is not working on the run. */
  liveText(runId: string): { readonly attempt: number; readonly text: string } | null;
}

/** A slot for one run, held until it is disposed or the work on the run begins. */
export interface HeldRoom extends Disposable {
  /** Starts the work on the run, which was stored as RUNNING in its first attempt. */
  begin(run: ClaimedRun, start: RunStart): void;
}

export class AgentRunService {
  readonly #parts: AgentRunParts;
  /** Reads within the reach of a viewer. */
  readonly runs: AgentRunStore;

  constructor(parts: AgentRunParts) {
    this.#parts = parts;
    this.runs = new AgentRunStore(parts.db);
  }

  /** Names of the models that may be asked, the default first. */
  get models(): readonly string[] {
    return this.#parts.models;
  }

  /** Returns the tool calls with these ids whose runs the viewer may see. */
  async calls(viewer: Viewer, ids: readonly string[]): Promise<RunCall[]> {
    const calls = await readCalls(this.#parts.db, viewer.accountId, ids);
    if (calls.length === 0) return [];
    const runIds = calls.map(({ runId }) => runId);
    const seen = new Set((await this.runs.byIds(reachOf(viewer), runIds)).map(({ id }) => id));
    return calls.filter(({ runId }) => seen.has(runId));
  }

  /** Stores a question and its run in one transaction, and starts answering at once if this process has a free slot. */
  async ask(viewer: Viewer, given: GivenQuestion): Promise<AskedRun> {
    const { collections, conversations, db, models, atWork } = this.#parts;
    const {
      message,
      speaker = null,
      model = null,
      idempotencyKey = null,
      collectionIds,
      asOf = null,
    } = parseInput(askInput(models), given);
    await collections.requireAll(viewer, collectionIds ?? []);
    const alsoRead = [...new Set(collectionIds ?? [])].toSorted();
    const conversation = await conversations.require(viewer, given.conversationId);
    const runId = newId();
    const answering = model ?? models[0] ?? '';
    const asking = { viewer: asAgent(viewer), question: message, speaker, model: answering, alsoRead, asOf };
    const { ground, earlierId } = await this.#earlier(runId, asking, conversation);
    using room = atWork.reserve(runId);
    const to = { conversation, viewer, model: answering, runId, earlierId, taken: room !== null };
    const asked = await inUnitOfWork(db, viewer.accountId, (unit) =>
      ask(unit, to, { message, speaker, model, idempotencyKey, alsoRead, asOf }),
    );
    if (!('run' in asked)) return this.#read(viewer, asked);
    const { run } = asked;
    if (run.status === 'RUNNING') room?.begin({ ...run, ...asking }, { conversation, ground });
    return asked;
  }

  async #read(viewer: Viewer, { runId, messageId: id }: AskedBefore): Promise<AskedRun> {
    const [run, [userMessage]] = await Promise.all([
      this.require(viewer, runId),
      this.#parts.messages.byIds(viewer, [id]),
    ]);
    if (!userMessage) throw new NotFoundError({ type: 'Message', id });
    return { run, userMessage };
  }

  /**
   * Returns the id of an earlier run that answered the same question on the same ground, or is about to; null if there is none. Also
   * returns the ground if it was read.
   */
  async #earlier(runId: string, asking: Asking, conversation: Conversation) {
    const { cache, grounds } = this.#parts;
    const wasAsked = await cache.wasAsked(asking, runId);
    // A model may plan the context that the ground is made of.
    if (wasAsked) endTurn();
    const ground = wasAsked ? await grounds.of(asking, conversation, null) : null;
    const run = { accountId: conversation.accountId, id: runId };
    return { ground, earlierId: ground && (await cache.earlier(run, ground.key)) };
  }

  /** Cancels a run: at once if it is queued or this process works on it, otherwise within a second. A finished run stays as it is. */
  async cancel(viewer: Viewer, id: string): Promise<AgentRun> {
    await this.require(viewer, id);
    const key = { accountId: viewer.accountId, id };
    await inUnitOfWork(this.#parts.db, viewer.accountId, async (unit) => {
      const run = await requestCancel(unit.db, key);
      if (run?.status === 'QUEUED') {
        await finishRun(unit, { ...key, attempt: null }, cancelled);
      }
    });
    // A client that shows the answer after the last event must not find the run in the state before it.
    await this.#parts.atWork.cancel(id);
    return this.require(viewer, id);
  }

  /**
   * Returns the answer so far, from its start; null if it has not begun. `past`: an attempt up to this one is over. This process may
   * not know that yet, if it was frozen or cut off from the database: another has its run then.
   */
  async textOf(viewer: Viewer, id: string, past = 0): Promise<TextPart | null> {
    const live = this.#parts.atWork.liveText(id);
    const { attempt, text } = live && live.attempt > past ? live : await this.#storedText(viewer, id);
    return text === '' ? null : { attempt, offset: 0, text };
  }

  async #storedText(viewer: Viewer, id: string) {
    const { attempt, answer } = await this.require(viewer, id);
    return { attempt, text: answer ?? '' };
  }

  /** Returns the status of a run and its place. Throws NotFoundError. */
  async place(viewer: Viewer, id: string): Promise<RunPlace> {
    const place = await this.runs.place(reachOf(viewer), id);
    if (!place) throw new NotFoundError({ type: 'AgentRun', id });
    return place;
  }

  async require(viewer: Viewer, id: string): Promise<AgentRun> {
    const [run] = await this.runs.byIds(reachOf(viewer), [id]);
    if (!run) throw new NotFoundError({ type: 'AgentRun', id });
    return run;
  }
}
