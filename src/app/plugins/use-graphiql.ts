import { type GraphiQLOptions, type Plugin, shouldRenderGraphiQL } from 'graphql-yoga';
import { graphiqlPage } from '../graphiql.ts';

const paths = ['/graphql', '/graphql/'];

/**
 * The page may hold a token, and a link fills in what it runs: in another site's frame, a misdirected click would execute
 * that. No referrer reveals its URL.
 */
const headers = {
  'content-type': 'text/html',
  'content-security-policy': "frame-ancestors 'none'",
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
};

/** Serves GraphiQL to browsers that open the endpoint. Yoga's own runs before any plugin, so without request id and times. */
export function useGraphiql(options: GraphiQLOptions): Plugin {
  const page = graphiqlPage(options);
  return {
    async onRequest({ url, request, fetchAPI, endResponse }) {
      if (!shouldRenderGraphiQL(request) || !paths.includes(url.pathname)) return;
      // Yoga's Response sends the shared page as it is: Node's would copy it for each request. It sets headers on the object it was given.
      endResponse(new fetchAPI.Response(await page(), { headers: { ...headers } }));
    },
  };
}
