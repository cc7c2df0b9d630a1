import type { ServerResponse } from 'node:http';
import { GraphQLError } from 'graphql';
import { LightHeaders } from '../../platform/http/light-request.ts';
import { RequestTimes } from '../../platform/request-times.ts';
import { requestIdOf } from '../plugins/use-answer-headers.ts';
import { timingHeaders } from '../plugins/use-request-times.ts';
import { corsHeaders } from './cors.ts';

/** An error for a request that is not a GraphQL request, with its HTTP status. */
export function badRequest(status: number, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status } } });
}

/** Answers a request that never reached GraphQL, and closes its connection. `times` omitted: no time was measured. */
export function endWithError(
  response: ServerResponse,
  status: number,
  message: string,
  extensions: Readonly<Record<string, unknown>>,
  times = new RequestTimes(),
): void {
  const headers = new LightHeaders(response.req.headers);
  const { retryAfter } = extensions;
  times.end();
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-request-id': requestIdOf(headers),
    ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
    ...corsHeaders(headers),
    ...timingHeaders(times),
    connection: 'close',
  });
  response.end(JSON.stringify({ errors: [{ message, extensions }] }));
}
