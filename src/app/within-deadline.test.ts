import { setImmediate as nextTurn } from 'node:timers/promises';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { withinDeadline } from './within-deadline.ts';

const givenUp = 'the database does not answer: the stop does not wait for it any longer';

/** A stop that looks at the database all the time; `isSilent` is given the number of the look, and may end the stop. */
function stopping(isSilent: (look: number) => boolean, drained: Promise<void> | null = null) {
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => lines.push(JSON.parse(line).msg) });
  const stopped = Promise.withResolvers<void>();
  let looks = 0;
  const look = async () => {
    looks += 1;
    await nextTurn();
    return isSilent(looks);
  };
  const done = withinDeadline(stopped.promise, { drainMs: 60_000, drained, isSilent: look, lookMs: 1, log });
  return { done, stop: stopped.resolve, lines, looks: () => looks };
}

test('a stop is over with its last part, and one that is quick does not look at the database', async () => {
  const { done, stop, lines, looks } = stopping(() => true);
  stop();
  await done;
  expect(lines).toEqual(['stopped']);
  expect(looks()).toBe(0);
});

test('a stop does not wait for a database that is silent twice in a row', async () => {
  const { done, lines, looks } = stopping((look) => look > 3);
  await done;
  expect(lines).toEqual([givenUp]);
  expect(looks()).toBe(5);
});

test('a stop waits for a database that answers in between', async () => {
  const stop = stopping((look) => {
    if (look === 20) stop.stop();
    return look % 2 === 0;
  });
  await stop.done;
  expect(stop.lines).toEqual(['stopped']);
});

test('requests have their time even if the database is silent, which may answer again meanwhile', async () => {
  const drained = Promise.withResolvers<void>();
  const { done, lines, looks } = stopping((look) => {
    if (look === 10) drained.resolve();
    return look < 10 || look > 12;
  }, drained.promise);
  await done;
  expect(lines).toEqual([givenUp]);
  expect(looks()).toBe(14);
});
