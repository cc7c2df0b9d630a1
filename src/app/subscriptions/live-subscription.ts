import type { ExecutionResult } from 'graphql';
import type { Viewer } from '../../account/viewer.ts';

type Step = IteratorResult<ExecutionResult, undefined>;

/** A running subscription, as a transport reads it: one pull at a time. It can be ended from outside. */
export class LiveSubscription implements AsyncGenerator<ExecutionResult, undefined, undefined> {
  readonly viewer: Viewer;
  readonly #source: AsyncIterator<ExecutionResult>;
  readonly #onEvent: (subscription: LiveSubscription) => void;
  readonly #onEnd: (subscription: LiveSubscription) => void;
  #pull: PromiseWithResolvers<Step> | null = null;
  #failure: { readonly error: unknown } | null = null;
  #ended = false;
  /** When the transport was last given something; null while it waits for more. */
  #givenAt: number | null;

  constructor(
    viewer: Viewer,
    source: AsyncIterable<ExecutionResult>,
    on: Record<'event' | 'end', (subscription: LiveSubscription) => void>,
  ) {
    this.viewer = viewer;
    this.#source = source[Symbol.asyncIterator]();
    this.#onEvent = on.event;
    this.#onEnd = on.end;
    this.#givenAt = performance.now();
  }

  /** How long its transport has been busy with what it was given: 0 for one that waits for more. */
  idleMs(now: number): number {
    return this.#givenAt === null ? 0 : now - this.#givenAt;
  }

  async next(): Promise<Step> {
    if (this.#ended) return this.#last();
    const pull = Promise.withResolvers<Step>();
    this.#pull = pull;
    this.#givenAt = null;
    this.#source.next().then(
      (step) => this.#give(pull, step),
      (error: unknown) => this.#fail(error),
    );
    return await pull.promise;
  }

  /** Ends it, with an error that its client is told where there is one. What it holds is freed at once. */
  end(error: unknown = null): void {
    if (this.#ended) return;
    if (error !== null) this.#failure = { error };
    this.#finish();
    // The source may take its time to end, and may fail at it; nobody waits for it.
    this.#source.return?.().catch(() => {});
  }

  async return(): Promise<Step> {
    this.end();
    return { done: true, value: undefined };
  }

  async throw(error: unknown): Promise<Step> {
    this.end(error);
    return this.#last();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.end();
  }

  #give(pull: PromiseWithResolvers<Step>, step: Step): void {
    if (step.done !== true) this.#onEvent(this);
    if (this.#ended) return;
    if (step.done === true) {
      this.#finish();
    } else {
      this.#pull = null;
      this.#givenAt = performance.now();
      pull.resolve(step);
    }
  }

  #fail(error: unknown): void {
    if (this.#ended) return;
    this.#failure = { error };
    this.#finish();
  }

  #finish(): void {
    this.#ended = true;
    this.#onEnd(this);
    const pull = this.#pull;
    this.#pull = null;
    if (!pull) return;
    this.#last().then(pull.resolve, pull.reject);
  }

  /** What the transport is told of the end: its error once, and then nothing more. */
  async #last(): Promise<Step> {
    const failure = this.#failure;
    this.#failure = null;
    if (failure) throw failure.error;
    return { done: true, value: undefined };
  }
}
