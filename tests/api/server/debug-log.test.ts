import { expect, test } from 'vitest';
import { useOperatedServer } from './operated-server.ts';

const { lines, get, send, connection } = useOperatedServer('debug');

test('at the level debug, each request is a line with its outcome, and a refused token one with the reason, without content', async () => {
  const { url, headers } = await connection();
  const anywhere = { 'content-type': 'application/json' };
  await send('query Known { viewer { principal } }');
  await send('{ viewer { canary ');
  await send('{ canary }');
  const body = '{ "canary": ';
  await fetch(url, { method: 'POST', headers: { ...headers, ...anywhere }, body });
  await get('/canary');
  const stranger = { ...anywhere, authorization: 'Bearer canary' };
  await fetch(url, { method: 'POST', headers: stranger, body: '{ "query": "{ viewer { principal } }" }' });
  const told = lines.filter(({ msg }) => msg === 'request' || msg.includes('token'));
  expect(told).toEqual(
    [
      { route: 'graphql', status: 200, operations: ['Known'], errors: [] },
      { status: 200, operations: [], errors: ['GRAPHQL_PARSE_FAILED'] },
      { status: 200, operations: [], errors: ['GRAPHQL_VALIDATION_FAILED'] },
      { status: 400, operations: [], errors: ['BAD_REQUEST'] },
      { route: 'other', status: 404 },
      { msg: 'a token was refused', reason: 'The token is not a well-formed JWT' },
      { status: 200, errors: ['UNAUTHENTICATED'] },
    ].map((line) => expect.objectContaining(line)),
  );
  expect(told[0]).toMatchObject({ requestId: expect.any(String), ms: expect.any(Number) });
  expect(JSON.stringify(lines)).not.toContain('canary');
});
