import type { Plugin } from 'graphql-yoga';

const inParts = /^(?:text\/event-stream|multipart\/mixed)/;

/**
 * Answers are personal and may have to be gone a moment later: neither caches on the way nor browsers may keep them. Answers in parts
 * must arrive part by part: `no-transform`, since a proxy that compressed them would wait for more.
 */
export function useNoStore(): Plugin {
  return {
    onResponse({ response: { headers } }) {
      const isInParts = inParts.test(headers.get('content-type') ?? '');
      headers.set('cache-control', isInParts ? 'no-store, no-transform' : 'no-store');
    },
  };
}
