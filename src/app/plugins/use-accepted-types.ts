import type { Plugin } from 'graphql-yoga';
import { byQuality } from '../http/accepted-types.ts';

/** Puts what a client accepts in the order of its preference, for all that read it afterwards. An empty header is none. */
export function useAcceptedTypes(): Plugin {
  return {
    onRequest({ request: { headers } }) {
      const accept = headers.get('accept');
      if (accept?.trim() === '') headers.delete('accept');
      else if (accept !== null) headers.set('accept', byQuality(accept));
    },
  };
}
