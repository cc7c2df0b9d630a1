import { createServer } from 'node:http';
import { expect, onTestFinished, test, vi } from 'vitest';
import { listenForTest } from '../../../tests/support/listen.ts';
import { type ModelReply, ModelServer } from '../../../tests/support/model-server.ts';
import type { ModelPart, ModelRequest } from './language-model.ts';
import { OpenAiLanguageModel } from './openai-language-model.ts';

const request: ModelRequest = { instructions: 'Be brief.', messages: [{ role: 'user', text: 'Hello?' }] };
const usage = { promptTokens: 10, completionTokens: 2 };
const never = new AbortController().signal;

async function askOf(
  replies: readonly ModelReply[],
  options: { timeoutMs?: number; backOffMs?: number; request?: ModelRequest } = {},
) {
  await using server = await ModelServer.start(({ index }) => replies[index] ?? {});
  const model = modelOf(server, options.timeoutMs, options.backOffMs);
  const parts: ModelPart[] = [];
  const error = await collect(model.stream(options.request ?? request, never), parts).catch(
    (thrown: unknown) => thrown,
  );
  return { parts, error, calls: server.calls };
}

const modelOf = (server: ModelServer, timeoutMs = 5_000, backOffMs = 1) =>
  new OpenAiLanguageModel({ baseUrl: server.baseUrl, apiKey: 'key', model: 'm', timeoutMs, backOffMs });

async function collect(from: AsyncIterable<ModelPart>, into: ModelPart[]): Promise<void> {
  for await (const part of from) into.push(part);
}

const texts = (parts: readonly ModelPart[]) => parts.flatMap((part) => (part.type === 'text' ? [part.text] : []));

test('streams an answer token by token, with its usage at the end', async () => {
  const { parts, calls } = await askOf([{ tokens: ['Good ', 'day'], everyMs: 5 }]);
  expect(parts).toEqual([
    { type: 'text', text: 'Good ' },
    { type: 'text', text: 'day' },
    { type: 'end', cut: null, usage, thoughts: null },
  ]);
  expect(calls[0]?.headers.authorization).toBe('Bearer key');
  expect(calls[0]?.body).toMatchObject({
    model: 'm',
    stream: true,
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hello?' },
    ],
  });
});

const wholeAnswer = (message: object) => ({
  id: 'answer',
  object: 'chat.completion',
  choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 10, completion_tokens: 2 },
});

test.each([
  ['as such', JSON.stringify(wholeAnswer({ content: 'Good dáy' })), 'application/json'],
  ['in lines, as a stream', ` \n${JSON.stringify(wholeAnswer({ content: 'Good dáy' }), null, 2)}`, 'text/event-stream'],
])('accepts an answer that is not streamed: %s', async (_, whole, type) => {
  const { parts, error } = await askOf([{ whole, headers: { 'content-type': type } }]);
  expect(error).toBeUndefined();
  expect(parts).toEqual([
    { type: 'text', text: 'Good dáy' },
    { type: 'end', cut: null, usage, thoughts: null },
  ]);
});

test('reads several tool calls of an answer that is not streamed', async () => {
  const calls = ['tea', 'milk'].map((query, n) => ({ id: `call_${n}`, tool: 'search', input: `{"query":"${query}"}` }));
  const message = {
    content: null,
    tool_calls: calls.map(({ id, tool, input }) => ({
      id,
      type: 'function',
      function: { name: tool, arguments: input },
    })),
  };
  const { parts } = await askOf([{ whole: JSON.stringify(wholeAnswer(message)) }]);
  expect(parts.slice(0, 2)).toEqual(calls.map((call) => ({ type: 'call', call })));
});

test.each([
  ['an error', JSON.stringify({ error: { message: 'no', type: 'server_error' } })],
  ['half of an object', '{"choices": ['],
  ['choices of another kind', JSON.stringify({ choices: ['yes'] })],
  ['more than an answer takes', JSON.stringify(wholeAnswer({ content: 'x'.repeat(1024 ** 2) }))],
])('rejects an invalid answer that is not streamed: %s', async (_, whole) => {
  const { parts, error } = await askOf([{ whole }]);
  expect(parts.filter(({ type }) => type === 'end')).toEqual([]);
  expect(error).toMatchObject({ name: 'LanguageModelError' });
});

