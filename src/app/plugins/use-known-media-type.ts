import type { Plugin } from 'graphql-yoga';
import { badRequest } from '../http-errors.ts';

const json = 'application/json';
const anyJson = /^application\/(?:graphql\+)?json\s*(?:;|$)/i;

/** Whether a body is JSON by its type, in whatever letters that is written. */
export const isJson = (type = ''): boolean => anyJson.test(type);

/** Says what a body must be, where it is of no type that is read, or packed. */
export function useKnownMediaType(): Plugin {
  return {
    // Yoga compares types letter by letter.
    onRequest({ request: { headers } }) {
      if (isJson(headers.get('content-type') ?? '')) headers.set('content-type', json);
    },
    onRequestParse({ request, requestParser }) {
      const encoding = request.headers.get('content-encoding') ?? 'identity';
      // Nothing is unpacked: a few bytes could become gigabytes.
      if (encoding !== 'identity') throw badRequest(415, `Send the body as it is, not encoded as "${encoding}"`);
      if (request.method !== 'POST' || requestParser) return;
      const type = request.headers.get('content-type');
      throw badRequest(415, `Send "Content-Type: ${json}", not ${type ? `"${type}"` : 'a body without a type'}`);
    },
  };
}
