import { expect, test } from 'vitest';
import { Retirement } from './retirement.ts';

function workerOf(random: number) {
  const state = { now: 0, rss: 100 };
  const bounds = { maxRequests: 1000, jitter: 50, minLifeMs: 600_000, memoryBytes: 1_000 };
  const retirement = new Retirement(bounds, {
    now: () => state.now,
    residentBytes: () => state.rss,
    random: () => random,
  });
  const answer = (requests: number) => {
    for (let n = 0; n < requests; n++) retirement.noteRequest();
  };
  return { state, retirement, answer };
}

test('a worker is due only after both its number of requests and its minimum life', () => {
  const { state, retirement, answer } = workerOf(0.5);
  answer(1_000);
  expect(retirement.reason).toBeNull();
  state.now = 600_000;
  expect(retirement.reason).toBe('requests');

  const young = workerOf(0.5);
  young.state.now = 600_000;
  young.answer(999);
  expect(young.retirement.reason).toBeNull();
});

test.each([
  [0, 950],
  [1, 1_050],
])('the number of requests is 1,000 ± 50: %d drawn, %d', (drawn, requests) => {
  const { state, retirement, answer } = workerOf(drawn);
  state.now = 600_000;
  answer(requests - 1);
  expect(retirement.reason).toBeNull();
  answer(1);
  expect(retirement.reason).toBe('requests');
});

test('excessive memory makes a worker due before its minimum life, but not in its first minute', () => {
  const { state, retirement } = workerOf(0.5);
  state.rss = 1_001;
  state.now = 59_999;
  expect(retirement.reason).toBeNull();
  state.now = 60_000;
  expect(retirement.reason).toBe('memory');
  state.rss = 1_000;
  expect(retirement.reason).toBeNull();
});
