import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { retirementWithin } from './retirement.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function workerOf(random: number) {
  vi.spyOn(Math, 'random').mockReturnValue(random);
  const memory = vi.spyOn(process.memoryUsage, 'rss').mockReturnValue(100);
  const bounds = { maxRequests: 1000, jitter: 50, minLifeMs: 600_000, memoryBytes: 1_000 };
  const retirement = retirementWithin(bounds);
  const answer = (requests: number) => {
    for (let n = 0; n < requests; n++) retirement.noteRequest();
  };
  return { memory, retirement, answer };
}

test('a worker is due only after both its number of requests and its minimum life', () => {
  const { retirement, answer } = workerOf(0.5);
  answer(1_000);
  expect(retirement.reason).toBeNull();
  vi.advanceTimersByTime(600_000);
  expect(retirement.reason).toBe('requests');

  const young = workerOf(0.5);
  vi.advanceTimersByTime(600_000);
  young.answer(999);
  expect(young.retirement.reason).toBeNull();
});

test.each([
  [0, 950],
  [1, 1_050],
])('the number of requests is 1,000 ± 50: %d drawn, %d', (drawn, requests) => {
  const { retirement, answer } = workerOf(drawn);
  vi.advanceTimersByTime(600_000);
  answer(requests - 1);
  expect(retirement.reason).toBeNull();
  answer(1);
  expect(retirement.reason).toBe('requests');
});

test('excessive memory makes a worker due before its minimum life, but not in its first minute', () => {
  const { memory, retirement } = workerOf(0.5);
  memory.mockReturnValue(1_001);
  vi.advanceTimersByTime(59_999);
  expect(retirement.reason).toBeNull();
  vi.advanceTimersByTime(1);
  expect(retirement.reason).toBe('memory');
  memory.mockReturnValue(1_000);
  expect(retirement.reason).toBeNull();
});
