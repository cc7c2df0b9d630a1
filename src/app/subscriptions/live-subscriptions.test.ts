import type { ExecutionResult } from 'graphql';
import { isAsyncIterable } from 'graphql-yoga';
import { expect, test } from 'vitest';
import { makeViewer } from '../../../tests/support/viewer.ts';
import { requestError } from '../../graphql/request-errors.ts';
import { ConnectionCutOff, type CutOffCause } from './connection-cut-off.ts';
import { LiveSubscriptions } from './live-subscriptions.ts';

const limits = { perViewer: 2, staleMs: 600_000, sweepMs: 60_000, stalledMs: 30_000 };
const { signal } = new AbortController();

/** Yields the given texts, then waits; `over` resolves when it is ended. */
function source(...texts: string[]) {
  const returned = Promise.withResolvers<IteratorResult<ExecutionResult, undefined>>();
  const events = {
    next: () => {
      const text = texts.shift();
      return text ? Promise.resolve({ done: false as const, value: { data: { text } } }) : returned.promise;
    },
    return: async () => {
      returned.resolve({ done: true, value: undefined });
      return { done: true as const, value: undefined };
    },
  };
  return { iterable: { [Symbol.asyncIterator]: () => events }, over: returned.promise };
}

async function start(live: LiveSubscriptions, ...texts: string[]) {
  const { iterable, over } = source(...texts);
  const subscription = await live.run(makeViewer(), signal, async () => iterable);
  if (!isAsyncIterable(subscription)) throw new Error('It was refused');
  return { iterator: subscription[Symbol.asyncIterator](), over };
}

test('a subscription whose transport is stalled for ten minutes is closed; one that waits for events is not', async () => {
  using live = new LiveSubscriptions(limits);
  const stale = await start(live, 'one', 'two');
  const quiet = await start(live, 'one');
  await Promise.all([stale.iterator.next(), quiet.iterator.next()]);
  const waiting = quiet.iterator.next();

  live.sweep(performance.now() + 599_000);
  expect(live.figures).toMatchObject({ active: 2, closedIdle: 0 });
  live.sweep(performance.now() + 601_000);
  expect(live.figures).toMatchObject({ active: 1, closedIdle: 1 });
  await stale.over;
  await expect(stale.iterator.next()).rejects.toMatchObject({ extensions: { code: 'SUBSCRIBER_TOO_SLOW' } });
  expect(await stale.iterator.next()).toEqual({ done: true, value: undefined });

  live.stop();
  expect(await waiting).toEqual({ done: true, value: undefined });
  expect(live.figures.active).toBe(0);
});

test('each subscription that its client brought to an end is counted once, by its reason', async () => {
  using live = new LiveSubscriptions({ ...limits, perViewer: 10 });
  const full = requestError('SUBSCRIBER_TOO_SLOW', 'Its queue is full');
  const failing = { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(full) }) };
  const connection = async (cause: CutOffCause, pulls: boolean) => {
    const gone = new AbortController();
    const subscription = await live.run(makeViewer(), gone.signal, async () => failing);
    if (!isAsyncIterable(subscription)) throw new Error('It was refused');
    if (pulls) await expect(subscription[Symbol.asyncIterator]().next()).rejects.toBe(full);
    gone.abort(new ConnectionCutOff(cause));
  };
  await connection('slow', true);
  expect(live.figures).toMatchObject({ closedSlow: 1, closedLost: 0 });
  await connection('slow', false);
  expect(live.figures).toMatchObject({ closedSlow: 2, closedLost: 0 });
  await connection('lost', false);
  expect(live.figures).toMatchObject({ active: 0, closedIdle: 0, closedSlow: 2, closedLost: 1 });
});

test('a subscription that fails to start or is not a stream does not count towards the limit', async () => {
  using live = new LiveSubscriptions({ ...limits, perViewer: 1 });
  const viewer = makeViewer();
  const failing = live.run(viewer, signal, () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  expect(await live.run(viewer, signal, async () => ({ data: null }))).toEqual({ data: null });
  const { iterable } = source();
  expect(isAsyncIterable(await live.run(viewer, signal, async () => iterable))).toBe(true);
  expect(await live.run(viewer, signal, async () => iterable)).toMatchObject({
    errors: [{ extensions: { code: 'TOO_MANY_SUBSCRIPTIONS', limit: 1 } }],
  });
});

test('a subscription whose client disconnects before it has started is closed', async () => {
  using live = new LiveSubscriptions(limits);
  const { iterable, over } = source('one');
  const gone = new AbortController();
  await live.run(makeViewer(), gone.signal, async () => {
    gone.abort();
    return iterable;
  });
  await over;
  expect(live.figures.active).toBe(0);
});

test('no subscription is accepted after stop()', async () => {
  using live = new LiveSubscriptions(limits);
  live.stop();
  expect(await live.run(makeViewer(), signal, async () => source().iterable)).toMatchObject({
    errors: [{ extensions: { code: 'UNAVAILABLE', retryAfter: 1 } }],
  });
});
