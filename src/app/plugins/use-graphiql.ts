import { type GraphiQLOptions, type Plugin, shouldRenderGraphiQL } from 'graphql-yoga';
import { graphiqlPage } from '../graphiql.ts';

const paths = ['/graphql', '/graphql/'];

/** The explorer, for browsers that open the endpoint. Yoga's own answers before any plugin, so without an id and times. */
export function useGraphiql(options: GraphiQLOptions): Plugin {
  const page = graphiqlPage();
  return {
    async onRequest({ url, request, fetchAPI, endResponse }) {
      if (!shouldRenderGraphiQL(request) || !paths.includes(url.pathname)) return;
      // Yoga's kind of response sends the one page as it is: Node's would hold a copy for each who asks.
      endResponse(new fetchAPI.Response(await page(options), { headers: { 'content-type': 'text/html' } }));
    },
  };
}
