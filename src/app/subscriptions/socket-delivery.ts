import type { ExecutionResult } from 'graphql';
import { SharedResult } from '../../graphql/shared-subscriptions.ts';
import { isLater, over, type Step } from '../../platform/streams/soon.ts';
import type { LiveSubscription } from './live-subscription.ts';
import { NextFrames } from './next-frames.ts';
import type { SocketLink } from './socket-link.ts';

/** Most bytes of one write: later results wait in the bounded queue until these have left. */
const mostBytes = 64 * 1024;

/**
 * Writes the results of a subscription to its socket, all that are due in one write, while the socket has room. To graphql-ws it
 * is an iterator without values: that only waits for the end and tells the client.
 */
export class SocketDelivery implements AsyncGenerator<never, undefined, undefined> {
  readonly #source: LiveSubscription;
  readonly #link: SocketLink;
  readonly #frames: NextFrames;
  readonly #end = Promise.withResolvers<Step<never>>();
  #begun = false;

  constructor(source: LiveSubscription, id: string, link: SocketLink) {
    this.#source = source;
    this.#link = link;
    this.#frames = new NextFrames(id);
  }

  next(): Promise<Step<never>> {
    if (!this.#begun) this.#deliver();
    this.#begun = true;
    return this.#end.promise;
  }

  async return(): Promise<Step<never>> {
    this.#source.end();
    this.#end.resolve(over);
    return over;
  }

  async throw(error: unknown): Promise<Step<never>> {
    this.#source.end(error);
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  readonly #deliver = (): void => {
    try {
      this.#gather();
    } catch (error) {
      this.#fail(error);
    }
  };

  #gather(): void {
    while (this.#link.hasRoom) {
      const step = this.#source.pull();
      if (isLater(step)) {
        this.#send();
        step.then(this.#goOn, this.#fail);
        return;
      }
      if (!this.#add(step)) return;
    }
    this.#send();
    this.#link.whenRoom(this.#deliver);
  }

  readonly #goOn = (step: Step<ExecutionResult>): void => {
    if (this.#add(step)) this.#link.goOn(this.#deliver);
  };

  /** Returns false at the end. */
  #add({ value, done }: Step<ExecutionResult>): boolean {
    if (done) {
      this.#send();
      this.#end.resolve(over);
      return false;
    }
    this.#frames.add(value instanceof SharedResult ? value.bytes : Buffer.from(JSON.stringify(value)));
    if (this.#frames.bytes >= mostBytes) this.#send();
    return true;
  }

  readonly #fail = (error: unknown): void => {
    this.#send();
    this.#end.reject(error);
  };

  #send(): void {
    if (this.#frames.bytes > 0) this.#link.write(this.#frames.take());
  }
}
