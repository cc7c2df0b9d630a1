import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { ExecutionResult } from 'graphql';
import { createYoga } from 'graphql-yoga';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Departures } from './departures.ts';
import { serverSentEvents } from './server-sent-events.ts';

const { fetchAPI } = createYoga({});

/** A stream over results of which the next one is pending, and functions that settle it. */
function openStream() {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const { promise, resolve, reject } = Promise.withResolvers<IteratorResult<ExecutionResult>>();
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  const results = { [Symbol.asyncIterator]: () => ({ next: () => promise }) };
  const options = {
    response,
    repeats: true,
    isOver: () => true,
    departures: new Departures(),
    stalledMs: 30_000,
    onStalled: () => {},
  };
  return { response, reader: serverSentEvents(results, fetchAPI, options).getReader(), resolve, reject };
}

const textOf = ({ value = new Uint8Array() }: ReadableStreamReadResult<Uint8Array>): string =>
  new TextDecoder().decode(value);

test('pings while no result comes, and no more after the last', async () => {
  const { reader, resolve } = openStream();
  expect(textOf(await reader.read())).toBe(':\n\n');
  vi.advanceTimersToNextTimer();
  expect(textOf(await reader.read())).toBe(':\n\n');
  resolve({ done: true, value: undefined });
  expect(textOf(await reader.read())).toBe('event: complete\ndata:\n\n');
  expect(vi.getTimerCount()).toBe(0);
});

test('cuts its client off without another ping if the results are aborted', async () => {
  const { reader, reject, response } = openStream();
  await reader.read();
  const next = reader.read();
  reject(new Error('aborted'));
  await expect(next).rejects.toThrow();
  expect(vi.getTimerCount()).toBe(0);
  expect(response.destroyed).toBe(true);
});
