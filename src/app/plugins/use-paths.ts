import { type FetchAPI, type GraphiQLOptions, type Plugin, shouldRenderGraphiQL } from 'graphql-yoga';
import { acceptsEncoding } from '../../platform/http/compress.ts';
import { type GraphiqlPage, graphiqlPage } from '../http/graphiql.ts';
import type { Probes } from '../http/probes.ts';

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
  // Browsers keep it, and ask each time whether it is still the same: an upgrade changes it.
  'cache-control': 'no-cache',
  vary: 'Accept, Accept-Encoding',
};

/**
 * Answers what is not GraphQL. Probes get their answers. A browser that opens the endpoint gets GraphiQL (Yoga would send its own page before
 * any plugin runs, so without request id and times), and one that opens the root of the server is redirected to it. Any other URL gets 404 and
 * the path of the API: Yoga's answer would be empty, as if the server were broken.
 */
export function usePaths(probes: Probes, graphiql: GraphiQLOptions): Plugin {
  const page = graphiqlPage(graphiql);
  return {
    async onRequest({ url, request, fetchAPI, endResponse }) {
      const { pathname, search } = url;
      const probed = await probes(request.method, pathname);
      if (probed) endResponse(probed);
      else if (shouldRenderGraphiQL(request) && pagePaths.includes(pathname))
        endResponse(pageAnswer(await page(), request.headers, fetchAPI));
      else if (shouldRenderGraphiQL(request) && pathname === '/')
        endResponse(new fetchAPI.Response(null, { status: 302, headers: { location: '/graphql' } }));
      else if (!somewhere.test(pathname) && (search !== '' || !endpointBehind.test(pathname)))
        endResponse(
          Response.json({ errors: [{ message: nothingHere, extensions: { code: 'NOT_FOUND' } }] }, { status: 404 }),
        );
    },
  };
}

/** Answers with the page, or with nothing if the browser has it. The few clients that accept no gzip get it unpacked. */
function pageAnswer({ gzipped, etag }: GraphiqlPage, asked: Headers, { Response }: FetchAPI): Response {
  // Yoga's Response sets headers on the object it was given.
  const headers = { ...pageHeaders, etag };
  if (asked.get('if-none-match')?.includes(etag)) return new Response(null, { status: 304, headers });
  if (!acceptsEncoding(asked.get('accept-encoding'), 'gzip')) return new Response(unpacked(gzipped), { headers });
  // Yoga's Response sends the shared page as it is: Node's would copy it for each request.
  return new Response(gzipped, { headers: { ...headers, 'content-encoding': 'gzip' } });
}

/** Unpacks as fast as it is read. */
const unpacked = (gzipped: Buffer<ArrayBuffer>): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      controller.enqueue(gzipped);
      controller.close();
    },
  }).pipeThrough(new DecompressionStream('gzip'));
