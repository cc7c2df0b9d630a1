import { GraphQLError } from 'graphql';

/** A request that is no GraphQL request at all, with the HTTP status that says so. */
export function badRequest(status: number, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status } } });
}
