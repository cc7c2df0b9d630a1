import { expect, test } from 'vitest';
import { ModelServer } from '../../../tests/support/model-server.ts';
import type { ModelPart, ModelRequest } from './language-model.ts';
import { OpenAiLanguageModel } from './openai-language-model.ts';

const request: ModelRequest = { instructions: 'Be brief.', messages: [{ role: 'user', text: 'Hello?' }] };
const unknown = { promptTokens: null, completionTokens: null };

const event = (data: object): string => `data: ${JSON.stringify(data)}\n\n`;
const piece = (delta: object, beside: object = {}) => event({ choices: [{ index: 0, delta }], ...beside });
const end = (reason: string, beside: object = {}) =>
  `${event({ choices: [{ delta: {}, finish_reason: reason }], ...beside })}data: [DONE]\n\n`;

/** The parts read from a stream of these events. */
async function readOf(...events: string[]): Promise<ModelPart[]> {
  const headers = { 'content-type': 'text/event-stream' };
  await using server = await ModelServer.start(() => ({ whole: events.join(''), headers }));
  const options = { baseUrl: server.baseUrl, apiKey: null, model: 'm', timeoutMs: 5_000, backOffMs: 1 };
  return await Array.fromAsync(new OpenAiLanguageModel(options).stream(request, new AbortController().signal));
}

const hello = piece({ content: 'Good day' });
const asText = { prompt_tokens: '10', completion_tokens: '2' };

test.each([
  ['usage in words, at its end', [hello, end('stop', { usage: 'free' })]],
  [
    'counts as texts, in each piece',
    [piece({ content: 'Good day' }, { usage: asText }), end('stop', { usage: asText })],
  ],
  ['usage without choices', [hello, event({ usage: asText }), end('stop')]],
  ['choices that are null', [hello, event({ choices: null }), end('stop')]],
  ['an event that is none of an answer', ['event: ping\n', event({ type: 'ping' }), hello, end('stop')]],
  ['events without data, as gateways send them', ['data:\n\n', hello, 'data: \n\n', end('stop')]],
  ['an id and a date of other kinds', [piece({ content: 'Good day' }, { id: 7, created: '2026-11-26' }), end('stop')]],
  ['an error that is none', [piece({ content: 'Good day' }, { error: null }), end('stop', { error: '' })]],
  ['a role of its own', [piece({ role: 'model', content: 'Good day', refusal: [] }, { usage: 0 }), end('stop')]],
])('ignores malformed fields that it does not use: %s', async (_, events) => {
  expect(await readOf(...events)).toEqual([
    { type: 'text', text: 'Good day' },
    { type: 'end', cut: null, usage: unknown, thoughts: null },
  ]);
});

test('accepts arguments given as an object, and a chunk with only the id of its call', async () => {
  const whole = { index: 0, id: 'one', function: { name: 'search', arguments: { query: 'tea' } } };
  const begun = { index: 1, id: 'two', function: { name: 'search', arguments: '{"query":' } };
  const rest = { index: 1, function: { arguments: '"milk"}' } };
  const calls = [[whole], [begun], [rest], [{ index: 1, id: 'two' }]].map((some) => piece({ tool_calls: some }));
  expect((await readOf(...calls, end('tool_calls'))).slice(0, 2)).toEqual([
    { type: 'call', call: { id: 'one', tool: 'search', input: '{"query":"tea"}' } },
    { type: 'call', call: { id: 'two', tool: 'search', input: '{"query":"milk"}' } },
  ]);
});

test('converts numeric call ids to strings', async () => {
  const call = { index: 0, id: 7, function: { name: 'search', arguments: '{"query":"tea"}' } };
  const [read] = await readOf(piece({ tool_calls: [call] }), end('tool_calls'));
  expect(read).toEqual({ type: 'call', call: { id: '7', tool: 'search', input: '{"query":"tea"}' } });
});

test.each([
  ['an error in words', event({ error: 'canary' })],
  ['an error beside choices', event({ error: { code: 'canary' }, choices: [] })],
  ['a text that is none', piece({ content: 5 })],
  ['choices that are none', event({ choices: 'canary' })],
])('rejects malformed fields that it uses: %s', async (_, broken) => {
  const reading = readOf(hello, broken, end('stop'));
  await expect(reading).rejects.toMatchObject({ name: 'LanguageModelError', mayPass: true });
  await expect(reading).rejects.not.toThrow('canary');
});
