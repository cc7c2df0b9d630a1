import type { Plugin } from 'graphql-yoga';
import { badRequest } from '../http-errors.ts';

/** Says what a body must be, where it is of no type that is read, or packed. */
export function useKnownMediaType(): Plugin {
  return {
    onRequestParse({ request, requestParser }) {
      const encoding = request.headers.get('content-encoding') ?? 'identity';
      // Nothing is unpacked: a few bytes could become gigabytes.
      if (encoding !== 'identity') throw badRequest(415, `Send the body as it is, not encoded as "${encoding}"`);
      if (request.method !== 'POST' || requestParser) return;
      const type = request.headers.get('content-type');
      throw badRequest(
        415,
        `Send "Content-Type: application/json", not ${type ? `"${type}"` : 'a body without a type'}`,
      );
    },
  };
}
