import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { listenForTest } from '../../../tests/support/listen.ts';
import { CachedEmbedder } from './cached-embedder.ts';
import { embedEach } from './embed-each.ts';
import { EmbedderBrokenError, EmbedderUnavailableError, TextRefusedError } from './embedder.errors.ts';
import { OpenAiEmbedder } from './openai-embedder.ts';

/** Sends queries of one tick to an endpoint with these statuses; `asked` lists the texts of each request. */
async function askTogether(questions: readonly string[], statusOf: (texts: readonly string[]) => number) {
  const asked: string[][] = [];
  const server = createServer(async (request, response) => {
    const { input } = JSON.parse(await text(request));
    asked.push(input);
    const data = input.map((one: string) => ({ embedding: [one.length, 1] }));
    response.writeHead(statusOf(input)).end(JSON.stringify({ data }));
  });
  const options = { model: 'small', apiKey: null, batchSize: 64, timeoutMs: 5_000, backOffMs: 1 };
  const embedder = new CachedEmbedder(new OpenAiEmbedder({ ...options, baseUrl: await listenForTest(server) }));
  const answers = await Promise.allSettled(questions.map((question) => embedder.embed([question], 'query')));
  return { asked, answers };
}

const questions = Array.from({ length: 64 }, (_, n) => (n === 20 ? 'poison' : `question ${n}`));

test.each([
  [400, TextRefusedError],
  [500, EmbedderBrokenError],
])(
  'a question answered with status %i fails alone, at the cost of fewer than 25 calls for 64 questions',
  async (status, kind) => {
    const { asked, answers } = await askTogether(questions, (texts) => (texts.includes('poison') ? status : 200));
    const failed = answers.flatMap((answer, n) => (answer.status === 'rejected' ? [[n, answer.reason]] : []));
    expect(failed).toEqual([[20, expect.any(kind)]]);
    // The whole batch, eight parts and eight single queries, each level after a probe; a request that breaks the endpoint is sent
    // twice.
    expect(asked.length).toBeLessThan(25);
  },
);

test.each([503, 400])(
  'an endpoint that answers status %i to everything gets the whole batch and single-text probes only',
  async (status) => {
    const { asked, answers } = await askTogether(questions, () => status);
    const reasons = answers.map((answer) => answer.status === 'rejected' && answer.reason);
    expect(reasons).toEqual(Array(64).fill(expect.any(EmbedderUnavailableError)));
    expect(new Set(asked.map(({ length }) => length))).toEqual(new Set([64, 1]));
    expect(asked.length).toBeLessThanOrEqual(4);
  },
);

test('finds the stored text that crashes an endpoint, even if the endpoint needs time to restart', async () => {
  let deadUntil = 0;
  const server = createServer(async (request, response) => {
    const { input } = JSON.parse(await text(request));
    if (input.includes('poison')) deadUntil = performance.now() + 150;
    if (performance.now() < deadUntil) response.destroy();
    else response.end(JSON.stringify({ data: input.map(() => ({ embedding: [1] })) }));
  });
  const options = { model: 'small', apiKey: null, batchSize: 64, timeoutMs: 5_000, backOffMs: 50 };
  const embedder = new OpenAiEmbedder({ ...options, baseUrl: await listenForTest(server) });
  const texts = ['tea', 'milk', 'poison', 'cake'];
  const blamed: string[] = [];
  await embedEach(embedder, texts, {
    kind: 'passage',
    textOf: (one) => one,
    settle: (one, made) => made instanceof Error && blamed.push(one),
    signal: new AbortController().signal,
  });
  expect(blamed).toEqual(['poison']);
});

test('a lone question that fails costs two calls', async () => {
  const { asked, answers } = await askTogether(['poison'], () => 500);
  expect(answers).toMatchObject([{ status: 'rejected' }]);
  expect(asked).toEqual([['poison'], ['poison']]);
});

/** An embedder of an endpoint that answers vectors of zeros for some texts. */
async function embedderOfZeros(isZero: (text: string) => boolean): Promise<OpenAiEmbedder> {
  const server = createServer(async (request, response) => {
    const { input } = JSON.parse(await text(request));
    response.end(JSON.stringify({ data: input.map((one: string) => ({ embedding: [isZero(one) ? 0 : 1] })) }));
  });
  const options = { model: 'small', apiKey: null, batchSize: 64, timeoutMs: 5_000, backOffMs: 1 };
  return new OpenAiEmbedder({ ...options, baseUrl: await listenForTest(server) });
}

test.each([
  ['any text', () => true, expect.stringContaining('a vector of zeros')],
  ['some texts', (one: string) => one === 'poison', null],
])('the last call of an endpoint that refuses %s shows it only if none is taken', async (_what, isZero, failure) => {
  const ofPassages = await embedderOfZeros(isZero);
  const to = { kind: 'passage', textOf: (one: string) => one, settle: () => {} } as const;
  const signal = new AbortController().signal;
  await embedEach(ofPassages, ['tea', 'milk', 'poison'], { ...to, signal }).catch(() => {});
  expect(ofPassages.lastCall.failure).toEqual(failure);
  const ofQuestions = await embedderOfZeros(isZero);
  await expect(new CachedEmbedder(ofQuestions).embed(['poison'], 'query')).rejects.toThrow('a vector of zeros');
  expect(ofQuestions.lastCall.failure).toEqual(failure);
});
