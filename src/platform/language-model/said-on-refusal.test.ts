import { expect, test } from 'vitest';
import { saidOnRefusal } from './said-on-refusal.ts';

const request = (content: string) => ({
  headers: { authorization: 'Bearer sk-Geheim-77' },
  body: JSON.stringify({ model: 'gemma-2', messages: [{ role: 'user', content }], tools: [] }),
});
const said = (body: unknown, content = 'Where does Olga Petrova keep 1,234 euros?') =>
  saidOnRefusal(
    new Response(typeof body === 'string' ? body : JSON.stringify(body), { status: 400 }),
    request(content),
  );

test('what an endpoint says of a refused request is read in the usual forms', async () => {
  const message = 'This model does not support tools';
  for (const body of [{ error: { message } }, { error: message }, { message }, { detail: message }]) {
    expect(await said(body)).toBe(message);
  }
  const context = "This model's maximum context length is 8192 tokens. However, you requested 9000 tokens.";
  expect(await said({ error: { message: context, code: 400 } })).toBe(context);
  for (const body of ['Bad gateway', '', '[]', { error: null }, { detail: [{ msg: 'x' }] }]) {
    expect(await said(body)).toBeNull();
  }
});

test('no word of the request is repeated, not even in parts, nor its key, and the rest is bounded', async () => {
  expect(await said({ message: "Invalid value 'Where does OLGA Petrova keep 1,234': too long, input Petr" })).toBe(
    "Invalid value '… does …': too long, input …",
  );
  expect(await said({ message: 'Incorrect API key provided: sk-Geheim-77.' })).toBe('Incorrect API key provided: ….');
  expect((await said({ message: 'no: '.repeat(1_000) }))?.length).toBeLessThanOrEqual(300);
});
