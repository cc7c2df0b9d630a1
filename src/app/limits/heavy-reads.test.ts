import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { RequesterGoneError } from '../../platform/turns/turns.errors.ts';
import { HeavyReads } from './heavy-reads.ts';

const answer = { list: Array.from({ length: 98 }, () => 'value') };

interface Asked {
  readonly accountId?: string;
  readonly cost?: number;
  readonly gone?: AbortSignal | null;
}

/** Reads of a hundred values each: an account may have three at once, then one every quarter of a second. */
function begin(isBesideOthers = true) {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const pace = { heavyCost: 10, atOnce: 200, perSecond: 400 };
  const reads = new HeavyReads({ ...pace, isBesideOthers: () => isBesideOthers });
  const begun: string[] = [];
  const read = (name: string, { accountId = 'one', cost = 100, gone = null }: Asked = {}) => {
    const { promise, resolve, reject } = Promise.withResolvers<typeof answer>();
    const done = reads.run({ accountId, gone }, cost, () => {
      begun.push(name);
      return promise;
    });
    return { done, end: () => resolve(answer), fail: reject };
  };
  return { begun, read };
}

test('large answers of one account wait for each other, but only while other accounts are active', async () => {
  const { begun, read } = begin();
  const [first, second, light, other] = [
    read('first'),
    read('second'),
    read('light', { cost: 10 }),
    read('other', { accountId: 'other' }),
  ];
  await nextTurn();
  expect(begun.sort()).toEqual(['first', 'light', 'other']);
  for (const one of [first, second, light, other]) one.end();
  await Promise.all([first.done, second.done, light.done, other.done]);
  const alone = begin(false);
  alone.read('first');
  alone.read('second');
  await nextTurn();
  expect(alone.begun).toEqual(['first', 'second']);
});

test('a read that takes long, such as one that waits for a model, delays the next by at most 50 ms', async () => {
  const { begun, read } = begin();
  const [waiting, next] = [read('waiting'), read('next')];
  await nextTurn();
  vi.advanceTimersByTime(49);
  await nextTurn();
  expect(begun).toEqual(['waiting']);
  vi.advanceTimersByTime(1);
  await nextTurn();
  expect(begun).toEqual(['waiting', 'next']);
  for (const one of [next, waiting]) one.end();
  await Promise.all([waiting.done, next.done]);
});

test('an account that has used up its burst waits before its next answer', async () => {
  const { begun, read } = begin();
  const reads = ['1', '2', '3', '4'].map((name) => read(name));
  for (const one of reads) one.end();
  await Promise.all(reads.slice(0, 3).map(({ done }) => done));
  await nextTurn();
  expect(begun).toEqual(['1', '2', '3']);
  await reads[3]?.done;
  expect(begun).toEqual(['1', '2', '3', '4']);
});

test('a disconnected client or a failed read does not block the next', async () => {
  const { begun, read } = begin();
  const hangUp = new AbortController();
  const failing = read('failing');
  const gone = read('gone', { gone: hangUp.signal });
  const last = read('last');
  last.end();
  await nextTurn();
  hangUp.abort();
  failing.fail(new Error('failed'));
  await expect(failing.done).rejects.toThrow('failed');
  await expect(gone.done).rejects.toThrow(RequesterGoneError);
  await expect(last.done).resolves.toBe(answer);
  expect(begun).toEqual(['failing', 'last']);
});

test('a client that disconnects while it is throttled stops waiting', async () => {
  const { begun, read } = begin();
  for (const name of ['1', '2', '3', '4']) {
    const one = read(name);
    one.end();
    await one.done;
  }
  const hangUp = new AbortController();
  const gone = read('gone', { gone: hangUp.signal });
  await nextTurn();
  hangUp.abort();
  await expect(gone.done).rejects.toThrow(RequesterGoneError);
  const last = read('last');
  last.end();
  await last.done;
  expect(begun).toEqual(['1', '2', '3', '4', 'last']);
});
