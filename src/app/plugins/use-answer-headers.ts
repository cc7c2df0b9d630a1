import { randomUUID } from 'node:crypto';
import type { Plugin } from 'graphql-yoga';
import { corsHeaders } from '../http/cors.ts';
import type { ServerContext } from '../server-context.ts';

const ACCEPTABLE = /^[\w.-]{1,64}$/;
const inParts = /^(?:text\/event-stream|multipart\/mixed)/;

/** Returns the id that a proxy gave the request, or a new one. */
export function requestIdOf(headers: Pick<Headers, 'get'>): string {
  const given = headers.get('x-request-id');
  return given && ACCEPTABLE.test(given) ? given : randomUUID();
}

/**
 * Gives each request an id, a proxy's header X-Request-Id or a new one, which logs and masked errors carry; and each answer the headers
 * that all have. Pages of other origins are allowed, and their preflight requests answered.
 */
export function useAnswerHeaders(): Plugin<object, ServerContext> {
  return {
    onRequest({ request, serverContext, fetchAPI, endResponse }) {
      serverContext.requestId = requestIdOf(request.headers);
      if (request.method !== 'OPTIONS') return;
      // Safari waits for a body unless it is told that there is none.
      endResponse(new fetchAPI.Response(null, { status: 204, headers: { 'content-length': '0' } }));
    },
    onResponse({ request, response: { headers }, serverContext: { requestId } }) {
      if (requestId) headers.set('x-request-id', requestId);
      // Answers are personal and may have to be gone a moment later: neither caches on the way nor browsers may keep them, except what
      // has a tag, which is nobody's. A proxy that compressed an answer in parts would wait for more.
      const isInParts = inParts.test(headers.get('content-type') ?? '');
      if (!headers.has('etag')) headers.set('cache-control', isInParts ? 'no-store, no-transform' : 'no-store');
      const { vary, ...cors } = corsHeaders(request.headers) ?? {};
      if (vary) headers.append('vary', vary);
      for (const [name, value] of Object.entries(cors)) headers.set(name, value);
    },
  };
}
