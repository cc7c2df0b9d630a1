import type { ExecutionResult } from 'graphql';
import type { Viewer } from '../../account/viewer.ts';
import { isLater, over, Pulled, pullFrom, type Soon, type Step } from '../../platform/streams/soon.ts';

type ResultStep = Step<ExecutionResult>;

interface Handlers extends Record<'event' | 'end', () => void> {
  /** Gets the error of a source that ended by itself, once a transport has pulled it. */
  readonly failure: (error: unknown) => void;
}

/** A running subscription as a transport reads it: one pull at a time. It can be ended from outside. */
export class LiveSubscription
  extends Pulled<ExecutionResult>
  implements AsyncGenerator<ExecutionResult, undefined, undefined>
{
  readonly viewer: Viewer;
  readonly #source: AsyncIterator<ExecutionResult, undefined>;
  readonly #on: Handlers;
  #pull: PromiseWithResolvers<ResultStep> | null = null;
  #failure: { readonly error: unknown } | null = null;
  #ended = false;
  /** When the transport last got a result; null while it waits for one. */
  #givenAt: number | null;

  constructor(viewer: Viewer, source: AsyncIterable<ExecutionResult, undefined>, on: Handlers) {
    super();
    this.viewer = viewer;
    this.#source = source[Symbol.asyncIterator]();
    this.#on = on;
    this.#givenAt = performance.now();
  }

  /** How long its transport has been busy with its last result: 0 while it waits for more. */
  idleMs(now: number): number {
    return this.#givenAt === null ? 0 : now - this.#givenAt;
  }

  /** A pending pull is answered at once when the subscription ends. */
  pull(): Soon<ResultStep> {
    if (this.#ended) return this.#last();
    this.#givenAt = null;
    try {
      const step = pullFrom(this.#source);
      return isLater(step) ? this.#await(step) : this.#given(step);
    } catch (error) {
      return this.#failed(error);
    }
  }

  /** Ends it, with an error for its client if there is one. Frees what it holds at once. */
  end(error: unknown = null): void {
    if (this.#ended) return;
    if (error !== null) this.#failure = { error };
    this.#finish();
    // The source may take its time to end, or fail to; nobody waits for it.
    this.#source.return?.().catch(() => {});
  }

  async return(): Promise<ResultStep> {
    this.end();
    return over;
  }

  async throw(error: unknown): Promise<ResultStep> {
    this.end(error);
    return this.#last();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.end();
  }

  #await(step: Promise<ResultStep>): Promise<ResultStep> {
    const pull = Promise.withResolvers<ResultStep>();
    this.#pull = pull;
    // If the subscription was ended meanwhile, that has answered the pull.
    const answer = (make: () => ResultStep) => {
      if (this.#pull !== pull) return;
      this.#pull = null;
      settle(pull, make);
    };
    step.then(
      (given) => answer(() => this.#given(given)),
      (error: unknown) => answer(() => this.#failed(error)),
    );
    return pull.promise;
  }

  #given(step: ResultStep): ResultStep {
    if (step.done !== true) this.#on.event();
    if (this.#ended) return this.#last();
    if (step.done === true) this.#finish();
    else this.#givenAt = performance.now();
    return step;
  }

  #failed(error: unknown): ResultStep {
    if (this.#ended) throw error;
    this.#on.failure(error);
    this.#failure = { error };
    this.#finish();
    return this.#last();
  }

  #finish(): void {
    this.#ended = true;
    this.#on.end();
    const pull = this.#pull;
    this.#pull = null;
    if (pull) settle(pull, () => this.#last());
  }

  /** What the transport gets at the end: the error once, then nothing more. */
  #last(): ResultStep {
    const failure = this.#failure;
    this.#failure = null;
    if (failure) throw failure.error;
    return over;
  }
}

function settle<T>({ resolve, reject }: PromiseWithResolvers<T>, answer: () => T): void {
  try {
    resolve(answer());
  } catch (error) {
    reject(error);
  }
}
