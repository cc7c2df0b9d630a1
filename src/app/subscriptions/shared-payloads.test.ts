import { expect, test } from 'vitest';
import { SharedPayloads } from './shared-payloads.ts';

const message = (id: string, payload: unknown) => JSON.stringify({ id, type: 'next', payload });

test('puts each shared payload into the message that it was meant for, as it was written', () => {
  const payloads = new SharedPayloads();
  const [one, other] = ['{"data":{"n":1}}', '{"data":{"n":"\\"payload\\":\\"shared 1\\"}"}}'].map((json) => ({
    json,
    text: message('a', payloads.placeholder(json)),
  }));
  expect(payloads.fill(other?.text ?? '')).toBe(`{"id":"a","type":"next","payload":${other?.json}}`);
  expect(payloads.fill(one?.text ?? '')).toBe(`{"id":"a","type":"next","payload":${one?.json}}`);
});

test('leaves all other messages as they are, whatever a client has them say', () => {
  const payloads = new SharedPayloads();
  const pending = message('a', payloads.placeholder('{"data":{"secret":1}}'));
  for (const text of [
    message('","type":"next","payload":"shared 1', {}),
    message('a', { data: { payload: 'shared 1' } }),
    JSON.stringify({ type: 'pong', payload: 'shared 2' }),
    message('"payload":"shared 1"}', null),
  ]) {
    expect(payloads.fill(text)).toBe(text);
  }
  expect(payloads.fill(pending)).toContain('secret');
});
