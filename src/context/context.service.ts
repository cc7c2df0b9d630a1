import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Viewer } from '../account/viewer.ts';
import { reachOf } from '../collection/reach.ts';
import type { ConversationService } from '../conversation/conversation.service.ts';
import type { RecallService } from '../memory/recall.service.ts';
import type { WordMeanings } from '../platform/embedding/word-meanings.ts';
import { logFailure } from '../platform/log-failure.ts';
import type { CountTokens } from '../platform/tokens/token-counter.ts';
import type { ContextRequest, ContextSection, ContextStrategy, GatheredContext } from './context.ts';
import { Excerpts } from './excerpt.ts';
import { Gathering, type GatheringParts, isMessageItself, otherWhiteSpace } from './gather.ts';
import { type Finding, joinSections, longMemories } from './join-sections.ts';
import { groundIn, type History, type PlanningGround, planOfRules } from './plan.ts';
import type { Planner } from './planner.ts';

export interface ContextParts extends GatheringParts {
  readonly conversations: Pick<ConversationService, 'require'>;
  readonly recall: Pick<RecallService, 'present' | 'instructions' | 'recalled'>;
  readonly planner: Pick<Planner, 'plan'>;
  /** By which long memories are shown; omitted: their beginnings are. */
  readonly meanings?: WordMeanings;
  readonly loadTokens: () => Promise<CountTokens>;
  /** Runs one strategy after another: a database with a single connection answers no sooner in parallel. */
  readonly serial: boolean;
  readonly log: Pick<Logger, 'warn' | 'error'>;
}

/** When to stop waiting for a result. */
interface Deadline {
  /** By `performance.now()`. */
  readonly at: number;
  /** Aborted when the caller no longer waits for the answer. */
  readonly signal: AbortSignal;
}

/** Gathers what matters for a message, before a chat application calls its model. */
export class ContextService {
  readonly #parts: ContextParts;

  constructor(parts: ContextParts) {
    this.#parts = parts;
  }

  /**
   * Returns what can be gathered within the deadline and the token budget. Counts as a recall of the memories shown. Throws
   * NotFoundError if the viewer cannot see the conversation.
   */
  async context(viewer: Viewer, request: ContextRequest, signal: AbortSignal): Promise<GatheredContext> {
    const startedAt = performance.now();
    const deadline = { at: startedAt + request.deadlineMs, signal };
    const known = await untilDeadline(() => this.#historyOf(viewer, request), deadline);
    const history = known.timedOut ? 'some' : known.value;
    const left = { ...request, deadlineMs: deadline.at - performance.now() };
    return { ...(await this.gather(viewer, left, history, signal)), tookMs: performance.now() - startedAt };
  }

  /** The same, for callers that already know whether the conversation has earlier messages. */
  async gather(
    viewer: Viewer,
    request: ContextRequest,
    history: History,
    signal: AbortSignal,
  ): Promise<GatheredContext> {
    const startedAt = performance.now();
    const deadline = { at: startedAt + request.deadlineMs, signal };
    const ground = groundIn(request, history);
    const plan = await this.#planFor(viewer, request, ground, deadline);
    const gathering = new Gathering(this.#parts, viewer, request, deadline.at);
    const instructing = this.#try(gathering, 'INSTRUCTIONS', deadline);
    const planned = await this.#gather(gathering, plan.strategies, deadline);
    const instructions = await instructing;
    const hasInstructions = instructions.evidence.length > 0 || instructions.timedOut;
    const findings = hasInstructions ? [...planned, instructions] : planned;
    const joined = await this.#join(findings, request);
    this.#recalled(viewer, joined.sections);
    return {
      queryClass: ground.queryClass,
      plan: { ...plan, strategies: findings.map(({ strategy }) => strategy) },
      ...joined,
      isWhole: gathering.isWhole,
      tookMs: performance.now() - startedAt,
    };
  }

  async #join(findings: readonly Finding[], { message, tokenBudget }: ContextRequest) {
    const { meanings, loadTokens } = this.#parts;
    const excerpts = meanings ? new Excerpts(message, meanings) : null;
    await excerpts?.read(longMemories(findings, tokenBudget));
    return joinSections(findings, tokenBudget, await loadTokens(), excerpts);
  }

  /** A conversation that only contains the message itself has no history yet. */
  async #historyOf(viewer: Viewer, { conversationId, message }: ContextRequest): Promise<History> {
    if (conversationId === null) return 'unknown';
    const { conversations, messages } = this.#parts;
    const { messageCount } = await conversations.require(viewer, conversationId);
    if (messageCount !== 1) return messageCount === 0 ? 'none' : 'some';
    const whole = { maxMessages: 1, maxWithContent: 1, maxContentLength: message.length + otherWhiteSpace };
    const [only] = (await messages.windows(viewer, [conversationId], whole)).get(conversationId) ?? [];
    return only && isMessageItself(only, message) ? 'none' : 'some';
  }

