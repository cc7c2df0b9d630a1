import type { Logger } from 'pino';
import type { ConversationService } from '../conversation/conversation.service.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { LanguageModelError } from '../platform/language-model/language-model.errors.ts';
import type { TextPart } from '../platform/streams/stream-item.ts';
import type { Agent } from './agent.ts';
import type { AgentPool } from './agent-pool.ts';
import type { AnswerCut } from './agent-run.ts';
import { AnswerText } from './answer-text.ts';
import { type Answer, cancelled, deleted, endWithout, type Problem, revoked, setBack, succeed } from './end-run.ts';
import type { Ground, Grounds } from './grounds.ts';
import { LeaseLostError } from './lease-lost.ts';
import { cutNoteIn } from './own-words.ts';
import type { PromptCache } from './prompt-cache.ts';
import type { LivingWork, Pulse } from './pulse.ts';
import { RunCancelledError } from './run-cancelled.ts';
import { type DeskParts, RunDesk } from './run-desk.ts';
import type { ClaimedRun, RunKey } from './run-queue.store.ts';

export interface WorkParts extends DeskParts {
  readonly pulse: Pulse;
  readonly pool: AgentPool;
  readonly cache: PromptCache;
  readonly conversations: ConversationService;
  readonly grounds: Grounds;
  /** Is called with each piece of an answer, at once. */
  readonly tell: (run: RunKey, part: TextPart) => void;
  readonly log: Logger;
}

/** What is already known when the work on a run begins right after its question was stored. */
export interface RunStart {
  readonly conversation: Conversation;
  /** The ground of the answer, if it was read. */
  readonly ground: Ground | null;
}

/** Why the work on a run is to stop before its answer is complete. */
type Stop = Parameters<LivingWork['stop']>[0] | 'stopping';

/** One attempt of a run, from its context to its end. */
export class RunWork implements LivingWork {
  readonly run: ClaimedRun;
  isEnding = false;
  readonly #parts: WorkParts;
  readonly #abort = new AbortController();
  #answer = new AnswerText('');
  readonly #start: RunStart | null;
  #stopped: Stop | null = null;

  constructor(parts: WorkParts, run: ClaimedRun, start: RunStart | null) {
    this.#parts = parts;
    this.run = run;
    this.#start = start;
  }

  get text(): string {
    return this.#answer.text;
  }

  /** Aborts whatever the attempt is waiting for. */
  stop(reason: Stop): void {
    this.#stopped ??= reason;
    this.#abort.abort();
  }

  /** Throws only if the database is unavailable: the run's lease then expires. */
  async execute(): Promise<'ended' | 'set back'> {
    // Also while its end is written: a lock on the conversation may be held for longer than a lease.
    using _kept = this.#parts.pulse.keep(this);
    try {
      const { conversation, ground } = await this.#begin();
      if (!conversation || !ground) await this.#endDeleted();
      else await this.#succeed(conversation, await this.#answerOn(ground));
      return 'ended';
    } catch (error) {
      return await this.#setBack(error);
    }
  }

