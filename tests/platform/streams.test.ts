import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { connectKysely } from '../../src/platform/db/database.ts';
import { newId } from '../../src/platform/db/new-id.ts';
import { useDatabase } from '../support/database.ts';
import { from, inShort, makeHub, makeStream, take } from '../support/streams.ts';

const { db, pool } = useDatabase();
const hub = makeHub(db);
afterAll(() => hub[Symbol.asyncDispose]());

/** The same database for a hub that connects in its own way. */
const readingBy = (connect: typeof pool.connect) => connectKysely({ ...pool, connect, end: async () => {} });

const numbers = (start: number, end: number) => Array.from({ length: end - start + 1 }, (_, index) => start + index);

test('a thousand subscribers that join during commits, at any position, receive every later event once', async () => {
  const { ref, add, seq } = await makeStream(db);
  await add(200);
  let writing = true;
  const writer = (async () => {
    for (let round = 0; writing; round += 1) await add(1 + (round % 3));
  })();
  const subscribe = async (index: number) => {
    const start = index % 2 === 0 ? await seq() : 190 + (index % 40);
    const following = await hub.subscribe(from(ref, start, { size: 1_000, overflow: 'DROP_OLDEST' }));
    const wanted = 6 + (index % 60);
    const told = (await take(following, wanted)).map(inShort);
    await following.return();
    return told.join() === ['opened', ...numbers(start + 1, start + wanted - 1)].join() ? [] : [{ start, told }];
  };
  const wrong: unknown[] = [];
  for (let round = 0; round < 40; round += 1) {
    wrong.push(...(await Promise.all(numbers(round * 25, round * 25 + 24).map(subscribe))).flat());
  }
  writing = false;
  await writer;
  expect(wrong).toEqual([]);
  expect(hub.figures).toMatchObject({ active: 0, queued: 0, dropped: 0 });
});

test('commits of another process are delivered on wake-up, or at the next poll', async () => {
  const elsewhere = connectKysely(pool);
  const { ref, add } = await makeStream(elsewhere);
  const following = await hub.subscribe(from(ref, 0));
  await add(2);
  hub.wake([ref]);
  expect((await take(following, 3)).map(inShort)).toEqual(['opened', 1, 2]);
  await add(1);
  await hub.poll();
  expect((await take(following, 1)).map(inShort)).toEqual([3]);
  await following.return();
});

test('a hub that nobody wakes polls by itself', async () => {
  const elsewhere = connectKysely(pool);
  const looking = makeHub(db, { pollMs: 10 });
  const { ref, add } = await makeStream(elsewhere);
  const following = await looking.subscribe(from(ref, 0));
  await add(1);
  expect((await take(following, 2)).map(inShort)).toEqual(['opened', 1]);
  const waiting = take(following, 1);
  await add(1);
  expect((await waiting).map(inShort)).toEqual([2]);
  await looking[Symbol.asyncDispose]();
});

test('a cursor older than the log yields a gap, and the stream continues from now', async () => {
  const { ref, add } = await makeStream(db);
  await add(10);
  const cut = (seq: number) =>
    db.deleteFrom('event').where('account_id', '=', ref.accountId).where('seq', '<=', seq).execute();
  await cut(5);
  const kept = await hub.subscribe(from(ref, 5));
  expect((await take(kept, 6)).map(inShort)).toEqual(['opened', 6, 7, 8, 9, 10]);
  const late = await hub.subscribe(from(ref, 4));
  expect((await take(late, 2)).map(inShort)).toEqual(['opened', 'EXPIRED null']);
  await cut(10);
  // Makes the hub drop the log events it has read.
  await hub.poll();
  const latest = await hub.subscribe(from(ref, 9));
  expect((await take(latest, 2)).map(inShort)).toEqual(['opened', 'EXPIRED null']);
  await add(1);
  for (const one of [kept, late, latest]) {
    expect((await take(one, 1)).map(inShort)).toEqual([11]);
    await one.return();
  }
});

test('a slow subscriber is told how many events it missed, and gets them by resuming at the gap', async () => {
  const { ref, add } = await makeStream(db);
  const slow = await hub.subscribe(from(ref, 0, { size: 3, overflow: 'DROP_OLDEST' }));
  await add(1);
  expect((await take(slow, 2)).map(inShort)).toEqual(['opened', 1]);
  const waiting = take(slow, 1);
  await add(1);
  expect((await waiting).map(inShort)).toEqual([2]);
  await add(10);
  await hub.settled();
  expect(hub.figures).toMatchObject({ active: 1, queued: 3, dropped: 7 });
  const [gap, ...rest] = await take(slow, 4);
  expect([gap, ...rest].map((item) => item && inShort(item))).toEqual(['OVERFLOW 7', 10, 11, 12]);
  await slow.return();
  expect(hub.figures).toMatchObject({ active: 0, queued: 0, dropped: 7 });
  if (gap?.type !== 'gap') throw new Error('No gap');
  expect(gap.position.seq).toBe(9);
  const resumed = await hub.subscribe(from(ref, gap.gap.resumeAfter?.seq ?? -1));
  expect((await take(resumed, 11)).map(inShort)).toEqual(['opened', ...numbers(3, 12)]);
  await resumed.return();
});

