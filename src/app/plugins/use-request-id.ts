import { randomUUID } from 'node:crypto';
import type { Plugin } from 'graphql-yoga';
import type { ServerContext } from '../server-context.ts';

const ACCEPTABLE = /^[\w.-]{1,64}$/;

/** The id by which whoever stands in front knows a request, or a new one. */
export function requestIdOf(headers: Pick<Headers, 'get'>): string {
  const given = headers.get('x-request-id');
  return given && ACCEPTABLE.test(given) ? given : randomUUID();
}

/** Names each request: by the header X-Request-Id of whoever stands in front, or anew. Logs and masked errors carry it. */
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
