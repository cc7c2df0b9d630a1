import type { Plugin } from 'graphql-yoga';

/** Lets a page of the internet, as Apollo Studio's Explorer is, reach a server on the local network: its preflight asks. */
export function usePrivateNetwork(): Plugin {
  return {
    onResponse({ request, response }) {
      if (request.headers.get('access-control-request-private-network') === 'true') {
        response.headers.set('access-control-allow-private-network', 'true');
      }
    },
  };
}
