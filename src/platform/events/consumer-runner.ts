import type { Logger } from 'pino';
import { acrossAccounts } from '../db/account-guard.ts';
import type { Database } from '../db/database.ts';
import { onCommit, type StreamRef } from './commits.ts';
import { behind, type Consumer, consumeNext } from './consumer.ts';

interface RunnerOptions {
  /** Whose commits wake the consumers. */
  readonly requests: Database;
  /** What they work on: on the embedded database, the lane that gives way to requests. */
  readonly background: Database;
  readonly consumers: readonly Consumer[];
  readonly log: Logger;
}

/** How many streams that nobody has woken are looked for at once. */
const sweepSize = 1_000;
/** What another process wrote and did not live to consume is found within this time. */
const sweepMs = 60_000;

/**
 * Runs the consumers of the event log in this process: woken by its own commits at once, one stream of one consumer at
 * a time. A sweep finds what was left by a process that died.
 */
export class ConsumerRunner implements AsyncDisposable {
  readonly #options: RunnerOptions;
  readonly #waiting = new Map<string, { readonly consumer: Consumer; readonly stream: StreamRef }>();
  readonly #cleanUp = new DisposableStack();
  #running: Promise<void> | null = null;
  #stopping = false;

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#cleanUp.use(onCommit(this.#options.requests, (touched) => this.#wake(touched)));
    const timer = setInterval(() => this.#later(() => this.#sweep()), sweepMs).unref();
    this.#cleanUp.defer(() => clearInterval(timer));
    this.#later(() => this.#sweep());
  }

  /** Runs until every consumer has come to the end of every stream: for tests and commands. */
  async processAll(): Promise<void> {
    await this.#sweep();
    while (this.#running) await this.#running;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping = true;
    this.#cleanUp.dispose();
    await this.#running;
  }

  async #sweep(): Promise<void> {
    const everywhere = acrossAccounts(this.#options.background, 'stream', 'consumer');
    for (const consumer of this.#options.consumers) {
      for (const stream of await behind(everywhere, consumer, sweepSize)) this.#add(consumer, stream);
    }
    this.#run();
  }

  #wake(touched: readonly StreamRef[]): void {
    for (const stream of touched) {
      for (const consumer of this.#options.consumers) {
        if (consumer.kind === stream.kind) this.#add(consumer, stream);
      }
    }
    this.#run();
  }

  #add(consumer: Consumer, stream: StreamRef): void {
    this.#waiting.set(`${consumer.name} ${stream.kind} ${stream.streamId}`, { consumer, stream });
  }

  #run(): void {
    if (this.#stopping || this.#running || this.#waiting.size === 0) return;
    this.#running = this.#drain().finally(() => {
      this.#running = null;
      this.#run();
    });
  }

  async #drain(): Promise<void> {
    for (const [key, { consumer, stream }] of this.#waiting) {
      if (this.#stopping) return;
      this.#waiting.delete(key);
      try {
        if (await consumeNext(this.#options.background, consumer, stream)) this.#add(consumer, stream);
      } catch (error) {
        // The cursor has not moved: the next commit to the stream, or the next sweep, tries again.
        this.#options.log.error({ err: error, consumer: consumer.name }, 'a consumer of the event log failed');
      }
    }
  }

  #later(work: () => Promise<void>): void {
    work().catch((error: unknown) => this.#options.log.error({ err: error }, 'the consumers could not be swept'));
  }
}
