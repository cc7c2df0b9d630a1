import type { Plugin } from 'graphql-yoga';
import { badRequest } from '../http-errors.ts';

/** Says what a body must be, where it is of no type that is read. */
export function useKnownMediaType(): Plugin {
  return {
    onRequestParse({ request, requestParser }) {
      if (request.method !== 'POST' || requestParser) return;
      const type = request.headers.get('content-type');
      throw badRequest(
        415,
        `Send "Content-Type: application/json", not ${type ? `"${type}"` : 'a body without a type'}`,
      );
    },
  };
}