  async #begin() {
    const { conversations, grounds } = this.#parts;
    const { viewer, conversationId, userMessageId } = this.run;
    const conversation = this.#start?.conversation ?? (await conversations.byIds(viewer, [conversationId]))[0] ?? null;
    const known = this.#start?.ground ?? null;
    const ground = known ?? (conversation && (await grounds.of(this.run, conversation, userMessageId)));
    return { conversation, ground };
  }

  async #answerOn(ground: Ground): Promise<Answer> {
    const { collection, instructions, key } = ground;
    const { language } = collection.settings;
    const spec = { model: this.run.model, instructions, language };
    this.#answer = new AnswerText(cutNoteIn(language, 'TOO_LONG'));
    const cached = await this.#parts.cache.find(this.run, key);
    if (cached !== null) {
      this.#tell(this.#answer.append(cached));
      this.#tell(this.#answer.end());
      return { ...unknown, text: cached, cached: true };
    }
    const { signal } = this.#abort;
    const desk = new RunDesk(this.#parts, { run: this.run, ground, signal, said: () => this.text.length });
    const answer = await this.#parts.pool.use(spec, signal, (agent) => this.#ask(agent, desk));
    if (!desk.isWhole) this.#parts.cache.giveOnce(this.run, key);
    return answer;
  }

  async #ask(agent: Agent, desk: RunDesk): Promise<Answer> {
    let end: Omit<Answer, 'text' | 'cached'> = unknown;
    for await (const part of agent.answer(desk, this.#abort.signal)) {
      this.#abort.signal.throwIfAborted();
      if (part.type === 'text') this.#tell(this.#answer.append(part.text));
      else end = { citations: part.citations, answerCut: part.cut, ...part.usage };
    }
    this.#abort.signal.throwIfAborted();
    this.#tell(this.#answer.end());
    // As it would be stored: not everything that a model sends can be.
    if (this.text.trim() === '') throw emptyAnswer(end.answerCut);
    const answerCut = this.#answer.isCut ? 'TOO_LONG' : end.answerCut;
    if (answerCut !== null) desk.isWhole = false;
    return { ...end, answerCut, text: this.text, cached: false };
  }

  #tell(said: ReturnType<AnswerText['append']>): void {
    if (said) this.#parts.tell(this.run, { attempt: this.run.attempt, ...said });
  }

  async #succeed(conversation: Conversation, answer: Answer): Promise<void> {
    this.isEnding = true;
    await succeed(this.#parts.db, this.run, conversation, answer);
  }

  async #endDeleted(): Promise<void> {
    await endWithout(this.#parts.db, this.run, { ...deleted, partial: null });
  }

  async #setBack(error: unknown): Promise<'ended' | 'set back'> {
    const { db } = this.#parts;
    const partial = this.text === '' ? null : this.text;
    // A purge may have requeued it: the event came while this process still had the run, so nothing was taken up then.
    if (this.#stopped === 'lost' || error instanceof LeaseLostError) return 'set back';
    if (this.#stopped === 'deleted') await this.#endDeleted();
    else if (this.#stopped === 'cancelled' || error instanceof RunCancelledError) {
      await endWithout(db, this.run, { ...cancelled, partial });
    } else if (this.#stopped === 'revoked') {
      await endWithout(db, this.run, { ...revoked, partial });
    } else if (this.#stopped === 'stopping') {
      await setBack(db, this.run, 'handed back', { error: 'The server stopped', errorCode: 'INTERNAL', partial });
    } else if (error instanceof LanguageModelError && (!error.mayPass || error.isToWait)) {
      await endWithout(db, this.run, { status: 'FAILED', ...this.#problemOf(error), partial });
    } else {
      await setBack(db, this.run, 'failed', { ...this.#problemOf(error), partial });
      return 'set back';
    }
    return 'ended';
  }

  #problemOf(error: unknown): Problem {
    this.#parts.log.warn(
      { err: error, runId: this.run.id, attempt: this.run.attempt },
      'an attempt of an agent run failed',
    );
    return error instanceof LanguageModelError
      ? { error: error.message, errorCode: error.kind }
      : { error: 'Something failed within the server: its log says what', errorCode: 'INTERNAL' };
  }
}

/** What is known of an answer before its end. */
const unknown = { citations: [], answerCut: null, promptTokens: null, completionTokens: null } as const;

/** A model that gives no word is asked once more, unless its endpoint withholds what it says. */
const emptyAnswer = (cut: AnswerCut | null): LanguageModelError =>
  cut === 'WITHHELD'
    ? new LanguageModelError('The endpoint of the language model withheld its answer', {
        mayPass: false,
        kind: 'MODEL_REFUSED',
      })
    : new LanguageModelError('The language model gave an empty answer', { mayPass: true, kind: 'NO_ANSWER' });