test('a full buffer merges changes of one subject, and closes the subscription if nothing can be dropped', async () => {
  const { ref, record } = await makeStream(db);
  const [tea, coffee] = [newId(), newId()];
  const following = await hub.subscribe(from(ref, 0, { size: 2 }));
  const closing = await hub.subscribe(from(ref, 0, { size: 2, overflow: 'CLOSE' }));
  for (const one of [following, closing]) expect((await take(one, 1)).map(inShort)).toEqual(['opened']);
  const waiting = [following, closing].map((one) => take(one, 1));
  await record({ type: 'CollectionChanged', subjectId: ref.streamId });
  await Promise.all(waiting);
  await record({ type: 'MemoryAdded', subjectId: tea }, { type: 'MemoryChanged', subjectId: tea, changed: ['tags'] });
  await record(
    { type: 'MemoryChanged', subjectId: tea, changed: ['kind'] },
    { type: 'MemoryForgotten', subjectId: coffee },
  );
  await hub.settled();
  const told = (await take(following, 2)).map((item) => item.type === 'event' && item.event);
  expect(told).toMatchObject([
    { seq: 2, type: 'MemoryAdded', subjectId: tea, changed: ['tags', 'kind'] },
    { seq: 5, type: 'MemoryForgotten', subjectId: coffee },
  ]);
  await expect(closing.next()).rejects.toMatchObject({ code: 'SUBSCRIBER_TOO_SLOW' });
  expect(hub.figures).toMatchObject({ active: 1, coalesced: 2 });
  await following.return();
  expect(hub.figures).toMatchObject({ active: 0, coalesced: 2 });
});

test('a stream ends with its parent, even for subscribers that read the log or wait, after a farewell event', async () => {
  const [inner, outer] = [await makeStream(db, 'conversation'), await makeStream(db)];
  await inner.add(3);
  // In this test the two streams belong to different accounts; in the product they share one.
  const request = from(inner.ref, 0, { within: [outer.ref], farewell: 'ConversationDeleted' });
  const [reading, waiting] = [await hub.subscribe(request), await hub.subscribe(request)];
  expect((await take(reading, 2)).map(inShort)).toEqual(['opened', 1]);
  await take(waiting, 4);
  const last = take(waiting, 1);
  await outer.record({ type: 'StreamEnded', subjectId: outer.ref.streamId });
  const [farewell] = await last;
  expect(farewell).toMatchObject({
    type: 'event',
    event: { type: 'ConversationDeleted', subjectId: inner.ref.streamId },
  });
  await expect(waiting.next()).rejects.toMatchObject({ code: 'GONE' });
  expect(await take(reading, 1)).toMatchObject([{ event: { type: 'ConversationDeleted' } }]);
  await expect(reading.next()).rejects.toMatchObject({ code: 'GONE' });

  const erased = await hub.subscribe(from(inner.ref, 3));
  await db.deleteFrom('stream').where('account_id', '=', inner.ref.accountId).execute();
  await hub.poll();
  await take(erased, 1);
  await expect(erased.next()).rejects.toMatchObject({ code: 'GONE' });
  expect(hub.figures.active).toBe(0);
});

test('a subscriber is told if the parent ends between its check and its subscription', async () => {
  const [inner, outer] = [await makeStream(db, 'conversation'), await makeStream(db)];
  const start = async () => {
    await outer.record({ type: 'StreamEnded', subjectId: outer.ref.streamId });
    await hub.settled();
    return { seq: 0, text: null };
  };
  const late = await hub.subscribe(from(inner.ref, 0, { within: [outer.ref], farewell: 'ConversationDeleted', start }));
  expect(await take(late, 2)).toMatchObject([{ type: 'opened' }, { event: { type: 'ConversationDeleted' } }]);
  await expect(late.next()).rejects.toMatchObject({ code: 'GONE' });
  expect(hub.figures.active).toBe(0);
});

test('a subscriber reading the log of a deleted subject is told of the deletion, not of an expired log', async () => {
  const { ref, add } = await makeStream(db, 'conversation');
  await add(3);
  let reads = Promise.resolve();
  const connect = () => reads.then(() => pool.connect());
  await using held = makeHub(db, { db: readingBy(connect) });
  const following = await held.subscribe(from(ref, 0, { farewell: 'ConversationDeleted' }));
  await take(following, 1);
  const { promise, resolve } = Promise.withResolvers<void>();
  reads = promise;
  const next = take(following, 1);
  await db.deleteFrom('event').where('account_id', '=', ref.accountId).execute();
  following.finish(null);
  resolve();
  expect(await next).toMatchObject([{ type: 'event', event: { type: 'ConversationDeleted' } }]);
  await expect(following.next()).rejects.toMatchObject({ code: 'GONE' });
});

