import { expect, test } from 'vitest';
import { judged, type RerankReply, startRerankEndpoint } from '../../../tests/support/rerank-endpoint.ts';
import { HttpReranker } from './http-reranker.ts';
import { RerankerError } from './reranker.errors.ts';

const documents = ['crimson', 'green', 'lilac'];
const open = new AbortController().signal;
const rerankerAt = (baseUrl: string) =>
  new HttpReranker({ baseUrl, apiKey: 'the-key', model: 'm-1', provider: 'cohere' });

async function failure(reply: RerankReply): Promise<string> {
  const { baseUrl } = await startRerankEndpoint(() => reply);
  const error: unknown = await rerankerAt(baseUrl)
    .score('q', documents, open)
    .catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(RerankerError);
  return String(error);
}

test('uses the protocol of Cohere and Jina, and returns scores in the order of the documents', async () => {
  const { baseUrl, calls } = await startRerankEndpoint(({ body }) => judged(body.documents, (one) => one.length));
  expect(await rerankerAt(`${baseUrl}/`).score('which?', documents, open)).toEqual([7, 5, 5]);
  expect(calls).toMatchObject([
    {
      path: '/v1/rerank',
      headers: { authorization: 'Bearer the-key', 'content-type': 'application/json' },
      body: { model: 'm-1', query: 'which?', documents, top_n: 3 },
    },
  ]);
});

test('sends neither key nor model if none is configured', async () => {
  const { baseUrl, calls } = await startRerankEndpoint(({ body }) => judged(body.documents, () => 1));
  await new HttpReranker({ baseUrl, apiKey: null, model: null, provider: 'cohere' }).score('q', documents, open);
  expect(calls[0]?.headers).not.toHaveProperty('authorization');
  expect(Object.keys(calls[0]?.body ?? {})).toEqual(['query', 'documents', 'top_n']);
});

test('a document missing from the answer has no score', async () => {
  const { baseUrl } = await startRerankEndpoint(({ body }) =>
    judged(body.documents, (one) => (one === 'green' ? undefined : -0.5)),
  );
  expect(await rerankerAt(baseUrl).score('q', documents, open)).toEqual([-0.5, null, -0.5]);
});

const byLength = (documents: readonly string[], name: string) =>
  documents.map((one, index) => ({ index, [name]: -one.length })).toReversed();

test('omits top_n for Voyage, which refuses it', async () => {
  const { baseUrl, calls } = await startRerankEndpoint(({ body }) => ({
    status: 'top_n' in body ? 400 : 200,
    body: JSON.stringify({ object: 'list', data: byLength(body.documents, 'relevance_score') }),
  }));
  const reranker = new HttpReranker({ baseUrl, apiKey: 'k', model: 'rerank-2.5', provider: 'voyage' });
  expect(await reranker.score('which?', documents, open)).toEqual([-7, -5, -5]);
  expect(calls).toMatchObject([{ body: { model: 'rerank-2.5', query: 'which?', documents } }]);
});

test('sends text-embeddings-inference 32 texts at a time, and has it truncate them', async () => {
  const { baseUrl, calls } = await startRerankEndpoint(({ body: { texts = [], truncate } }) => ({
    status: texts.length > 32 || !truncate ? 413 : 200,
    body: JSON.stringify(byLength(texts, 'score')),
  }));
  const many = Array.from({ length: 50 }, (_, n) => 'x'.repeat(n + 1));
  const reranker = new HttpReranker({ baseUrl, apiKey: null, model: null, provider: 'tei' });
  expect(await reranker.score('which?', many, open)).toEqual(many.map(({ length }) => -length));
  expect(calls.map(({ body }) => body.texts?.length)).toEqual([32, 18]);
});

test('an endpoint with another protocol is an error that names the setting to change', async () => {
  expect(await failure({ status: 422, body: '{}' })).toContain('status 422: look at RERANK_BASE_URL');
  expect(await failure({ status: 200, body: '[{"index":0,"score":1}]' })).toContain('RERANK_PROVIDER=cohere');
});

const results = (...entries: readonly string[]) => ({ body: `{"results":[${entries.join(',')}]}` });

test.each<[string, RerankReply, string]>([
  ['a server error', { status: 500, body: 'crimson green' }, 'status 500'],
  ['a key that is refused', { status: 401, body: '{}' }, 'status 401'],
  ['a redirect', { status: 307, body: '' }, 'status 307: look at RERANK_BASE_URL'],
  ['no JSON', { body: '<html>crimson</html>' }, 'no JSON'],
  ['nothing', { body: '' }, 'no JSON'],
  ['NaN, as Python writes it', results('{"index":0,"relevance_score":NaN}'), 'no JSON'],
  ['an infinite score', results('{"index":0,"relevance_score":1e999}'), 'finite'],
  ['a score of null', results('{"index":0,"relevance_score":null}'), 'finite'],
  ['another shape', { body: '{"scores":[1,2,3]}' }, 'in each of its results'],
  ['no results', results(), 'in each of its results'],
  ['an index beyond the documents', results('{"index":3,"relevance_score":1}'), 'document 3 of 3'],
  ['a negative index', results('{"index":-1,"relevance_score":1}'), 'index'],
  ['half an index', results('{"index":0.5,"relevance_score":1}'), 'index'],
  ['one document twice', results(...['1', '2'].map((s) => `{"index":1,"relevance_score":${s}}`)), 'document 1 twice'],
  ['too much', { body: ' '.repeat(8 * 1024 * 1024 + 1) }, 'more than 8388608 bytes'],
])('%s is an error that names the problem without quoting content', async (_what, reply, message) => {
  const said = await failure(reply);
  expect(said).toContain(message);
  expect(said).not.toMatch(/crimson|green|the-key/);
});

test('an unreachable server is an error', async () => {
  const error: unknown = await rerankerAt('http://127.0.0.1:1')
    .score('q', documents, open)
    .catch((e: unknown) => e);
  expect(error).toBeInstanceOf(RerankerError);
});

test('an aborted call closes the connection', async () => {
  const { baseUrl, gone, calls } = await startRerankEndpoint(() => {
    stop.abort(new Error('too late'));
    return 'never';
  });
  const stop = new AbortController();
  await expect(rerankerAt(baseUrl).score('q', documents, stop.signal)).rejects.toThrow('too late');
  await gone;
  expect(calls).toHaveLength(1);
});

test('says why its last call failed, until one succeeds; a call that nobody waits for any more says nothing', async () => {
  const replies: RerankReply[] = [{ status: 401, body: '' }, { body: '<html>' }, 'never'];
  const { baseUrl } = await startRerankEndpoint(({ body }) => replies.shift() ?? judged(body.documents, () => 1));
  const reranker = rerankerAt(baseUrl);
  const failureOfNext = async (signal = open) => {
    await reranker.score('q', documents, signal).catch(() => {});
    return reranker.lastCall.failure;
  };
  expect(await failureOfNext()).toBe('it answered with status 401: look at RERANK_API_KEY');
  const noScores = await failureOfNext();
  expect(noScores).toContain('its answer is no JSON');
  expect(await failureOfNext(AbortSignal.timeout(20))).toBe(noScores);
  expect(await failureOfNext()).toBe(null);
});
