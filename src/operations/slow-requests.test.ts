import { expect, test } from 'vitest';
import type { AnsweredRequest } from './answered-request.ts';
import { slowRequests } from './slow-requests.ts';

const request: AnsweredRequest = {
  route: 'graphql',
  status: 200,
  requestId: 'req-1',
  operations: ['Search'],
  milliseconds: 612.345,
  parts: [
    { part: 'graphql', milliseconds: 611, count: 1, by: new Map() },
    { part: 'search', milliseconds: 580.06, count: 1, by: new Map([['sql', 1]]) },
  ],
};

test('only requests above the threshold are logged, with their parts', () => {
  const lines: unknown[] = [];
  const logSlow = slowRequests(500, { warn: (...line: unknown[]) => lines.push(line) });
  expect(logSlow({ ...request, milliseconds: 500 })).toBe(false);
  expect(logSlow(request)).toBe(true);
  const told = {
    route: 'graphql',
    status: 200,
    requestId: 'req-1',
    operations: ['Search'],
    ms: 612.3,
    parts: { graphql: { ms: 611, count: 1 }, search: { ms: 580.1, count: 1, by: ['sql'] } },
  };
  expect(lines).toEqual([[told, 'slow request']]);
});

test('no request is slow if the threshold is 0', () => {
  const logSlow = slowRequests(0, { warn: () => expect.unreachable() });
  expect(logSlow(request)).toBe(false);
});