test('sends the key to an Azure deployment in the api-key header', async () => {
  await using server = await ModelServer.start(() => ({ tokens: ['Good day'] }));
  const url = new URL(server.baseUrl);
  const baseUrl = `${url.origin}/openai/deployments/gpt?api-version=2024-10-21`;
  const model = new OpenAiLanguageModel({ baseUrl, apiKey: 'key', model: 'm', timeoutMs: 5_000, backOffMs: 1 });
  await model.complete(request, never).catch(() => {});
  expect(server.calls[0]?.headers).toMatchObject({ 'api-key': 'key' });
  expect(server.calls[0]?.headers).not.toHaveProperty('authorization');
});

test('complete() returns the whole answer', async () => {
  await using server = await ModelServer.start(() => ({ tokens: ['Good ', 'day'] }));
  expect(await modelOf(server).complete(request, never)).toBe('Good day');
});

test('complete() omits thoughts before the answer', async () => {
  const tokens = ['<thi', 'nk>Is it day', '?</think>', '\n\n', 'Good ', 'day'];
  await using server = await ModelServer.start(() => ({ tokens }));
  expect(await modelOf(server).complete(request, never)).toBe('Good day');
});

test('says why its last call failed after status 401 or 404, until the next success or three idle minutes', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const replies = [{}, { status: 401 }, {}, { status: 400 }, { status: 404 }];
  await using server = await ModelServer.start(({ index }) => replies[index] ?? {});
  const model = modelOf(server);
  const seen = [model.lastCall.failure];
  for (const _ of replies) {
    await model.complete(request, never).catch(() => {});
    seen.push(model.lastCall.failure);
  }
  const refused = 'The language model answers status';
  expect(seen).toEqual([null, null, `${refused} 401`, null, null, `${refused} 404`]);
  vi.advanceTimersByTime(180_001);
  expect(model.lastCall.failure).toBe(null);
});

test('aborts a completion that is too long', async () => {
  await using server = await ModelServer.start(() => ({
    tokens: Array(200).fill('x'.repeat(1_000)),
    silentAfter: 200,
  }));
  const completing = modelOf(server).complete(request, never);
  await expect(completing).rejects.toMatchObject({
    name: 'LanguageModelError',
    message: expect.stringContaining('too long'),
  });
  await server.untilBrokenOff(1);
});

test.each([
  ['a line', 'data: '],
  ['an answer of thoughts', `data: {"choices":[{"delta":{"reasoning_content":"${'x'.repeat(100_000)}"}}]}\n\n`],
])('aborts %s without an end', async (_, text) => {
  const endless = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const write = () => {
      while (!response.destroyed && response.write(text.padEnd(1_000, 'x')));
    };
    response.on('drain', write);
    write();
  });
  const model = new OpenAiLanguageModel({
    baseUrl: await listenForTest(endless),
    apiKey: null,
    model: 'm',
    timeoutMs: 5_000,
  });
  const reading = collect(model.stream(request, never), []);
  await expect(reading).rejects.toMatchObject({
    name: 'LanguageModelError',
    message: expect.stringContaining('no end'),
  });
});

test.each([
  ['apart from its answer', { reasoning_content: 'Or is it night? ' }],
  ['in its answer', { content: '<think>Or is it night? ' }],
])('aborts a model that never stops thinking, as a permanent error: %s', async (_, delta) => {
  const endless = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const timer = setInterval(() => response.write(`data: ${JSON.stringify({ choices: [{ delta }] })}\n\n`), 10);
    response.once('close', () => clearInterval(timer));
  });
  const baseUrl = await listenForTest(endless);
  const model = new OpenAiLanguageModel({ baseUrl, apiKey: null, model: 'm', timeoutMs: 5_000, thoughtMs: 500 });
  const parts: ModelPart[] = [];
  await expect(collect(model.stream(request, never), parts)).rejects.toMatchObject({
    message: 'The language model thought for 500 ms without a word of its answer',
    mayPass: false,
  });
  expect(parts).toEqual([]);
});

test('an answer may take longer than thinking may', async () => {
  await using server = await ModelServer.start(() => ({ tokens: Array(60).fill('day '), everyMs: 25 }));
  const { baseUrl } = server;
  const model = new OpenAiLanguageModel({ baseUrl, apiKey: null, model: 'm', timeoutMs: 5_000, thoughtMs: 1_000 });
  expect(await model.complete(request, never)).toBe('day '.repeat(60));
});

