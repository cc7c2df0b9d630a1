import { pino } from 'pino';
import { expect, test } from 'vitest';
import { SpareMemory } from './spare-memory.ts';

const log = pino({ level: 'silent' });

/** A process with a limit of 100, of which it holds 20; `spare` is given back, but for what `sticks`. */
function fake({ spare = 60, sticks = 0 } = {}) {
  const state = { spare, busy: 0, at: 0, givenBack: 0 };
  const memory = new SpareMemory({
    limitBytes: 100,
    read: () => ({ rss: 20 + state.spare, held: 20 }),
    giveBack: () => {
      state.givenBack += 1;
      state.spare = sticks;
    },
    busyShare: () => state.busy,
    log,
    now: () => state.at,
  });
  const look = (times: number) => {
    for (let n = 0; n < times; n += 1) {
      state.at += 1_000;
      memory.look();
    }
  };
  return { state, look };
}

test('what is kept for later is given back once the process has rested for some seconds', () => {
  const { state, look } = fake();
  state.busy = 0.5;
  look(20);
  state.busy = 0.01;
  look(4);
  expect(state.givenBack).toBe(0);
  look(1);
  expect(state.givenBack).toBe(1);
  state.spare = 60;
  look(30);
  expect(state.givenBack).toBe(1);
  look(60);
  expect(state.givenBack).toBe(2);
});

test('little in use, or little to give, is left as it is, but for what the start has used', () => {
  const { state, look } = fake({ spare: 25 });
  look(100);
  expect(state.givenBack).toBe(1);
  state.spare = 25;
  look(100);
  expect(state.givenBack).toBe(1);
});

test('where it brings nothing it is tried again only much later', () => {
  const { state, look } = fake({ sticks: 60 });
  look(60);
  expect(state.givenBack).toBe(1);
  look(300);
  expect(state.givenBack).toBe(2);
  look(400);
  expect(state.givenBack).toBe(3);
});
