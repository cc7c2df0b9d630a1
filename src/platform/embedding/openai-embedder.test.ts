import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { listenForTest } from '../../../tests/support/listen.ts';
import { EmbedderBrokenError, EmbedderUnavailableError, TextRefusedError } from './embedder.errors.ts';
import { OpenAiEmbedder } from './openai-embedder.ts';

interface Asked {
  readonly url: string | undefined;
  readonly authorization: string | undefined;
  readonly azureKey: string | string[] | undefined;
  readonly input: readonly string[];
  readonly body: Record<string, unknown>;
}
type Reply = (asked: Asked, response: ServerResponse) => void;

const usual = { model: 'small', apiKey: 'key', batchSize: 32, timeoutMs: 5_000, backOffMs: 1 };

/** Starts an endpoint that answers the requests with these replies in turn, and all further ones with the last. */
async function endpoint(...replies: [Reply, ...Reply[]]) {
  const asked: Asked[] = [];
  const server = createServer(async (request: IncomingMessage, response) => {
    const body: Record<string, unknown> = JSON.parse(await text(request));
    const input = Array.isArray(body['input']) ? body['input'].map(String) : [];
    const one = {
      url: request.url,
      authorization: request.headers.authorization,
      azureKey: request.headers['api-key'],
      input,
      body,
    };
    asked.push(one);
    (replies[asked.length - 1] ?? replies.at(-1))?.(one, response);
  });
  const baseUrl = `${await listenForTest(server)}/v1`;
  const embedder = (options = {}) => new OpenAiEmbedder({ ...usual, baseUrl, ...options });
  return { asked, baseUrl, embedder };
}

/** A vector determined by the first letter and the length of a text. */
const vectorOf = (input: string): number[] => {
  const vector = [0, 0, 0, 0];
  vector[input.charCodeAt(0) % 4] = 0.5;
  vector[input.length % 4] = (vector[input.length % 4] ?? 0) + 0.125;
  return vector;
};
const json =
  (value: unknown, status = 200, headers = {}): Reply =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
const vectors: Reply = ({ input }, response) =>
  response.end(JSON.stringify({ data: input.map((one, index) => ({ index, embedding: vectorOf(one) })) }));
const raw =
  (body: string): Reply =>
  (_, response) =>
    response.end(body);
const never: Reply = () => {};

