import { type EventLoopUtilization, performance } from 'node:perf_hooks';

/** A shorter time says more about what just ran than about the load. */
const leastMs = 200;
/** Share of the time from which on the event loop counts as full: with more to do than it can it waits a tenth for a core, the database and clients. */
const fullShare = 0.85;

/** Returns a function: the share of time since its last measurement, at least `ofMs` ago, in which the event loop was busy. */
export function loopShare(ofMs = 0): () => number {
  let since: EventLoopUtilization = performance.eventLoopUtilization();
  let share = 0;
  return () => {
    const now = performance.eventLoopUtilization();
    const { active, idle, utilization } = performance.eventLoopUtilization(now, since);
    if (active + idle < ofMs) return share;
    [since, share] = [now, utilization];
    return share;
  };
}

/** Tells whether the event loop was busy all the time, lately. */
export class LoopLoad {
  readonly #share = loopShare(leastMs);

  get isFull(): boolean {
    return this.#share() >= fullShare;
  }
}
