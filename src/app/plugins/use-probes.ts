import type { Plugin } from 'graphql-yoga';
import type { Probes } from '../probes.ts';

/** Answers the probes before anything is handled as GraphQL. */
export function useProbes(probes: Probes): Plugin {
  return {
    async onRequest({ url, request, endResponse }) {
      const answer = await probes(request.method, url.pathname);
      if (answer) endResponse(answer);
    },
  };
}