test.each(['after last line', 'after reason'] as const)(
  'an answer has ended even if the connection stays open %s',
  async (lingers) => {
    const { parts, error, calls } = await askOf([{ tokens: ['Good ', 'day'], lingers }], { timeoutMs: 10_000 });
    expect(error).toBeUndefined();
    expect(texts(parts)).toEqual(['Good ', 'day']);
    expect(parts.at(-1)).toEqual({ type: 'end', cut: null, usage, thoughts: null });
    expect(calls).toHaveLength(1);
  },
);

test('an answer has ended even if the connection is lost after its reason', async () => {
  const { parts, error, calls } = await askOf([{ tokens: ['Good ', 'day'], isLostAtEnd: true }]);
  expect(error).toBeUndefined();
  expect(texts(parts)).toEqual(['Good ', 'day']);
  expect(parts.at(-1)).toEqual({ type: 'end', cut: null, usage, thoughts: null });
  expect(calls).toHaveLength(1);
});

test('an answer that reached the token limit is marked incomplete', async () => {
  const { parts } = await askOf([{ tokens: ['Good ', 'day'], finishReason: 'length' }]);
  expect(parts.at(-1)).toEqual({ type: 'end', cut: 'LIMIT', usage, thoughts: null });
});

test.each([
  { prompt_tokens: 1.5, completion_tokens: -3 },
  { prompt_tokens: 1e12, completion_tokens: 3e9 },
  { prompt_tokens: null, completion_tokens: null },
  {},
])('ignores impossible or missing token counts: %o', async (given) => {
  const { parts, error } = await askOf([{ tokens: ['Good day'], usage: given }]);
  expect(error).toBeUndefined();
  expect(parts.at(-1)).toEqual({
    type: 'end',
    cut: null,
    usage: { promptTokens: null, completionTokens: null },
    thoughts: null,
  });
});

test.each(['', 'no JSON', '[1]', 'null'])(
  'sends call arguments that are not an object (%j) back as an empty one',
  async (input) => {
    const call = { id: 'call_0', tool: 'search', input };
    const messages = [
      ...request.messages,
      { role: 'assistant', text: '', calls: [call] },
      { role: 'tools', outcomes: [{ call, text: 'The arguments are no JSON object.' }] },
    ] as const;
    const { calls } = await askOf([{}], { request: { ...request, messages } });
    expect(calls[0]?.body.messages[2]?.tool_calls?.[0]?.function.arguments).toBe('{}');
  },
);

test('returns tool calls, and sends their results back', async () => {
  const call = { id: 'call_0', tool: 'search', input: '{"query":"tea"}' };
  const tool = { name: 'search', description: 'Searches.', inputSchema: { type: 'object' } };
  const first = await askOf([{ calls: [call] }], { request: { ...request, tools: [tool] } });
  expect(first.parts[0]).toEqual({ type: 'call', call });
  expect(first.calls[0]?.body.tools?.map(({ function: { name } }) => name)).toEqual(['search']);

  const messages = [
    ...request.messages,
    { role: 'assistant', text: '', calls: [call] },
    { role: 'tools', outcomes: [{ call, text: 'nothing' }] },
  ] as const;
  const { calls } = await askOf([{}], { request: { ...request, messages } });
  expect(calls[0]?.body.messages.slice(2)).toMatchObject([
    { role: 'assistant', tool_calls: [{ id: 'call_0', function: { name: 'search', arguments: '{"query":"tea"}' } }] },
    { role: 'tool', content: 'nothing', tool_call_id: 'call_0' },
  ]);
});

const callDelta = (index: number, id: string, query: string) => ({
  index,
  id,
  type: 'function',
  function: { name: 'search', arguments: JSON.stringify({ query }) },
});
const signed = (signature: string) => ({ extra_content: { google: { thought_signature: signature } } });

