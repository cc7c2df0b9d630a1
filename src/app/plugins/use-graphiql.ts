import { type GraphiQLOptions, type Plugin, shouldRenderGraphiQL } from 'graphql-yoga';
import { graphiqlPage } from '../graphiql.ts';

const paths = ['/graphql', '/graphql/'];

/**
 * It may hold a token, and a link fills in what it runs: in a frame of somebody else's page one click that was meant for that would run
 * it. What stands in its URL is told to nobody.
 */
const headers = {
  'content-type': 'text/html',
  'content-security-policy': "frame-ancestors 'none'",
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
};

/** The explorer, for browsers that open the endpoint. Yoga's own answers before any plugin, so without an id and times. */
export function useGraphiql(options: GraphiQLOptions): Plugin {
  const page = graphiqlPage(options);
  return {
    async onRequest({ url, request, fetchAPI, endResponse }) {
      if (!shouldRenderGraphiQL(request) || !paths.includes(url.pathname)) return;
      // Yoga's kind of response sends the one page as it is: Node's would hold a copy for each who asks. It sets headers on what it was given.
      endResponse(new fetchAPI.Response(await page(), { headers: { ...headers } }));
    },
  };
}