test('the end of a subject is delivered with its own position and time', async () => {
  const { ref, add, record } = await makeStream(db, 'conversation');
  await add(1);
  const following = await hub.subscribe(from(ref, 1, { farewell: 'ConversationDeleted' }));
  await take(following, 1);
  const farewell = take(following, 1);
  await record(
    { type: 'MessageAppended', subjectId: newId() },
    { type: 'ConversationDeleted', subjectId: ref.streamId },
  );
  expect((await farewell).map(inShort)).toEqual([2]);
  expect((await take(following, 1)).map(inShort)).toEqual([3]);
});

test('a failed read of the log ends its subscription and frees its resources', async () => {
  const { ref, add } = await makeStream(db);
  await add(1);
  let broken = false;
  const connect = () => (broken ? Promise.reject(new Error('The database is away')) : pool.connect());
  await using failing = makeHub(db, { db: readingBy(connect) });
  const following = await failing.subscribe(from(ref, 0));
  await take(following, 1);
  broken = true;
  await expect(following.next()).rejects.toThrow('away');
  expect(failing.figures.active).toBe(0);
});

test('shared results are dropped by the second poll, and disposing the hub ends all waiting subscribers', async () => {
  const { ref } = await makeStream(db);
  const ending = makeHub(db);
  const following = await ending.subscribe(from(ref, 0));
  await take(following, 1);
  let made = 0;
  const events: readonly never[] = [];
  const make = () => following.feed.shared.once(events, { key: 'memory' }, () => (made += 1));
  expect([make(), make()]).toEqual([1, 1]);
  await ending.poll();
  expect(make()).toBe(1);
  await ending.poll();
  expect(make()).toBe(2);
  const waiting = following.next();
  await ending[Symbol.asyncDispose]();
  expect(await waiting).toEqual({ done: true, value: undefined });
});

test('shared results of an ended stream are dropped by the second poll, too, while a subscriber still reads it', async () => {
  const { ref, record } = await makeStream(db, 'consolidation_run');
  const slow = await hub.subscribe(from(ref, 0));
  await take(slow, 1);
  const first = take(slow, 1);
  await record({ type: 'ConsolidationProposed', subjectId: newId() });
  await first;
  const subjectId = newId();
  await record(
    { type: 'ConsolidationProposed', subjectId },
    { type: 'ConsolidationFinished', subjectId: ref.streamId },
  );
  await hub.settled();
  expect(hub.figures.active).toBe(0);
  let made = 0;
  const events: readonly never[] = [];
  const make = () => slow.feed.shared.once(events, { key: 'proposal' }, () => (made += 1));
  expect([make(), make()]).toEqual([1, 1]);
  for (let poll = 0; poll < 2; poll += 1) await hub.poll();
  expect(make()).toBe(2);
  expect((await take(slow, 3)).map(inShort)).toEqual([2, 3]);
});

test('streams without subscribers are not polled, nor is one whose subscription was rejected', async () => {
  let asked = 0;
  const connect = () => {
    asked += 1;
    return pool.connect();
  };
  const idle = makeHub(db, { db: readingBy(connect) });
  const asksOnPoll = async () => {
    const before = asked;
    await idle.poll();
    return asked > before;
  };
  const { ref } = await makeStream(db);
  const [one, other] = [await idle.subscribe(from(ref, 0)), await idle.subscribe(from(ref, 0))];
  await one.return();
  expect(await asksOnPoll()).toBe(true);
  await other.return();
  expect(await asksOnPoll()).toBe(false);
  const refused = idle.subscribe({ ...from(ref, 0), start: () => Promise.reject(new Error('not yours')) });
  await expect(refused).rejects.toThrow('not yours');
  expect(await asksOnPoll()).toBe(false);
  await idle[Symbol.asyncDispose]();
});

test('a failed read ends no waiting subscription: the next poll delivers what was missed', async () => {
  let broken = false;
  const away = () => Promise.reject(new Error('The database is away'));
  const reading = readingBy(() => (broken ? away() : pool.connect()));
  const failing = makeHub(db, { db: reading });
  const { ref, add } = await makeStream(db);
  const following = await failing.subscribe(from(ref, 0));
  await take(following, 1);
  const waiting = take(following, 1);
  broken = true;
  await add(1);
  await failing.settled();
  broken = false;
  await failing.poll();
  expect((await waiting).map(inShort)).toEqual([1]);
  await failing[Symbol.asyncDispose]();
});

test('disposing a hub waits for pending reads of its feeds', async () => {
  const { ref, add } = await makeStream(db);
  const order: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  let reads = Promise.resolve();
  const connect = async () => {
    await reads;
    order.push('read');
    return pool.connect();
  };
  const ending = makeHub(db, { db: readingBy(connect) });
  await ending.subscribe(from(ref, 0));
  order.length = 0;
  reads = promise;
  await add(1);
  const ended = ending[Symbol.asyncDispose]().then(() => order.push('end'));
  await nextTurn();
  resolve();
  await ended;
  expect(order).toEqual(['read', 'end']);
});
