import type { Plugin } from 'graphql-yoga';
import type { ServerContext } from '../server-context.ts';

/** Puts on every answer how long the server took for it, in milliseconds. */
export function useResponseTime(): Plugin<object, ServerContext> {
  return {
    onRequest({ serverContext }) {
      serverContext.receivedAt = performance.now();
    },
    onResponse({ response, serverContext: { receivedAt } }) {
      if (receivedAt === undefined) return;
      response.headers.set('x-response-time', `${(performance.now() - receivedAt).toFixed(1)}ms`);
    },
  };
}
