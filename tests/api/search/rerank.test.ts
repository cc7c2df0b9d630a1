import { expect, test } from 'vitest';
import type { Viewer } from '../../../src/account/viewer.ts';
import { HttpReranker } from '../../../src/search/rerank/http-reranker.ts';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { remember as rememberBy } from '../../support/mutate.ts';
import { judged, type RerankCall, type RerankReply, startRerankEndpoint } from '../../support/rerank-endpoint.ts';
import { countStatements } from '../../support/statements.ts';
import { makeViewer } from '../../support/viewer.ts';

const { db } = useDatabase();

/** An API whose reranker is the endpoint. Deadlines that must not pass are long; those that must pass are short. */
async function apiWith(reply: (call: RerankCall) => RerankReply | Promise<RerankReply>, deadlineMs = 30_000) {
  const endpoint = await startRerankEndpoint(reply);
  const reranker = new HttpReranker({ ...endpoint, apiKey: null, model: null, provider: 'cohere' });
  return { ...endpoint, api: makeApi(db, undefined, { rerank: { reranker, deadlineMs } }) };
}

type Api = ReturnType<typeof makeApi>;

const remember = async (contents: readonly string[]): Promise<Viewer> =>
  (await rememberBy(makeApi(db), contents)).viewer;

interface Page {
  readonly rerank: string;
  readonly edges: readonly { readonly rerankScore: number | null; readonly node: { readonly content: string } }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

async function search(
  { run }: Api,
  viewer: Viewer,
  input: Record<string, unknown>,
  paging: Record<string, unknown> = {},
) {
  const data = await run(
    viewer,
    `query ($input: SearchInput!, $first: Int! = 20, $after: String) { search(input: $input, first: $first, after: $after) {
      rerank edges { rerankScore node { content } } pageInfo { hasNextPage endCursor } } }`,
    { input: { query: 'the cello', ...input }, ...paging },
  );
  const { rerank, edges, pageInfo }: Page = data.search;
  return { rerank, edges, pageInfo, found: edges.map(({ node }) => node.content) };
}

const notes = (count: number) => Array.from({ length: count }, (_, n) => `The cello lesson number ${n}`);
const numberIn = (text: string) => Number(/\d+/.exec(text));

test('APPLIED: returns the order of the reranker, with a score for each memory', async () => {
  const { api, calls } = await apiWith(({ body }) => judged(body.documents, numberIn));
  const viewer = await remember(notes(5));
  const answer = await search(api, viewer, { rerank: true });
  expect(answer.rerank).toBe('APPLIED');
  expect(answer.found.map(numberIn)).toEqual([4, 3, 2, 1, 0]);
  expect(answer.edges.map(({ rerankScore }) => rerankScore)).toEqual([4, 3, 2, 1, 0]);
  expect(calls).toHaveLength(1);
  expect(calls[0]?.body.query).toBe('the cello');
});

test('NOT_ASKED and SKIPPED_PLAN: sends nothing, and takes no extra statements', async () => {
  const { api, calls } = await apiWith(() => 'never');
  const viewer = await remember(notes(3));
  const plain = await search(api, viewer, {});
  expect(plain.rerank).toBe('NOT_ASKED');
  expect(plain.edges.map(({ rerankScore }) => rerankScore)).toEqual([null, null, null]);
  for (const plan of ['FREE', 'STARTER'] as const) {
    const skipped = await search(api, { ...viewer, plan }, { rerank: true });
    expect(skipped).toMatchObject({ rerank: 'SKIPPED_PLAN', found: plain.found });
  }
  expect(calls).toHaveLength(0);
  const counted = await countStatements(() => search(api, viewer, {}));
  expect(await countStatements(() => search(api, { ...viewer, plan: 'FREE' }, { rerank: true }))).toHaveLength(
    counted.length,
  );
});

test('SKIPPED_DEADLINE: a late reranker leaves the search’s own order', async () => {
  const { api } = await apiWith(() => 'never', 50);
  const viewer = await remember(notes(3));
  const plain = await search(api, viewer, {});
  const late = await search(api, viewer, { rerank: true });
  expect(late).toMatchObject({ rerank: 'SKIPPED_DEADLINE', found: plain.found });
  expect(late.edges.every(({ rerankScore }) => rerankScore === null)).toBe(true);
});

test.each<[string, RerankReply]>([
  ['down', { status: 500, body: '' }],
  ['refusing the key', { status: 401, body: '' }],
  ['talking nonsense', { body: '{"results":[{"index":99,"relevance_score":1}]}' }],
])('UNAVAILABLE: an endpoint that is %s leaves the search’s own order', async (_what, reply) => {
  const { api } = await apiWith(() => reply);
  const viewer = await remember(notes(3));
  const plain = await search(api, viewer, {});
  expect(await search(api, viewer, { rerank: true })).toMatchObject({ rerank: 'UNAVAILABLE', found: plain.found });
});

test('UNAVAILABLE: there is no endpoint', async () => {
  const viewer = await remember(notes(2));
  expect((await search(makeApi(db), viewer, { rerank: true })).rerank).toBe('UNAVAILABLE');
});

test('memories that the reranker leaves out follow the others in their own order', async () => {
  const { api } = await apiWith(({ body }) =>
    judged(body.documents, (text) => (numberIn(text) === 2 ? 0.1 : numberIn(text) === 3 ? 0.9 : undefined)),
  );
  const viewer = await remember(notes(6));
  const plain = await search(api, viewer, {});
  const rest = plain.found.filter((content) => ![2, 3].includes(numberIn(content)));
  const answer = await search(api, viewer, { rerank: true });
  expect(answer.found).toEqual(['The cello lesson number 3', 'The cello lesson number 2', ...rest]);
});

test('sends only the best 50, appends the rest in their order, and pages through that with a single call', async () => {
  const { api, calls } = await apiWith(({ body }) => judged(body.documents, numberIn));
  const viewer = await remember(notes(70));
  const plain = (await search(api, viewer, {}, { first: 100 })).found;
  const expected = [
    ...plain.slice(0, 50).toSorted((one, other) => numberIn(other) - numberIn(one)),
    ...plain.slice(50),
  ];
  const paged: string[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof search>> = await search(api, viewer, { rerank: true }, { first: 15, after });
    expect(page.rerank).toBe('APPLIED');
    paged.push(...page.found);
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  expect(paged).toEqual(expected);
  expect(calls).toHaveLength(1);
  expect(calls[0]?.body.documents).toHaveLength(50);
});

test('pages after one that was not reranked keep the search’s own order', async () => {
  let reply: RerankReply = { status: 503, body: '' };
  const { api, calls } = await apiWith(({ body }) => (reply === 'never' ? judged(body.documents, numberIn) : reply));
  const viewer = await remember(notes(12));
  const plain = (await search(api, viewer, {})).found;
  const first = await search(api, viewer, { rerank: true }, { first: 5 });
  reply = 'never';
  const second = await search(api, viewer, { rerank: true }, { first: 20, after: first.pageInfo.endCursor });
  expect(second.rerank).toBe('UNAVAILABLE');
  expect([...first.found, ...second.found]).toEqual(plain);
  expect(calls).toHaveLength(1);
});

test('an instance whose reranker is away continues a reranked page with the hits after its last one', async () => {
  const { api } = await apiWith(({ body }) => judged(body.documents, numberIn));
  const { api: other } = await apiWith(() => ({ status: 503, body: '' }));
  const viewer = await remember(notes(12));
  const first = await search(api, viewer, { rerank: true }, { first: 5 });
  const second = await search(other, viewer, { rerank: true }, { first: 20, after: first.pageInfo.endCursor });
  expect(second.rerank).toBe('UNAVAILABLE');
  const plain = (await search(api, viewer, {})).found;
  expect(second.found).toEqual(plain.slice(plain.indexOf(first.found.at(-1) ?? '') + 1));
});

test('sends only what the viewer may see, cut to 4,000 characters', async () => {
  const { api, calls } = await apiWith(({ body }) => judged(body.documents, (text) => text.length));
  await remember(['The cello of a stranger']);
  const viewer = await remember(['The cello is mine', `The cello ${'x'.repeat(30_000)}`]);
  await search(api, viewer, { rerank: true });
  const sent = calls[0]?.body.documents ?? [];
  expect(sent.toSorted((one, other) => one.length - other.length)[0]).toBe('The cello is mine');
  expect(sent.map(({ length }) => length).toSorted((a, b) => a - b)).toEqual([17, 4000]);
});

test('a search without hits does not call the reranker', async () => {
  const { api, calls } = await apiWith(() => 'never');
  expect(await search(api, makeViewer(), { rerank: true })).toMatchObject({ edges: [], rerank: 'APPLIED' });
  expect(calls).toHaveLength(0);
});
