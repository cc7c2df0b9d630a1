import { pino } from 'pino';
import { expect, test } from 'vitest';
import { makeViewer } from '../../../tests/support/viewer.ts';
import { LiveSubscriptions } from './live-subscriptions.ts';
import { watchApiKeys } from './watch-api-keys.ts';

const limits = { perViewer: 10, staleMs: 600_000, sweepMs: 60_000, stalledMs: 30_000 };

/** A subscription with this key, which gets nothing until it ends. */
async function subscribe(live: LiveSubscriptions, apiKeyId: string): Promise<void> {
  const { promise } = Promise.withResolvers<IteratorResult<never, undefined>>();
  const silent = { next: () => promise, return: async () => ({ done: true as const, value: undefined }) };
  const source = { [Symbol.asyncIterator]: () => silent };
  await live.run({ ...makeViewer(), apiKeyId }, new AbortController().signal, async () => source);
}

test('the subscriptions of a key, and no others, end as soon as this process revokes it', async () => {
  const listeners = new Set<(id: string) => void>();
  const apiKeys = {
    onRevoked: (listener: (id: string) => void) => {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
    usable: async () => [],
  };
  using live = new LiveSubscriptions(limits);
  using watching = watchApiKeys(live, apiKeys, pino({ level: 'silent' }));
  for (const id of ['one', 'one', 'other']) await subscribe(live, id);
  for (const tell of listeners) tell('one');
  expect(live.viewers.map(({ apiKeyId }) => apiKeyId)).toEqual(['other']);
  watching[Symbol.dispose]();
  expect(listeners.size).toBe(0);
});
