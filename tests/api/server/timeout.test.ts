import { createSchema, createYoga } from 'graphql-yoga';
import { expect, test } from 'vitest';
import { useTimeout } from '../../../src/app/plugins/use-timeout.ts';
import { RawSocket } from '../../support/raw-socket.ts';
import { listeningNotes } from './listening-notes.ts';

const schema = createSchema({
  typeDefs: 'type Query { quick: Int, endless: Int } type Subscription { slow: Int }',
  resolvers: {
    Query: { quick: async () => 1, endless: () => new Promise(() => {}) },
    Subscription: {
      slow: {
        async *subscribe() {
          await new Promise((resolve) => setTimeout(resolve, 200));
          yield { slow: 1 };
        },
      },
    },
  },
});
const yoga = createYoga({ schema, logging: false, plugins: [useTimeout(100)] });

const ask = (query: string, accept = 'application/graphql-response+json') =>
  yoga.fetch('http://server/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify({ query }),
  });

test('an operation that takes too long ends with UNAVAILABLE, and others are not affected', async () => {
  const [late, quick] = await Promise.all([ask('{ quick endless }'), ask('{ quick }')]);
  expect(await quick.json()).toEqual({ data: { quick: 1 } });
  expect(late.status).toBe(504);
  expect(late.headers.get('retry-after')).toBe('1');
  const { errors, data } = await late.json();
  expect(data).toBeUndefined();
  expect(errors).toMatchObject([{ extensions: { code: 'UNAVAILABLE', retryAfter: 1 } }]);
  expect(errors[0].message).toContain('There was no answer within 0.1 s');
});

test('the timeout applies to both HTTP paths and to sockets', async () => {
  const { http, ws } = await listeningNotes({ yoga: { timeoutMs: 100 } });
  const query = '{ whoami endless }';
  const accept = 'application/graphql-response+json';
  const headers = { accept, 'content-type': 'application/json', authorization: 'Bearer ada' };
  const short = await fetch(http, { method: 'POST', headers, body: JSON.stringify({ query }) });
  const long = await fetch(`${http}?query=${encodeURIComponent(query)}`, { headers });
  const late = [{ extensions: { code: 'UNAVAILABLE', retryAfter: 1 } }];
  for (const answer of [short, long]) {
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([504, '1']);
    expect((await answer.json()).errors).toMatchObject(late);
  }
  const client = await RawSocket.connect(ws);
  client.subscribe('1', query);
  expect((await client.answer('1')).payload).toMatchObject(late);
});

test('a subscription has no timeout', async () => {
  const events = await ask('subscription { slow }', 'text/event-stream');
  expect(await events.text()).toContain('{"data":{"slow":1}}');
});
