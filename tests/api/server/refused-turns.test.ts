import { expect, onTestFinished, test, vi } from 'vitest';
import { OperationTurns } from '../../../src/platform/turns/operation-turns.ts';
import { OverloadedError, ServerBusyError } from '../../../src/platform/turns/turns.errors.ts';
import { EventReader } from '../../support/event-source.ts';
import { RawSocket } from '../../support/raw-socket.ts';
import { listeningNotes } from './listening-notes.ts';

const follow = 'subscription ($log: String!) { noteEvents(log: $log) { text } }';
const refused = { code: 'UNAVAILABLE', reason: 'OVERLOADED', retryAfter: 1 };

const refuseTurns = (refusal: Error = new OverloadedError()) => {
  const refusing = vi.spyOn(OperationTurns.prototype, 'run').mockRejectedValue(refusal);
  onTestFinished(() => refusing.mockRestore());
  return refusing;
};

test.each<[string, string]>([
  ['a query', '{ whoami }'],
  ['a mutation', 'mutation { addNote(input: { note: { text: "hello" } }) { __typename } }'],
  ['a subscription', follow],
])('%s that waits too long for its turn is refused, and its socket stays open', async (_, document) => {
  const { ws, notes, name } = await listeningNotes();
  const client = await RawSocket.connect(ws);
  const refusing = refuseTurns();
  client.subscribe('refused', document, { log: name });
  expect(await client.answer('refused')).toMatchObject({ type: 'error', payload: [{ extensions: refused }] });
  refusing.mockRestore();
  client.subscribe('again', follow, { log: name });
  notes.tell('one');
  expect((await client.answer('again')).payload).toMatchObject({ data: { noteEvents: { text: 'one' } } });
});

test.each<[string, string, Record<string, string>]>([
  ['a query', '{ whoami }', { accept: 'application/json' }],
  ['a subscription', follow, {}],
])('over HTTP, %s that waits too long for its turn is refused, too', async (_, query, headers) => {
  const { http, name } = await listeningNotes();
  refuseTurns();
  const reader = await EventReader.open(http, headers, { query, variables: { log: name } });
  await reader.ended;
  expect(JSON.parse(/{.*}/.exec(reader.text)?.[0] ?? '')).toMatchObject({ errors: [{ extensions: refused }] });
});

test('a query for which a busy server has no room is refused for some seconds', async () => {
  const { http } = await listeningNotes();
  refuseTurns(new ServerBusyError());
  const headers = {
    accept: 'application/graphql-response+json',
    'content-type': 'application/json',
    authorization: 'Bearer ada',
  };
  const response = await fetch(http, { method: 'POST', headers, body: JSON.stringify({ query: '{ whoami }' }) });
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
  const extensions = { code: 'UNAVAILABLE', reason: 'SERVER_BUSY', retryAfter: 5 };
  expect(await response.json()).toMatchObject({ errors: [{ extensions }] });
});
