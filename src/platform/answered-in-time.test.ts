import { setTimeout as delay, setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { answeredInTime } from './answered-in-time.ts';

const deadlineMs = 4;

/** Blocks the process. */
function work(ms: number): void {
  for (const until = performance.now() + ms; performance.now() < until; );
}

describe('answeredInTime', () => {
  it('returns the answer', async () => {
    expect(await answeredInTime(delay(0, 'here'), deadlineMs)).toEqual({ value: 'here' });
  });

  it('returns null if no answer comes', async () => {
    expect(await answeredInTime(new Promise(() => {}), deadlineMs)).toBeNull();
  });

  it('returns null if the promise rejects', async () => {
    expect(await answeredInTime(Promise.reject(new Error('away')), deadlineMs)).toBeNull();
  });

  it('does not count blocked event-loop time against the deadline', async () => {
    const answer = async () => {
      for (let turn = 0; turn < 3; turn += 1) {
        await setImmediate();
        work(2 * deadlineMs);
      }
      return 'here';
    };
    expect(await answeredInTime(answer(), deadlineMs)).toEqual({ value: 'here' });
  });
});
