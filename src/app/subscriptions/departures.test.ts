import { expect, test, vi } from 'vitest';
import { Departures } from './departures.ts';

test('asks each client once to leave, spread over the time; late arrivals too, but none that has gone', async () => {
  const departures = new Departures();
  const began = performance.now();
  const left: number[] = [];
  const leave = () => void left.push(performance.now() - began);
  for (let n = 0; n < 50; n++) departures.add(leave.bind(null));
  const gone = vi.fn();
  departures.add(gone)[Symbol.dispose]();
  departures.begin(300);
  departures.begin(0);
  departures.add(leave.bind(null));
  await expect.poll(() => left.length).toBe(51);
  expect(new Set(left.map((ms) => Math.round(ms / 20))).size).toBeGreaterThan(5);
  expect(gone).not.toHaveBeenCalled();
});
