import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { listenForTest } from '../../tests/support/listen.ts';
import { timeOverHttp } from './over-http.ts';

test('the parts of a search over HTTP are what the server tells, and what is left of the time that the client waits', async () => {
  const answer = JSON.stringify({ data: { search: { failedArms: [], edges: [] } } });
  const timing =
    'total;dur=5.5, auth;dur=0.1, graphql;dur=5.0, db;dur=1.0;desc="2 statements", search;dur=3.0;desc="sql"';
  const server = createServer((request, response) => {
    const headers = { 'server-timing': timing, 'content-length': answer.length };
    request.resume().on('end', () => setTimeout(() => response.writeHead(200, headers).end(answer), 6));
  });
  const endpoint = await listenForTest(server);
  const parts = await timeOverHttp({ endpoint, token: '' }, 3, () => ({ collectionIds: [], query: 'Who?' }));
  const p50 = Object.fromEntries([...parts].map(([part, times]) => [part, times.p50]));
  expect(p50).toMatchObject({ 'finding and ranking': 3, 'GraphQL and rows of the page': 2, 'HTTP in the server': 0.5 });
  expect(p50['client and network']).toBeCloseTo((p50['all'] ?? 0) - 5.5);
});