describe('OpenAiEmbedder', () => {
  test('adds the configured prefixes, and names the model differently if passages have one', async () => {
    const { asked, embedder } = await endpoint(vectors);
    const plain = embedder();
    const prefixed = embedder({ prefixes: { query: 'search_query:', passage: 'search_document:' } });
    await prefixed.embed(['tea?'], 'query');
    await prefixed.embed(['tea', 'cake'], 'passage');
    expect(asked.map(({ input }) => input)).toEqual([
      ['search_query: tea?'],
      ['search_document: tea', 'search_document: cake'],
    ]);
    expect(prefixed.model).toMatch(/^openai\/small@[0-9a-f]{8}$/);
    expect(plain.model).toBe('openai/small');
    expect(embedder({ prefixes: { query: 'q:', passage: '' } }).model).toBe(plain.model);
  });

  test('sends the configured fields, and names the model differently if passages have some', async () => {
    const { asked, embedder } = await endpoint(vectors);
    const of = (task: string) => ({ input_type: task, output_dimension: 4 });
    const one = embedder({ fields: { query: of('query'), passage: of('document') } });
    await one.embed(['tea?'], 'query');
    await one.embed(['tea'], 'passage');
    expect(asked.map(({ body }) => body)).toEqual([
      { ...of('query'), model: 'small', input: ['tea?'] },
      { ...of('document'), model: 'small', input: ['tea'] },
    ]);
    expect(one.model).toMatch(/^openai\/small@[0-9a-f]{8}$/);
    expect(embedder({ fields: { query: of('query'), passage: {} } }).model).toBe('openai/small');
  });

  test('sends model, texts and key, and quantises the returned vectors', async () => {
    const { asked, embedder } = await endpoint(vectors);
    const one = embedder();
    expect([one.model, one.dimensions]).toEqual(['openai/small', null]);
    const [vector] = await one.embed(['aa'], 'query');
    expect(asked).toEqual([
      {
        url: '/v1/embeddings',
        authorization: 'Bearer key',
        azureKey: undefined,
        input: ['aa'],
        body: { model: 'small', input: ['aa'] },
      },
    ]);
    expect([...(vector?.values ?? [])]).toEqual([0, 127, 32, 0]);
    expect(Math.hypot(...(vector?.values ?? [])) * (vector?.scale ?? 0)).toBeCloseTo(1);
    expect(one.dimensions).toBe(4);
  });

  test('keeps URL parameters, and sends no authorization without a key', async () => {
    const { asked, baseUrl, embedder } = await endpoint(vectors);
    await embedder({ baseUrl: `${baseUrl}/?api-version=1`, apiKey: null }).embed(['a'], 'passage');
    expect(asked).toMatchObject([{ url: '/v1/embeddings?api-version=1', authorization: undefined }]);
  });

  test('sends the key to an Azure deployment in the api-key header', async () => {
    const { asked, baseUrl, embedder } = await endpoint(vectors);
    const deployment = new URL('/openai/deployments/small?api-version=2024-10-21', baseUrl).href;
    await embedder({ baseUrl: deployment }).embed(['a'], 'passage');
    const url = '/openai/deployments/small/embeddings?api-version=2024-10-21';
    expect(asked).toMatchObject([{ url, authorization: undefined, azureKey: 'key' }]);
  });

  test('sends many texts in batches, bounded by number and by characters', async () => {
    const { asked, embedder } = await endpoint(vectors);
    const texts = [...Array(130).keys()].map((n) => `text ${n}`);
    expect(await embedder().embed(texts, 'passage')).toHaveLength(130);
    await embedder().embed(['x'.repeat(150_000), 'y'.repeat(150_000)], 'passage');
    await embedder({ batchSize: 100 }).embed(texts, 'passage');
    expect(asked.map(({ input }) => input.length)).toEqual([32, 32, 32, 32, 2, 1, 1, 100, 30]);
  });

  test('orders vectors by their index, or as the texts if they have none', async () => {
    const turned = json({
      data: [
        { index: 1, embedding: [0, 1] },
        { index: 0, embedding: [1, 0] },
      ],
    });
    const plain = json({ data: [{ embedding: [1, 0] }, { embedding: [0, 1] }] });
    for (const reply of [turned, plain]) {
      const { embedder } = await endpoint(reply);
      const answer = await embedder().embed(['a', 'b'], 'passage');
      expect(answer.map(({ values }) => [...values])).toEqual([
        [127, 0],
        [0, 127],
      ]);
    }
  });

  test('reads vectors in base64, which some gateways send unasked', async () => {
    const base64 = Buffer.from(Float32Array.of(0.5, -0.125).buffer).toString('base64');
    const { embedder } = await endpoint(json({ data: [{ index: 0, embedding: base64 }] }));
    const [vector] = await embedder().embed(['a'], 'passage');
    expect([...(vector?.values ?? [])]).toEqual([127, -32]);
    const { embedder: broken } = await endpoint(json({ data: [{ index: 0, embedding: '' }] }));
    await expect(broken().embed(['a'], 'passage')).rejects.toThrow('no dimensions');
  });

  test('reads an answer that begins with a byte order mark', async () => {
    const { embedder } = await endpoint(raw(`\u{feff}${JSON.stringify({ data: [{ embedding: [1, 0] }] })}`));
    expect(await embedder().embed(['a'], 'passage')).toHaveLength(1);
  });

  test('retries after 429, 5xx and a lost connection', async () => {
    const lost: Reply = (_, response) => response.destroy();
    const busy = json({}, 429, { 'retry-after': '0' });
    const { asked, embedder } = await endpoint(busy, json({}, 500), lost, json({}, 503), vectors);
    expect(await embedder().embed(['a'], 'passage')).toHaveLength(1);
    expect(asked).toHaveLength(5);
  });

  test('gives up on a passage after five attempts, and on a query after two', async () => {
    const { asked, embedder } = await endpoint(json({}, 500));
    await expect(embedder().embed(['a'], 'passage')).rejects.toThrow('answers status 500');
    expect(asked).toHaveLength(5);
    await expect(embedder().embed(['a'], 'query')).rejects.toThrow(EmbedderUnavailableError);
    expect(asked).toHaveLength(7);
  });

  test('does not retry if Retry-After asks for minutes', async () => {
    const { asked, embedder } = await endpoint(json({}, 429, { 'retry-after': '600' }));
    await expect(embedder().embed(['a'], 'passage')).rejects.toThrow('status 429');
    expect(asked).toHaveLength(1);
  });

  test.each([400, 413, 422])('status %i rejects the texts without a retry', async (status) => {
    const { asked, embedder } = await endpoint(json({ error: { message: 'canary' } }, status));
    await expect(embedder().embed(['a'], 'passage')).rejects.toThrow(TextRefusedError);
    expect(asked).toHaveLength(1);
  });

  test('embeds the beginning of a text that is too long for the model', async () => {
    const takes =
      (most: number): Reply =>
      (asked, response) =>
        (asked.input.every(({ length }) => length <= most) ? vectors : json({}, 413))(asked, response);
    const { asked, embedder } = await endpoint(takes(300));
    const long = `a${'🙂'.repeat(600)}`;
    expect(await embedder().embed([long], 'passage')).toHaveLength(1);
    expect(asked.map(({ input: [text = ''] }) => text.length)).toEqual([1_201, 600, 300]);
    expect(asked.every(({ input: [text = ''] }) => text.isWellFormed())).toBe(true);

    const strict = await endpoint(takes(0));
    await expect(strict.embedder().embed([long], 'passage')).rejects.toThrow(TextRefusedError);
    expect(strict.asked).toHaveLength(5);
    await expect(strict.embedder().embed([long, 'b'], 'passage')).rejects.toThrow(TextRefusedError);
    expect(strict.asked).toHaveLength(6);
  });

  test('treats a 500 that says that the text is too long, as of llama.cpp, like a refused text', async () => {
    const message = 'input (992 tokens) is too large to process. increase the physical batch size';
    const strict: Reply = (asked, response) =>
      (asked.input.some(({ length }) => length > 300) ? json({ error: { message } }, 500) : vectors)(asked, response);
    const { asked, embedder } = await endpoint(strict);
    expect(await embedder().embed(['a'.repeat(1_000)], 'passage')).toHaveLength(1);
    expect(asked.map(({ input: [text = ''] }) => text.length)).toEqual([1_000, 500, 250]);
    const failed = embedder().embed(['canary '.repeat(100), 'b'], 'passage');
    await expect(failed).rejects.toThrow(TextRefusedError);
    await expect(failed).rejects.not.toThrow(/canary|992/);

    const late = await endpoint(json({ error: 'context deadline exceeded' }, 500));
    await expect(late.embedder().embed(['a'], 'query')).rejects.toThrow('status 500');
    expect(late.asked).toHaveLength(2);
  });

  test.each([307, 308, 401, 403, 404])(
    'status %i is reported as a configuration problem, not as a refused text',
    async (status) => {
      const { asked, embedder } = await endpoint(json({ error: { message: 'canary' } }, status));
      const refused = embedder().embed(['a'], 'passage');
      await expect(refused).rejects.toThrow(EmbedderUnavailableError);
      await expect(refused).rejects.toThrow(/look at EMBEDDING_/);
      await expect(refused).rejects.not.toThrow('canary');
      expect(asked).toHaveLength(1);
    },
  );

  test.each([
    ['an HTML page', raw('<html>'), 'no list of embeddings'],
    ['an empty body', raw(''), 'no list of embeddings'],
    ['another shape', json({ vectors: [[1]] }), 'no list of embeddings'],
    ['too few', json({ data: [{ index: 0, embedding: [1] }] }), '1 vectors for 2 texts'],
    ['too many', json({ data: Array(3).fill({ embedding: [1] }) }), '3 vectors for 2 texts'],
    ['a place twice', json({ data: Array(2).fill({ index: 0, embedding: [1] }) }), 'place 0 of 2, or two'],
    ['a place that is none', json({ data: Array(2).fill({ index: 7, embedding: [1] }) }), 'place 7 of 2'],
    ['NaN', raw('{"data":[{"embedding":[NaN]},{"embedding":[1]}]}'), 'no list of embeddings'],
    ['null for a number', json({ data: Array(2).fill({ embedding: [1, null] }) }), 'that is no number'],
    ['infinity', raw('{"data":[{"embedding":[1e999]},{"embedding":[1]}]}'), 'that is no number'],
    ['nothing in a vector', json({ data: Array(2).fill({ embedding: [] }) }), 'no dimensions'],
    [
      'more than can be stored',
      json({ data: Array(2).fill({ embedding: Array(16_001).fill(1) }) }),
      '16000 can be stored',
    ],
    [
      'bytes for numbers',
      json({ data: Array(2).fill({ embedding: Buffer.alloc(7, 1).toString('base64') }) }),
      '7 bytes',
    ],
    ['two dimensions', json({ data: [{ embedding: [1] }, { embedding: [1, 2] }] }), /of 2 dimensions.*have 1:/],
  ])('refuses an answer with %s', async (_, reply, message) => {
    const { embedder } = await endpoint(reply);
    const refused = embedder().embed(['a', 'b'], 'passage');
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toThrow(EmbedderUnavailableError);
  });

  test('stops reading an endless answer', async () => {
    let closed: Promise<unknown> = Promise.resolve();
    const endless: Reply = (_, response) => {
      closed = once(response, 'close');
      const more = () => {
        while (response.write(' '.repeat(1024 * 1024)));
        response.once('drain', more);
      };
      more();
    };
    const { asked, embedder } = await endpoint(endless);
    const refused = embedder().embed(['a'], 'passage');
    await expect(refused).rejects.toThrow('answers more than 33554432 bytes');
    await closed;
    expect(asked).toHaveLength(1);
  });

  test('a vector of zeros counts as a refused text', async () => {
    const { embedder } = await endpoint(json({ data: [{ embedding: [0, 0] }] }));
    await expect(embedder().embed(['a'], 'passage')).rejects.toThrow(TextRefusedError);
  });

  test('refuses vectors whose dimensions differ from the first answer or the stored vectors', async () => {
    const five = json({ data: [{ embedding: [1, 0, 0, 0, 0] }] });
    const { embedder } = await endpoint(vectors, five);
    const learnt = embedder();
    await learnt.embed(['a'], 'passage');
    await expect(learnt.embed(['a'], 'passage')).rejects.toThrow(
      /openai\/small gives vectors of 5 dimensions.*have 4:/,
    );
    const told = embedder();
    told.expectDimensions(3);
    await expect(told.embed(['a'], 'query')).rejects.toThrow(/of 5 dimensions.*have 3:/);
  });

  test('does not retry after a timeout', async () => {
    const { asked, embedder } = await endpoint(never);
    for (const kind of ['passage', 'query'] as const) {
      await expect(embedder({ timeoutMs: 500 }).embed(['a'], kind)).rejects.toThrow(EmbedderBrokenError);
    }
    expect(asked).toHaveLength(2);
    const halfway: Reply = (_, response) => response.writeHead(200).write('{"data":');
    const slow = await endpoint(halfway);
    await expect(slow.embedder({ timeoutMs: 50 }).embed(['a'], 'query')).rejects.toThrow('does not answer');
  });

  test('a silent endpoint gets only one probing query at a time, and all again once it answers', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    onTestFinished(() => void vi.useRealTimers());
    const { asked, embedder } = await endpoint(never, vectors);
    const one = embedder({ questionMs: 500 });
    await expect(one.embed(['a'], 'query')).rejects.toThrow('does not answer');
    await expect(one.embed(['b'], 'query')).rejects.toThrow(EmbedderUnavailableError);
    expect(asked).toHaveLength(1);
    vi.advanceTimersByTime(10_001);
    const probing = one.embed(['c'], 'query');
    await expect(one.embed(['d'], 'query')).rejects.toThrow(EmbedderUnavailableError);
    expect(await probing).toHaveLength(1);
    expect(await one.embed(['e'], 'query')).toHaveLength(1);
    expect(asked.map(({ input }) => input[0])).toEqual(['a', 'c', 'e']);
  });

  test('a query that probes a silent endpoint does not wait for a late answer, which the next ones profit from', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    onTestFinished(() => void vi.useRealTimers());
    const answer = Promise.withResolvers<void>();
    const late: Reply = (one, response) => void answer.promise.then(() => vectors(one, response));
    const { asked, embedder } = await endpoint(never, late, vectors);
    const one = embedder({ questionMs: 2_000, probeMs: 20 });
    await expect(one.embed(['a'], 'query')).rejects.toThrow('does not answer');
    vi.advanceTimersByTime(10_001);
    await expect(one.embed(['b'], 'query')).rejects.toThrow('is not asked');
    await expect(one.embed(['c'], 'query')).rejects.toThrow('is not asked');
    answer.resolve();
    await vi.waitUntil(async () => await one.embed(['d'], 'query').catch(() => null));
    expect(asked.map(({ input }) => input[0])).toEqual(['a', 'b', 'd']);
  });

  test('after stored texts waited in vain, the next query only probes', async () => {
    const { asked, embedder } = await endpoint(never);
    const one = embedder({ timeoutMs: 500, probeMs: 20 });
    await expect(one.embed(['a'], 'passage')).rejects.toThrow('does not answer');
    await expect(one.embed(['b'], 'query')).rejects.toThrow('is not asked');
    expect(asked.map(({ input }) => input[0])).toEqual(['a', 'b']);
  });

  test.each([
    ['20', 20_000],
    ['3600', 30_000],
  ])('an endpoint that answers Retry-After: %s gets no queries for that long, or at most 30 s', async (seconds, ms) => {
    vi.useFakeTimers({ toFake: ['performance'] });
    onTestFinished(() => void vi.useRealTimers());
    const { asked, embedder } = await endpoint(json({}, 429, { 'retry-after': seconds }), vectors);
    const one = embedder();
    await expect(one.embed(['a'], 'query')).rejects.toThrow('status 429');
    vi.advanceTimersByTime(ms - 100);
    await expect(one.embed(['b'], 'query')).rejects.toThrow(EmbedderUnavailableError);
    vi.advanceTimersByTime(200);
    expect(await one.embed(['c'], 'query')).toHaveLength(1);
    expect(asked.map(({ input }) => input[0])).toEqual(['a', 'c']);
  });

  test('says why its last call failed after status 401 or 404, until the next success or three idle minutes', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    onTestFinished(() => void vi.useRealTimers());
    const { embedder } = await endpoint(vectors, json({}, 401), vectors, json({}, 400), json({}, 404));
    const one = embedder();
    const seen = [one.lastCall.failure];
    for (const text of ['a', 'b', 'c', 'd', 'e']) {
      await one.embed([text], 'passage').catch(() => {});
      seen.push(one.lastCall.failure);
    }
    const refused = 'The embedding endpoint answers status';
    const notFound = `${refused} 404: look at EMBEDDING_BASE_URL and EMBEDDING_MODEL`;
    expect(seen).toEqual([null, null, `${refused} 401: look at EMBEDDING_API_KEY`, null, null, notFound]);
    vi.advanceTimersByTime(180_001);
    expect(one.lastCall.failure).toBe(null);
  });

  test('an abort ends the request and the back-off', async () => {
    const abort = new AbortController();
    const stop: Reply = () => abort.abort();
    const { asked, embedder } = await endpoint(stop);
    await expect(embedder().embed(['a'], 'passage', abort.signal)).rejects.toThrow('does not answer');
    expect(asked).toHaveLength(1);
    const waiting = new AbortController();
    const busy: Reply = (one, response) => {
      json({}, 503)(one, response);
      response.on('close', () => waiting.abort());
    };
    const later = await endpoint(busy);
    const refused = later.embedder({ backOffMs: 20_000 }).embed(['a'], 'passage', waiting.signal);
    await expect(refused).rejects.toThrow(EmbedderUnavailableError);
    expect(later.asked).toHaveLength(1);
  });

  test('a query is not retried if the connection is refused', async () => {
    const gone = createServer();
    const baseUrl = await listenForTest(gone);
    gone.close();
    await once(gone, 'close');
    const options = { ...usual, baseUrl, apiKey: null, backOffMs: 20_000, questionMs: 1_000 };
    const embedder = new OpenAiEmbedder(options);
    // If the first query had waited for a retry, the second would not be sent.
    for (const question of ['a', 'b']) {
      const asked = embedder.embed([question], 'query');
      await expect(asked).rejects.toThrow('ECONNREFUSED');
      await expect(asked).rejects.toThrow(EmbedderUnavailableError);
    }
  });
});
