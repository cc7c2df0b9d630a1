import type { Plugin } from 'graphql-yoga';

/** Lets a page on the internet, such as Apollo Studio's Explorer, reach a server on the local network: its preflight asks for it. */
export function usePrivateNetwork(): Plugin {
  return {
    onResponse({ request, response }) {
      if (request.headers.get('access-control-request-private-network') === 'true') {
        response.headers.set('access-control-allow-private-network', 'true');
      }
    },
  };
}
