import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { lostBecause, messageOf } from './error-message.ts';

const addresses = ['127.0.0.1', '127.0.0.2'].map((address) => ({ address, family: 4 }));

test('names each address of a host if all of them refuse the connection', async () => {
  const socket = connect({ host: 'db', port: 1, lookup: (_host, _options, answer) => answer(null, addresses) });
  const [error] = await once(socket, 'error').catch((refused: unknown) => [refused]);
  expect(error).toMatchObject({ code: 'ECONNREFUSED', message: '' });
  const both = 'connect ECONNREFUSED 127.0.0.1:1; connect ECONNREFUSED 127.0.0.2:1';
  expect(messageOf(error)).toBe(both);
  expect(lostBecause(new TypeError('fetch failed', { cause: error }))).toBe(both);
});

test('returns the message of an error, and any other value as it is', () => {
  expect([messageOf(new Error('it is full')), messageOf('gone')]).toEqual(['it is full', 'gone']);
});