  /** A SIMPLE message needs no planner. If the plan is late, the rules make one. */
  async #planFor(viewer: Viewer, request: ContextRequest, ground: PlanningGround, deadline: Deadline) {
    if (ground.queryClass === 'SIMPLE') return planOfRules(ground);
    const half = { ...deadline, at: performance.now() + (deadline.at - performance.now()) / 2 };
    const planned = await untilDeadline(() => this.#parts.planner.plan(reachOf(viewer), request, ground), half);
    return planned.timedOut ? planOfRules(ground) : planned.value;
  }

  async #gather(
    gathering: Gathering,
    strategies: readonly ContextStrategy[],
    deadline: Deadline,
  ): Promise<readonly Finding[]> {
    const trials: Promise<Trial>[] = [];
    for (const strategy of strategies) {
      const trial = this.#try(gathering, strategy, deadline);
      if (this.#parts.serial) await trial;
      trials.push(trial);
    }
    const all = await Promise.all(trials);
    deadline.signal.throwIfAborted();
    const [first] = all;
    if (first?.failure && all.every(({ failure }) => failure)) throw first.failure.error;
    return all;
  }

  /** Runs a strategy. If it fails, the error is logged and it contributes nothing, as long as another one succeeds. */
  async #try(gathering: Gathering, strategy: ContextStrategy, deadline: Deadline): Promise<Trial> {
    const startedAt = performance.now();
    const tookMs = () => performance.now() - startedAt;
    try {
      const outcome = await untilDeadline((signal) => gathering.by(strategy, signal), deadline);
      const { timedOut } = outcome;
      if (timedOut) gathering.isWhole = false;
      return { strategy, evidence: timedOut ? [] : outcome.value, tookMs: tookMs(), timedOut };
    } catch (error) {
      logFailure(this.#parts.log, { err: error, strategy }, 'a strategy of context failed');
      gathering.isWhole = false;
      return { strategy, evidence: [], tookMs: tookMs(), timedOut: false, failure: { error } };
    }
  }

  #recalled(viewer: Viewer, sections: readonly ContextSection[]): void {
    for (const isAnswer of [true, false]) {
      const shown = sections.filter(({ strategy }) => answers.has(strategy) === isAnswer);
      const ids = shown.flatMap(({ memories }) => memories.map(({ id }) => id));
      this.#parts.recall.recalled(viewer, ids, isAnswer);
    }
  }
}

/** Strategies whose memories are hits for the message. */
const answers: ReadonlySet<ContextStrategy> = new Set(['SEARCH', 'DEEP_SEARCH', 'GRAPH']);

/** What a strategy found; nothing if it failed. */
interface Trial extends Finding {
  readonly failure?: { readonly error: unknown };
}

type Outcome<T> = { readonly timedOut: false; readonly value: T } | { readonly timedOut: true };

/** Returns the result of `work`, or that it was not there by the deadline. Late work is aborted, and its result or error is ignored. */
async function untilDeadline<T>(
  work: (signal: AbortSignal) => Promise<T>,
  { at, signal }: Deadline,
): Promise<Outcome<T>> {
  const left = at - performance.now();
  if (left <= 0 || signal.aborted) return { timedOut: true };
  const ended = new AbortController();
  const working = work(AbortSignal.any([signal, ended.signal]));
  const late = wait(left, { timedOut: true } as const, { signal: AbortSignal.any([signal, ended.signal]), ref: false });
  working.catch(() => {});
  try {
    return await Promise.race([
      working.then((value) => ({ timedOut: false, value }) as const),
      late.catch(() => ({ timedOut: true }) as const),
    ]);
  } finally {
    ended.abort();
  }
}
