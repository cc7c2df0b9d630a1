import { type GraphiQLOptions, type Plugin, shouldRenderGraphiQL } from 'graphql-yoga';
import { graphiqlPage } from '../graphiql.ts';
import type { Probes } from '../probes.ts';

/** The endpoint, and Yoga's own health check, which cannot be switched off: its path ends with a slash. */
const somewhere = /^\/(?:graphql\/?|health\/)$/;
/** Yoga accepts any URL that ends like this, whatever precedes it, and no other. */
const endpointBehind = /\/graphql\/?$/;
const pagePaths = ['/graphql', '/graphql/'];
const nothingHere = 'Nothing is here: the API is at /graphql, and so is its explorer for browsers';

/**
 * The page may hold a token, and a link fills in what it runs: in another site's frame, a misdirected click would execute
 * that. No referrer reveals its URL.
 */
const pageHeaders = {
  'content-type': 'text/html',
  'content-security-policy': "frame-ancestors 'none'",
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
};

/**
 * Answers what is not GraphQL: the probes; browsers that open the endpoint, with GraphiQL (Yoga's own runs before any plugin, so without
 * request id and times); and any other URL with 404 and the API's path (Yoga's answer is empty, as if the server were broken).
 */
export function usePaths(probes: Probes, graphiql: GraphiQLOptions): Plugin {
  const page = graphiqlPage(graphiql);
  return {
    async onRequest({ url, request, fetchAPI, endResponse }) {
      const { pathname, search } = url;
      const probed = await probes(request.method, pathname);
      if (probed) endResponse(probed);
      else if (shouldRenderGraphiQL(request) && pagePaths.includes(pathname))
        // Yoga's Response sends the shared page as it is: Node's would copy it for each request. It sets headers on the object it was given.
        endResponse(new fetchAPI.Response(await page(), { headers: { ...pageHeaders } }));
      else if (!somewhere.test(pathname) && (search !== '' || !endpointBehind.test(pathname)))
        endResponse(
          Response.json({ errors: [{ message: nothingHere, extensions: { code: 'NOT_FOUND' } }] }, { status: 404 }),
        );
    },
  };
}
