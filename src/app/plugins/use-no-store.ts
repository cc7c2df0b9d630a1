import type { Plugin } from 'graphql-yoga';

/** Answers are of one person, and may have to be gone a moment later: no cache on the way keeps them, nor a browser on its disk. */
export function useNoStore(): Plugin {
  return {
    onResponse({ response: { headers } }) {
      headers.set('cache-control', 'no-store');
    },
  };
}
