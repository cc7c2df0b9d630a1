import { expect, onTestFinished, test } from 'vitest';
import type { Viewer } from '../../../src/account/viewer.ts';
import { listen } from '../../../src/app/http/http.ts';
import { HttpReranker } from '../../../src/search/rerank/http-reranker.ts';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { graphqlServer } from '../../support/graphql-server.ts';
import { remember } from '../../support/mutate.ts';
import { judged, startRerankEndpoint } from '../../support/rerank-endpoint.ts';
import { makeViewer } from '../../support/viewer.ts';

const { db } = useDatabase();

/** A listening server with one viewer, and a reranker that answers when told to. */
async function start(viewer: Viewer) {
  const mayAnswer = Promise.withResolvers<void>();
  const endpoint = await startRerankEndpoint(async ({ body }) => {
    await mayAnswer.promise;
    return judged(body.documents, (text) => Number(/\d+/.exec(text)));
  });
  const reranker = new HttpReranker({ ...endpoint, apiKey: null, model: null, provider: 'cohere' });
  const api = makeApi(db, undefined, { rerank: { reranker, deadlineMs: 30_000 } });
  const authenticate = async (authorization: string | null) => (authorization === 'Bearer mine' ? viewer : null);
  const yoga = graphqlServer(api, { authenticate });
  const server = await listen(yoga, { host: '127.0.0.1', port: 0, drainMs: 0 });
  onTestFinished(() => server[Symbol.asyncDispose]());
  const post = (body: unknown, accept: string, authorization = 'Bearer mine') =>
    fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept, authorization },
      body: JSON.stringify(body),
    });
  return { ...endpoint, api, post, letAnswer: () => mayAnswer.resolve() };
}

const lessons = Array.from({ length: 4 }, (_, n) => `The cello lesson number ${n}`);

const query = `{
  fast: search(input: { query: "cello" }) { rerank edges { node { content } } }
  ... @defer(label: "best") { best: search(input: { query: "cello", rerank: true }) { rerank edges { rerankScore } } }
}`;

/** The JSON of each part of a multipart answer, as it arrives. */
async function* partsOf(response: Response) {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const parts = text.split('\r\n---');
    text = parts.pop() ?? '';
    for (const part of parts) {
      const json = part.slice(part.indexOf('\r\n\r\n')).trim();
      if (json !== '') yield JSON.parse(json);
    }
  }
}

test('with @defer the fast order arrives first, and the reranked one once it is ready', async () => {
  const viewer = makeViewer();
  const server = await start(viewer);
  await remember(server.api, lessons, viewer);
  const response = await server.post({ query }, 'multipart/mixed;deferSpec=20220824, application/json');
  expect(response.headers.get('content-type')).toBe('multipart/mixed; boundary="-"');
  const parts = partsOf(response);
  const { value: first } = await parts.next();
  expect(first.hasNext).toBe(true);
  expect(first.data.fast).toMatchObject({ rerank: 'NOT_ASKED', edges: { length: 4 } });
  expect(first.data).not.toHaveProperty('best');
  // The reranker may answer only now that the first part has arrived.
  server.letAnswer();
  const { value: second } = await parts.next();
  expect(second).toEqual({
    hasNext: false,
    incremental: [
      {
        label: 'best',
        path: [],
        data: { best: { rerank: 'APPLIED', edges: [3, 2, 1, 0].map((rerankScore) => ({ rerankScore })) } },
      },
    ],
  });
  expect((await parts.next()).done).toBe(true);
});

test('a client that accepts only plain JSON gets both at once', async () => {
  const viewer = makeViewer();
  const server = await start(viewer);
  await remember(server.api, lessons, viewer);
  server.letAnswer();
  const response = await server.post({ query }, 'application/json');
  const { data } = await response.json();
  expect(data).toMatchObject({ fast: { rerank: 'NOT_ASKED' }, best: { rerank: 'APPLIED' } });
});

test('a deferred part needs authentication like any other', async () => {
  const server = await start(makeViewer());
  const response = await server.post({ query }, 'multipart/mixed', 'Bearer other');
  const parts = await Array.fromAsync(partsOf(response));
  const codes = parts.flatMap(({ errors = [], incremental = [] }) =>
    [...errors, ...incremental.flatMap((part: { errors: unknown[] }) => part.errors)].map((error) => error.extensions),
  );
  expect(codes).toEqual([{ code: 'UNAUTHENTICATED' }, { code: 'UNAUTHENTICATED' }]);
  expect(server.calls).toHaveLength(0);
});

test('a client that hangs up aborts the call to the reranker', async () => {
  const viewer = makeViewer();
  const server = await start(viewer);
  await remember(server.api, lessons, viewer);
  const response = await server.post({ query }, 'multipart/mixed');
  const parts = partsOf(response);
  await parts.next();
  await expect.poll(() => server.calls.length).toBe(1);
  await parts.return(undefined);
  await server.gone;
});
