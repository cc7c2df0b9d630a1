import type { Plugin } from 'graphql-yoga';
import type { ServerContext } from '../server-context.ts';

/** What the header X-Response-Time says now. */
export const responseTime = (receivedAt: number): string => `${(performance.now() - receivedAt).toFixed(1)}ms`;

/** Puts on every answer how long the server took for it, in milliseconds. */
export function useResponseTime(): Plugin<object, ServerContext> {
  return {
    onRequest({ serverContext }) {
      serverContext.receivedAt = performance.now();
    },
    onResponse({ response, serverContext: { receivedAt } }) {
      if (receivedAt === undefined) return;
      response.headers.set('x-response-time', responseTime(receivedAt));
    },
  };
}
