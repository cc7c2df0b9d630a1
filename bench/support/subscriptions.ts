import { type Client, createClient } from 'graphql-ws';
import WebSocket from 'ws';
import type { z } from 'zod';
import type { ApiOptions } from './api.ts';

/** Subscriptions over one WebSocket, which is opened at once and not again: what breaks it ends them with an error. */
export class Subscriptions implements AsyncDisposable {
  readonly #client: Client;

  constructor({ endpoint, token }: Pick<ApiOptions, 'endpoint' | 'token'>) {
    this.#client = createClient({
      url: endpoint.replace(/^http/, 'ws'),
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${token}` },
      lazy: false,
      retryAttempts: 0,
    });
  }

  /** Subscribes. Throws if an event is an error or does not match. */
  async *events<Data>(query: string, variables: Record<string, unknown>, data: z.ZodType<Data>): AsyncGenerator<Data> {
    for await (const event of this.#client.iterate({ query, variables })) {
      if (event.errors) throw new Error(event.errors.map(({ message }) => message).join('; '));
      yield data.parse(event.data);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.dispose();
  }
}
