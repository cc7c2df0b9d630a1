import type { Plugin } from 'graphql-yoga';

const inParts = /^(?:text\/event-stream|multipart\/mixed)/;

/**
 * Answers are of one person, and may have to be gone a moment later: no cache on the way keeps them, nor a browser on its disk. Of those in
 * parts each is to arrive as it comes: a proxy that compressed them would wait for more.
 */
export function useNoStore(): Plugin {
  return {
    onResponse({ response: { headers } }) {
      const isInParts = inParts.test(headers.get('content-type') ?? '');
      headers.set('cache-control', isInParts ? 'no-store, no-transform' : 'no-store');
    },
  };
}
