import { expect, test } from 'vitest';
import { ModelServer } from '../../../tests/support/model-server.ts';
import type { ModelPart, ModelRequest } from './language-model.ts';
import { OpenAiLanguageModel } from './openai-language-model.ts';

const request: ModelRequest = { instructions: 'Be brief.', messages: [{ role: 'user', text: 'Hello?' }] };

async function read(whole: string): Promise<ModelPart[]> {
  await using server = await ModelServer.start(() => ({ whole }));
  const options = { baseUrl: server.baseUrl, apiKey: null, model: 'm', timeoutMs: 5_000, backOffMs: 1 };
  return await Array.fromAsync(new OpenAiLanguageModel(options).stream(request, new AbortController().signal));
}

const piece = (finish_reason?: string | null, content = 'Good day. ') =>
  `data: ${JSON.stringify({ choices: [{ delta: { content }, finish_reason }] })}\n\n`;
const done = 'data: [DONE]\n\n';
const whole = (finish_reason: string | null) =>
  JSON.stringify({ choices: [{ message: { content: 'Good day. ' }, finish_reason }] });

test.each([
  ['says nothing of why it ends', piece() + done],
  ['says null', piece(null) + done],
  ["says '' of each piece", piece('') + done],
  ["says '' of each but the last", piece('') + piece('length', '') + done],
  ['writes of it', piece(null, '{"finish_reason": "length"}') + done],
  ['goes on after its last line', piece(null) + piece('stop', '') + done + piece(null)],
  ['goes on after a last line without a reason', piece(null) + done + piece(null)],
  ['says nothing of it as a whole', whole(null)],
  ['was cut as a whole', whole('length')],
])('an answer has ended once its last line or its whole body has arrived: one that %s', async (_, answer) => {
  const parts = await read(answer);
  expect(parts.map(({ type }) => type)).toEqual(['text', 'end']);
  expect(parts.at(-1)).toMatchObject({ cut: /"finish_reason":"length"/.test(answer) ? 'LIMIT' : null });
});

test.each([
  ['says nothing of why', piece()],
  ["says '' of each piece", piece('')],
])('an answer that ends without its last line, and %s, counts as cut off', async (_, answer) => {
  await expect(read(answer)).rejects.toMatchObject({ name: 'LanguageModelError', mayPass: true });
});
