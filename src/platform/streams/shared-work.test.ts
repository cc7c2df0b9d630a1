import { expect, test } from 'vitest';
import type { LoggedEvent } from '../events/consumer.ts';
import { SharedWork } from './shared-work.ts';

const event = (seq: number, type: LoggedEvent['type'], subjectId: string): LoggedEvent => ({
  seq,
  type,
  subjectId,
  changed: [],
  data: null,
  at: new Date(0),
});
/** The source of the shared work: any object. */
const list: readonly LoggedEvent[] = [];

test('a shared result is made again after a change of its subject or of a collection', async () => {
  const shared = new SharedWork();
  let made = 0;
  const make = () => shared.once(list, { key: 'memory', about: 'tea' }, async () => (made += 1));
  expect(await Promise.all([make(), make()])).toEqual([1, 1]);
  shared.note([event(1, 'MemoryAdded', 'tea'), event(2, 'MemoryChanged', 'coffee')]);
  expect(await make()).toBe(1);
  shared.note([event(3, 'MemoryChanged', 'tea')]);
  expect(await make()).toBe(2);
  expect(await make()).toBe(2);
  shared.note([event(4, 'CollectionChanged', 'drinks')]);
  expect(await make()).toBe(3);
});

test.each([
  ['messages were emptied', { ...event(2, 'ConversationChanged', 'talk'), changed: ['messages'] }],
  ['an attempt was requeued, as by a purge', { ...event(2, 'AgentRunQueued', 'run'), data: { attempt: 1 } }],
  ['a memory was purged, to which others may be linked', event(2, 'MemoryForgotten', 'memory')],
])('a shared result of anything is made again once %s', async (_, purged) => {
  const shared = new SharedWork();
  let made = 0;
  const make = () => shared.once(list, { key: 'message', about: 'hello' }, async () => (made += 1));
  const forgotten = { ...event(1, 'MemoryForgotten', 'memory'), changed: ['status'] };
  shared.note([event(1, 'ConversationChanged', 'talk'), event(1, 'AgentRunQueued', 'run'), forgotten]);
  expect([await make(), await make()]).toEqual([1, 1]);
  shared.note([purged]);
  expect(await make()).toBe(2);
});

test('a shared result is dropped by the second forget() after it is ready, and never before it is', async () => {
  const shared = new SharedWork();
  const slow = Promise.withResolvers<string>();
  const first = shared.once(list, { key: 'memory' }, () => slow.promise);
  for (let poll = 0; poll < 5; poll += 1) shared.forget();
  expect(shared.once(list, { key: 'memory' }, () => 'anew')).toBe(first);
  slow.resolve('first');
  await first;
  shared.forget();
  expect(await shared.once(list, { key: 'memory' }, () => 'anew')).toBe('first');
  shared.forget();
  expect(await shared.once(list, { key: 'memory' }, () => 'anew')).toBe('anew');
});

test('a failed result is not shared with later requests', async () => {
  const shared = new SharedWork();
  const failed = shared.once(list, { key: 'memory' }, () => Promise.reject(new Error('away')));
  await expect(failed).rejects.toThrow('away');
  expect(await shared.once(list, { key: 'memory' }, async () => 'made')).toBe('made');
});
