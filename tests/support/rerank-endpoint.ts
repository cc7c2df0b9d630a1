import { createServer, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { listenForTest } from './listen.ts';

/** A request to the endpoint. */
export interface RerankCall {
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: {
    readonly model?: string;
    readonly query: string;
    readonly documents: string[];
    readonly top_n: number;
    /** The field that text-embeddings-inference uses instead of documents. */
    readonly texts?: string[];
    readonly truncate?: boolean;
  };
}

/** Status and body. `never`: no answer at all. */
export type RerankReply = { readonly status?: number; readonly body: string } | 'never';

/** Results in the format of Cohere and Jina, from the score of each document; undefined omits one. */
export function judged(documents: readonly string[], scoreOf: (document: string) => number | undefined): RerankReply {
  const results = documents.flatMap((document, index) => {
    const score = scoreOf(document);
    return score === undefined ? [] : [{ index, relevance_score: score }];
  });
  return {
    body: JSON.stringify({ id: 'x', results: results.toSorted((a, b) => b.relevance_score - a.relevance_score) }),
  };
}

/** A rerank endpoint on a real server, for one test. `gone` settles when the client aborts a call. */
export async function startRerankEndpoint(reply: (call: RerankCall) => RerankReply | Promise<RerankReply>) {
  const calls: RerankCall[] = [];
  const gone = Promise.withResolvers<void>();
  const server = createServer(async (request, response) => {
    response.once('close', () => !response.writableFinished && gone.resolve());
    const call = { path: request.url, headers: request.headers, body: JSON.parse(await text(request)) };
    calls.push(call);
    const answer = await reply(call);
    if (answer === 'never') return;
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json' }).end(answer.body);
  });
  return { baseUrl: `${await listenForTest(server)}/v1`, calls, gone: gone.promise };
}
