import { expect, test } from 'vitest';
import { httpParts } from '../../support/http-parts.ts';
import { RawSocket } from '../../support/raw-socket.ts';
import { listeningNotes } from './listening-notes.ts';

test('only listed operations run on a socket if the list is exclusive', async () => {
  const { ws } = await listeningNotes({ yoga: httpParts({ abc: '{ whoami }' }, 'only') });
  const client = await RawSocket.connect(ws);
  client.subscribe('listed', '{ whoami }');
  expect((await client.answer('listed')).payload).toEqual({ data: { whoami: 'ada' } });
  // graphql-ws always sends a text: Apollo's link its own print of the document, with __typename.
  for (const query of ['', '{\n  whoami\n  __typename\n}']) {
    const id = `named beside ${query}`;
    const extensions = { persistedQuery: { version: 1, sha256Hash: 'abc' } };
    client.send({ id, type: 'subscribe', payload: { query, extensions } });
    expect((await client.answer(id)).payload).toEqual({ data: { whoami: 'ada' } });
  }
  client.subscribe('other', '{ __typename }');
  const [refused] = (await client.answer('other')).payload;
  expect(refused.extensions).toEqual({ code: 'FORBIDDEN' });
});
