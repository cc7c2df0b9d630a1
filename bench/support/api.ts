import { Agent } from 'node:http';
import type { z } from 'zod';
import { answer, post } from './post.ts';

/** Runs GraphQL operations over HTTP. Throws if an operation fails. */
export interface Api extends Disposable {
  run<Data>(source: string, variables: Readonly<Record<string, unknown>>, data: z.ZodType<Data>): Promise<Data>;
}

export interface ApiOptions {
  readonly endpoint: string;
  readonly token: string;
  /** Most concurrent requests, each on a keep-alive connection. */
  readonly connections?: number;
}

export function connectApi({ endpoint, token, connections = 1 }: ApiOptions): Api {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return apiBy(
    async (body) => (await post(body, { endpoint, token, agent })).text,
    () => agent.destroy(),
  );
}

/** Builds an Api over any function that posts a body and returns the body of the answer. */
export const apiBy = (send: (body: string) => Promise<string>, close: () => void): Api => ({
  async run(source, variables, data) {
    const text = await send(JSON.stringify({ query: source, variables }));
    const { errors, ...rest } = answer.parse(JSON.parse(text));
    if (errors) throw new Error(`${errors.map(({ message }) => message).join('; ')}\n${source}`);
    const checked = data.safeParse(rest.data);
    if (checked.success) return checked.data;
    throw new Error(`This answer was not expected: ${text.slice(0, 500)}\n${source}`);
  },
  [Symbol.dispose]: close,
});