test.each([
  [
    'reasoning_content, as DeepSeek sends it',
    [
      { role: 'assistant', content: null, reasoning_content: '' },
      { content: null, reasoning_content: 'She drinks ' },
      { content: null, reasoning_content: 'tea.' },
      { content: '', reasoning_content: null },
      { tool_calls: [callDelta(0, 'call_a', 'tea')] },
    ],
    { reasoning_content: 'She drinks tea.' },
  ],
  [
    'no thought, of which DeepSeek wants to be told, too',
    [{ content: null, reasoning_content: '' }, { tool_calls: [callDelta(0, 'call_a', 'tea')] }],
    { reasoning_content: '' },
  ],
  [
    'reasoning_details, as OpenRouter sends them',
    [
      { reasoning: 'She ', reasoning_details: [{ type: 'reasoning.text', text: 'She ', signature: null, index: 0 }] },
      { reasoning: 'asks.', reasoning_details: [{ type: 'reasoning.text', text: 'asks.', signature: null, index: 0 }] },
      { reasoning_details: [{ type: 'reasoning.text', text: null, signature: 'seal', index: 0 }] },
      { reasoning_details: [{ type: 'reasoning.encrypted', data: 'b64', id: 'call_a', index: 1 }] },
      { tool_calls: [callDelta(0, 'call_a', 'tea')] },
    ],
    {
      reasoning_details: [
        { type: 'reasoning.text', text: 'She asks.', signature: 'seal', index: 0 },
        { type: 'reasoning.encrypted', data: 'b64', id: 'call_a', index: 1 },
      ],
    },
  ],
  [
    'nothing of what Groq sends as reasoning, which it refuses',
    [{ reasoning: 'She drinks tea.' }, { tool_calls: [callDelta(0, 'call_a', 'tea')] }],
    {},
  ],
])('sends reasoning back with its tool call: %s', async (_, deltas, given) => {
  const sent = await goOn(deltas);
  expect(sent).toEqual({
    role: 'assistant',
    content: null,
    tool_calls: [{ id: 'call_a', type: 'function', function: { name: 'search', arguments: '{"query":"tea"}' } }],
    ...given,
  });
});

test('sends back the thought signature that Gemini gives the first of several calls', async () => {
  const sent = await goOn([
    { tool_calls: [{ ...callDelta(0, 'call_a', 'tea'), ...signed('seal') }] },
    { tool_calls: [callDelta(1, 'call_b', 'milk')] },
  ]);
  expect(sent).toMatchObject({
    tool_calls: [{ id: 'call_a', ...signed('seal') }, { id: 'call_b' }],
  });
});

test('keeps calls with the same index apart, as Ollama sends them', async () => {
  const sent = await goOn([
    { tool_calls: [callDelta(0, 'call_a', 'tea')] },
    { tool_calls: [callDelta(0, 'call_b', 'milk')] },
  ]);
  expect(sent).toMatchObject({
    tool_calls: [
      { id: 'call_a', function: { arguments: '{"query":"tea"}' } },
      { id: 'call_b', function: { arguments: '{"query":"milk"}' } },
    ],
  });
});

/** Returns the assistant message that the endpoint gets back together with the results of its calls. */
async function goOn(deltas: readonly object[]): Promise<unknown> {
  const { parts } = await askOf([{ deltas, finishReason: 'tool_calls' }]);
  const calls = parts.flatMap((part) => (part.type === 'call' ? [part.call] : []));
  const end = parts.at(-1);
  const thoughts = end?.type === 'end' ? end.thoughts : null;
  const messages = [
    ...request.messages,
    { role: 'assistant', text: '', calls, thoughts },
    { role: 'tools', outcomes: calls.map((call) => ({ call, text: 'nothing' })) },
  ] as const;
  const next = await askOf([{}], { request: { ...request, messages } });
  return next.calls[0]?.body.messages[2];
}

test('detects from the first answer a template that opens thoughts, and omits them from the second on', async () => {
  const replies = [
    ['Is it', ' day?</th', 'ink>\n\nGood ', 'day'],
    ['Is it', ' night?</think>', 'Good night'],
    ['Good ', 'day'],
    ['Good ', 'day'],
  ];
  await using server = await ModelServer.start(({ index }) => ({ tokens: replies[index] ?? [] }));
  const model = modelOf(server);
  const told: string[][] = [];
  for (const _ of replies) {
    const parts: ModelPart[] = [];
    await collect(model.stream(request, never), parts);
    told.push(texts(parts));
  }
  expect(told).toEqual([replies[0], ['Good night'], ['Good day'], replies[3]]);
});

test('complete() omits thoughts that the template opened', async () => {
  await using server = await ModelServer.start(() => ({ tokens: ['Is it day?', '</think>\n\n', 'Good day'] }));
  expect(await modelOf(server).complete(request, never)).toBe('Good day');
});

test('retries a busy or failing endpoint', async () => {
  const { parts, calls } = await askOf([{ status: 429 }, { status: 500 }, { tokens: ['at last'] }]);
  expect(texts(parts)).toEqual(['at last']);
  expect(calls).toHaveLength(3);
});

