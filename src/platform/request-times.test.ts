import { expect, test } from 'vitest';
import { RequestTimes, timed } from './request-times.ts';

const partsOf = (times: RequestTimes) => Object.fromEntries(times.parts.map((time) => [time.part, time]));

test('attributes nested work to its own request and to no other', async () => {
  const [one, other] = [new RequestTimes(), new RequestTimes()];
  const statement = () => timed('db', async () => RequestTimes.current?.note('search', 'sql'));
  await Promise.all([
    one.run(async () => {
      await Promise.resolve();
      await timed('search', statement);
      await statement();
    }),
    other.run(() => timed('auth', async () => {})),
  ]);
  await statement();
  expect(partsOf(one)).toMatchObject({ search: { count: 1, by: new Map([['sql', 2]]) }, db: { count: 2 } });
  expect(other.parts.map(({ part }) => part)).toEqual(['auth']);
});

test('counts the time of concurrent work once, so that a part is never longer than its request', async () => {
  const times = new RequestTimes();
  const { promise, resolve } = Promise.withResolvers<void>();
  const both = times.run(() => Promise.all([1, 2].map(() => timed('db', () => promise))));
  setImmediate(resolve);
  await both;
  const { db } = partsOf(times);
  expect(db?.count).toBe(2);
  expect(db?.milliseconds).toBeLessThanOrEqual(times.milliseconds);
});

test('counts failed work, but no work after the response', async () => {
  const times = new RequestTimes();
  await times.run(async () => {
    await expect(timed('embed', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    times.end();
    await timed('db', async () => {});
  });
  expect(times.parts.map(({ part }) => part)).toEqual(['embed']);
  expect(times.milliseconds).toBe(times.milliseconds);
});
