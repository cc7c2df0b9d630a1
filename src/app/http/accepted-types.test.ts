import { expect, test } from 'vitest';
import { byQuality } from './accepted-types.ts';

test.each([
  ['application/json', 'application/json'],
  ['multipart/mixed; deferSpec=20220824, application/json', 'multipart/mixed; deferSpec=20220824, application/json'],
  ['application/json;q=0.5, application/graphql-response+json', 'application/graphql-response+json, application/json'],
  ['application/json; Q = 0.5;charset=utf-8, */*;q=0.1', 'application/json;charset=utf-8, */*'],
  ['text/plain;q=0.3, application/json;q=0.3, text/event-stream', 'text/event-stream, text/plain, application/json'],
  ['application/json;q=high, text/event-stream;q=0.9', 'application/json, text/event-stream'],
])('%s comes in the order %s', (accept, ordered) => {
  expect(byQuality(accept)).toBe(ordered);
});

test.each([
  ['application/json;q=0', ''],
  ['*/*;q=0.000', ''],
  ['text/event-stream;q=0, application/json', 'application/json'],
  ['application/json;q=0, application/*', 'application/graphql-response+json'],
  ['text/event-stream;q=0, */*', 'application/json, application/graphql-response+json, multipart/mixed'],
  ['text/plain;q=0, */*', '*/*'],
])('what is refused in %s is left out: %s', (accept, left) => {
  expect(byQuality(accept)).toBe(left);
});

test.each([
  ['application/json, text/html;q=0.1', 'application/json'],
  ['text/html, application/json;q=0.9, */*;q=0.8', 'text/html, application/json, */*'],
  ['text/html;q=0.9, */*;q=0.8', 'text/html, */*'],
])('the page is left out where an answer is preferred: %s', (accept, left) => {
  expect(byQuality(accept)).toBe(left);
});