test('waits as long as Retry-After says, and not by its own measure', async () => {
  // By its own it would wait longer than it may, and give up.
  const backOffMs = 3_600_000;
  const { parts } = await askOf([{ status: 429, headers: { 'retry-after': '0.01' } }, { tokens: ['at last'] }], {
    backOffMs,
  });
  expect(texts(parts)).toEqual(['at last']);
  const alone = await askOf([{ status: 429 }, {}], { backOffMs });
  expect(alone.calls).toHaveLength(1);
});

test('sends at most three requests, and does not retry if Retry-After is too long', async () => {
  const down = await askOf([{ status: 500 }, { status: 500 }, { status: 503 }, {}]);
  expect(down.calls).toHaveLength(3);
  expect(down.error).toMatchObject({
    name: 'LanguageModelError',
    mayPass: true,
    message: expect.stringContaining('503'),
  });
  const busy = await askOf([{ status: 429, headers: { 'retry-after': '3600' } }, {}]);
  expect(busy.calls).toHaveLength(1);
  expect(busy.error).toMatchObject({ mayPass: true });
});

test('does not retry if an answer does not begin in time', async () => {
  await using server = await ModelServer.start(({ index }) => (index === 0 ? new Promise(() => {}) : {}));
  await expect(modelOf(server, 500).complete(request, never)).rejects.toMatchObject({
    message: expect.stringContaining('more than 500 ms to begin'),
    mayPass: true,
  });
  expect(server.calls).toHaveLength(1);
});

test('does not retry a refusal or repeat its text, which may contain the question', async () => {
  const { error, calls } = await askOf([{ status: 400 }, {}]);
  expect(calls).toHaveLength(1);
  expect(error).toMatchObject({ mayPass: false, message: 'The language model answers status 400' });
});

test('reports a redirect by its status and does not follow it', async () => {
  await using other = await ModelServer.start(() => ({}));
  const headers = { location: `${other.baseUrl}/chat/completions` };
  const { error, calls } = await askOf([{ status: 308, headers }, {}]);
  expect(error).toMatchObject({ mayPass: false, message: 'The language model answers status 308' });
  expect([calls.length, other.calls.length]).toEqual([1, 0]);
});

test.each([
  ['is cut in the middle', { tokens: ['Good ', 'day'], cutAfter: 1 }, 'its connection was lost'],
  ['holds a chunk that is no JSON', { tokens: ['Good ', 'day'], malformedAfter: 1 }, 'a part of its answer is no JSON'],
  ['falls silent', { tokens: ['Good ', 'day'], silentAfter: 1 }, 'it said nothing for 200 ms'],
])('an answer that %s fails after the tokens received, and is not retried', async (_, reply, reason) => {
  const { parts, error, calls } = await askOf([reply, {}], { timeoutMs: 200 });
  expect(texts(parts)).toEqual(['Good ']);
  const message = `The language model broke off: ${reason}`;
  expect(error).toMatchObject({ name: 'LanguageModelError', message, mayPass: true });
  expect(calls).toHaveLength(1);
});

test('reports an HTML page as a wrong base URL, and does not retry', async () => {
  const { error, calls } = await askOf([{ headers: { 'content-type': 'text/html; charset=utf-8' } }, {}]);
  expect(error).toMatchObject({
    name: 'LanguageModelError',
    mayPass: false,
    message: expect.stringContaining('before /chat/completions'),
  });
  expect(calls).toHaveLength(1);
});

test('an unreachable endpoint is a transient error', async () => {
  const server = await ModelServer.start(() => ({}));
  const model = modelOf(server);
  await server[Symbol.asyncDispose]();
  await expect(model.complete(request, never)).rejects.toMatchObject({ name: 'LanguageModelError', mayPass: true });
});

test('a signal aborts the request', async () => {
  await using server = await ModelServer.start(() => ({ tokens: ['Good ', 'day'], silentAfter: 1 }));
  const stop = new AbortController();
  const reason = new Error('cancelled');
  const reading = async () => {
    for await (const part of modelOf(server).stream(request, stop.signal)) if (part.type === 'text') stop.abort(reason);
  };
  await expect(reading()).rejects.toBe(reason);
  await server.untilBrokenOff(1);
});

test('a consumer that stops reading aborts the request', async () => {
  await using server = await ModelServer.start(() => ({ tokens: ['Good ', 'day'], silentAfter: 1 }));
  for await (const _ of modelOf(server).stream(request, never)) break;
  await server.untilBrokenOff(1);
});
