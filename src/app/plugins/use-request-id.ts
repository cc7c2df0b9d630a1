import { randomUUID } from 'node:crypto';
import type { Plugin } from 'graphql-yoga';
import type { ServerContext } from '../server-context.ts';

const ACCEPTABLE = /^[\w.-]{1,64}$/;

/** Returns the id that a proxy gave the request, or a new one. */
export function requestIdOf(headers: Pick<Headers, 'get'>): string {
  const given = headers.get('x-request-id');
  return given && ACCEPTABLE.test(given) ? given : randomUUID();
}

/** Gives each request an id: a proxy's header X-Request-Id, or a new one. Logs and masked errors carry it. */
export function useRequestId(): Plugin<object, ServerContext> {
  return {
    onRequest({ request, serverContext }) {
      serverContext.requestId = requestIdOf(request.headers);
    },
    onResponse({ response, serverContext }) {
      if (serverContext.requestId) response.headers.set('x-request-id', serverContext.requestId);
    },
  };
}
