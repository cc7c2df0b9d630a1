import { z } from 'zod';
import { Subscriptions } from '../support/subscriptions.ts';
import { collectionEvents, type Request, runEvents } from './requests.ts';

interface RunEnd {
  readonly status: string;
  readonly cached: boolean;
  readonly error: string | null;
}

const told = z.union([
  z.object({ message: z.string() }).transform(({ message }) => message),
  z
    .object({ code: z.number(), reason: z.string() })
    .transform(({ code, reason }) => `the socket was closed: ${code} ${reason}`),
]);

/** graphql-ws throws either a close event of the socket or a list of errors. */
export function reasonOf(error: unknown): string {
  if (Array.isArray(error)) return error.map(reasonOf).join('; ');
  return told.safeParse(error).data ?? String(error);
}

/** A user's socket: receives every memory event of the user's collection, and the answers to their questions. */
export class Follower implements AsyncDisposable {
  readonly #subscriptions: Subscriptions;
  /** When each memory's events arrived, in milliseconds of this process; all times if there was more than one. */
  readonly told = new Map<string, number[]>();
  readonly gaps: string[] = [];
  #following: Promise<void> | null = null;
  #failure: unknown = null;
  #hasLeft = false;

  constructor(endpoint: string, token: string) {
    this.#subscriptions = new Subscriptions({ endpoint, token });
  }

  /** Why the subscription ended; null while it is active. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Resolves once the subscription is active. */
  async follow(collectionId: string): Promise<void> {
    const opened = Promise.withResolvers<void>();
    this.#following = this.#read(collectionId, opened.resolve).catch((error: unknown) => {
      if (!this.#hasLeft) this.#failure = error;
      opened.reject(error);
    });
    await opened.promise;
  }

  /** Waits for the end of a run. */
  async end(runId: string): Promise<RunEnd> {
    for await (const { agentRunEvents: event } of this.#events(runEvents, runId)) if (event.run) return event.run;
    throw new Error('a run ended without its last event');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#hasLeft = true;
    await this.#subscriptions[Symbol.asyncDispose]();
    await this.#following;
  }

  async #read(collectionId: string, opened: () => void): Promise<void> {
    for await (const { collectionEvents: event } of this.#events(collectionEvents, collectionId)) {
      if (event.__typename === 'StreamOpened') opened();
      if (event.__typename === 'StreamGap') this.gaps.push(JSON.stringify(event));
      if (event.memory) this.told.set(event.memory.id, [...(this.told.get(event.memory.id) ?? []), performance.now()]);
    }
    throw new Error('a subscription ended by itself');
  }

  #events<Data>({ source, data }: Request<Data>, id: string): AsyncGenerator<Data> {
    return this.#subscriptions.events(source, { id }, data);
  }
}
