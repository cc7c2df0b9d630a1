import type { Plugin } from 'graphql-yoga';
import { badRequest } from '../http-errors.ts';

/** Refuses a body whose declared length is too large before it is read; Yoga's own bound stops one without a length. */
export function useBodyLimit(maxBytes: number): Plugin {
  return {
    onRequestParse({ request }) {
      const length = Number(request.headers.get('content-length') ?? 0);
      if (length > maxBytes)
        throw badRequest(413, `The body has ${length} bytes, at most ${maxBytes} are allowed: send less at once`);
    },
  };
}
