import type { ServerResponse } from 'node:http';
import { GraphQLError } from 'graphql';
import { singleHeader } from '../platform/http/single-header.ts';
import { corsHeaders } from './cors.ts';

/** A request that is no GraphQL request at all, with the HTTP status that says so. */
export function badRequest(status: number, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status } } });
}

/** Answers a request that no GraphQL server has seen, and ends its connection. */
export function endWithError(
  response: ServerResponse,
  status: number,
  message: string,
  extensions: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>> = {},
): void {
  const body = JSON.stringify({ errors: [{ message, extensions }] });
  const type = { 'content-type': 'application/json; charset=utf-8' };
  const cors = corsHeaders({ get: (name) => singleHeader(response.req, name) });
  response.writeHead(status, { ...type, ...cors, ...headers, connection: 'close' }).end(body);
}
