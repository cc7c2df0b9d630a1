import { randomUUID } from 'node:crypto';
import type { Plugin } from 'graphql-yoga';
import type { ServerContext } from '../server-context.ts';

const ACCEPTABLE = /^[\w.-]{1,64}$/;

/** Names each request: by the header X-Request-Id of whoever stands in front, or anew. Logs and masked errors carry it. */
export function useRequestId(): Plugin<object, ServerContext> {
  return {
    onRequest({ request, serverContext }) {
      const given = request.headers.get('x-request-id');
      serverContext.requestId = given && ACCEPTABLE.test(given) ? given : randomUUID();
    },
    onResponse({ response, serverContext }) {
      if (serverContext.requestId) response.headers.set('x-request-id', serverContext.requestId);
    },
  };
}
