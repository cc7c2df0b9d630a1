import { expect, test } from 'vitest';
import type { LoggedEvent } from '../events/consumer.ts';
import { Feed, type FeedSource } from './feed.ts';
import type { TextPart } from './stream-item.ts';

const ref = { accountId: 'account', kind: 'agent_run', streamId: 'run' } as const;
const at = new Date(0);

const event = (seq: number, data: LoggedEvent['data'] = null): LoggedEvent => ({
  seq,
  type: 'AgentToolCalled',
  subjectId: 'run',
  changed: [],
  data,
  at,
});

/** A log in memory, the reads of it, and what a follower of its feed receives. */
function makeFeed(pageSize = 10) {
  const log: LoggedEvent[] = [];
  const reads: number[] = [];
  const told: (number | string)[] = [];
  const opening = Promise.withResolvers<void>();
  const source: FeedSource = {
    pageSize,
    newest: async () => {
      const newest = log.at(-1) ?? null;
      await opening.promise;
      return { seq: newest?.seq ?? 0, event: newest };
    },
    read: async (_, after) => {
      reads.push(after);
      return log.filter(({ seq }) => seq > after).slice(0, pageSize);
    },
    onError: (error) => {
      throw error;
    },
  };
  const feed = new Feed(ref, source);
  const follower = {
    offer: ({ seq }: LoggedEvent) => void told.push(seq),
    offerText: ({ offset, text }: TextPart) => void told.push(`${offset} ${text}`),
    finish: () => {},
  };
  /** Opens the feed, and runs `meanwhile` while it opens. */
  const open = async (meanwhile = () => {}) => {
    const opened = feed.open();
    meanwhile();
    opening.resolve();
    await opened;
  };
  return { feed, source, log, reads, told, follower, open };
}

test('an event committed while the feed opens is delivered, and the log before its position is not read', async () => {
  const { feed, log, reads, told, follower, open } = makeFeed();
  log.push(event(1), event(2));
  feed.join(follower);
  await open(() => {
    log.push(event(3));
    feed.wake();
  });
  await feed.settled();
  expect(told).toEqual([3]);
  expect(reads).toEqual([2]);
});

test('one wake-up reads the log to its end, however many pages that takes', async () => {
  const { feed, log, told, follower, open } = makeFeed(2);
  await open();
  feed.join(follower);
  log.push(event(1), event(2), event(3), event(4), event(5));
  feed.wake();
  await feed.settled();
  expect(told).toEqual([1, 2, 3, 4, 5]);
});

test.each([0, 1, 2, 3, 4, 5, 6])(
  'a wake-up is never lost, even %s microtasks after the last event was delivered',
  async (steps) => {
    const { feed, log, told, follower, open } = makeFeed();
    await open();
    const commitLater = async () => {
      for (let step = 0; step < steps; step += 1) await null;
      log.push(event(2));
      feed.wake();
    };
    const late = Promise.withResolvers<void>();
    const offer = (one: LoggedEvent) => {
      follower.offer(one);
      if (one.seq === 1) void commitLater().then(late.resolve);
    };
    feed.join({ ...follower, offer });
    log.push(event(1));
    feed.wake();
    await late.promise;
    await feed.settled();
    expect(told).toEqual([1, 2]);
  },
);

test('a page that could not be read is read again for the next reader', async () => {
  const { feed, source, log, open } = makeFeed();
  await open();
  log.push(event(1));
  const { read } = source;
  source.read = () => Promise.reject(new Error('away'));
  await expect(feed.read(0)).rejects.toThrow('away');
  source.read = read;
  expect(await feed.read(0)).toHaveLength(1);
});

test('text that arrives while the log is read is queued as one piece', async () => {
  const { feed, told, follower, open } = makeFeed();
  await open();
  feed.join(follower);
  feed.wake();
  for (const [offset, text] of ['a', 'b', 'c'].entries()) feed.tell({ attempt: 1, offset, text });
  await feed.settled();
  expect(told).toEqual(['0 abc']);
});

test('text written after an event while the log is read is delivered without another wake-up', async () => {
  const { feed, log, told, follower, open } = makeFeed();
  await open();
  const texts = ['', 'before after'];
  feed.join(follower, async () => ({ attempt: 1, offset: 0, text: texts.shift() ?? 'before after' }));
  log.push(event(1, { attempt: 1, offset: 6 }));
  feed.wake();
  await feed.settled();
  expect(told).toEqual(['0 before', 1, '6  after']);
});

test('text of the next attempt is delivered after its events, even if it arrives while the log is read', async () => {
  const { feed, log, told, follower, open } = makeFeed();
  await open();
  feed.join(follower);
  feed.tell({ attempt: 1, offset: 0, text: 'purged' });
  log.push({ ...event(1, { attempt: 1 }), type: 'AgentRunQueued' });
  log.push({ ...event(2, { attempt: 2 }), type: 'AgentRunStarted' });
  feed.wake();
  feed.tell({ attempt: 2, offset: 0, text: 'anew' });
  await feed.settled();
  expect(told).toEqual(['0 purged', 1, 2, '0 anew']);
  expect(feed.pastAttempt).toBe(1);
});

test('a page of the log is read once for all positions in it, and again after forget()', async () => {
  const { feed, log, reads, open } = makeFeed();
  for (let seq = 1; seq <= 15; seq += 1) log.push(event(seq));
  await open();
  const [first, second] = await Promise.all([feed.read(10), feed.read(13)]);
  expect(first).toBe(second);
  expect(first?.map(({ seq }) => seq)).toEqual([11, 12, 13, 14, 15]);
  expect(reads).toEqual([10]);
  feed.forget();
  await feed.read(13);
  expect(reads).toEqual([10, 10]);
});

test('the last page is extended for readers at its end once the stream has more events', async () => {
  const { feed, log, open } = makeFeed();
  log.push(event(1), event(2));
  await open();
  expect(await feed.read(0)).toHaveLength(2);
  log.push(event(3));
  feed.wake();
  await feed.settled();
  expect(await feed.read(0)).toHaveLength(2);
  expect(await feed.read(2)).toHaveLength(3);
});

test('eight pages are cached', async () => {
  const { feed, log, reads, open } = makeFeed();
  for (let seq = 1; seq <= 90; seq += 1) log.push(event(seq));
  await open();
  const places = [0, 10, 20, 30, 40, 50, 60, 70, 80];
  for (const place of places) await feed.read(place);
  for (const place of places.slice(1)) await feed.read(place);
  expect(reads).toEqual(places);
  await feed.read(0);
  expect(reads).toEqual([...places, 0]);
});
