import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { SpareMemory } from './spare-memory.ts';

const log = pino({ level: 'silent' });
const mb = 1_000_000;

/** A process that holds 160 MB and `spare` MB, which it releases except for `sticks` MB. */
function fake({ spare = 60, sticks = 0 } = {}) {
  const state = { spare, busy: 0, at: 0, givenBack: 0 };
  const memory = new SpareMemory({
    rss: () => (160 + state.spare) * mb,
    giveBack: () => {
      state.givenBack += 1;
      state.spare = sticks;
    },
    busyShare: () => state.busy,
    log,
  });
  onTestFinished(() => void vi.restoreAllMocks());
  vi.spyOn(performance, 'now').mockImplementation(() => state.at);
  const look = (times: number) => {
    for (let n = 0; n < times; n += 1) {
      state.at += 1_000;
      memory.look();
    }
  };
  return { state, memory, look };
}

test('memory of a burst is released after five idle seconds, at most once a minute', () => {
  const { state, look } = fake();
  look(1);
  expect(state.givenBack).toBe(1);
  state.spare = 60;
  state.busy = 0.5;
  look(100);
  state.busy = 0.01;
  look(4);
  expect(state.givenBack).toBe(1);
  look(1);
  expect(state.givenBack).toBe(2);
  state.spare = 60;
  look(30);
  expect(state.givenBack).toBe(2);
  look(60);
  expect(state.givenBack).toBe(3);
});

test('memory of the start is released as soon as the process is idle', () => {
  const { state, look } = fake({ spare: 10 });
  state.busy = 0.5;
  look(20);
  expect(state.givenBack).toBe(0);
  state.busy = 0;
  look(1);
  expect(state.givenBack).toBe(1);
});

test('memory that the start released itself is not released again', () => {
  const { state, memory, look } = fake();
  memory.release();
  state.spare = 31;
  look(1_000);
  expect(state.givenBack).toBe(1);
});

test('less than 32 MB above what the last release left is not released', () => {
  const { state, look } = fake();
  look(1);
  state.spare = 31;
  look(1_000);
  expect(state.givenBack).toBe(1);
});

test('a release that frees nothing is not repeated', () => {
  const { state, look } = fake({ sticks: 60 });
  look(1);
  look(1_000);
  expect(state.givenBack).toBe(1);
});
