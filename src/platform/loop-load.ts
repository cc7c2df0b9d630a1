import { type EventLoopUtilization, performance } from 'node:perf_hooks';

/** A shorter time says more about what just ran than about the load. */
const leastMs = 200;
/** Share of the time from which on the event loop counts as full: with more to do than it can it waits a tenth for a core, the database and clients. */
const fullShare = 0.85;

/** Tells whether the event loop was busy all the time, lately. */
export class LoopLoad {
  #since: EventLoopUtilization = performance.eventLoopUtilization();
  #isFull = false;

  get isFull(): boolean {
    const { active, idle, utilization } = performance.eventLoopUtilization(this.#since);
    if (active + idle < leastMs) return this.#isFull;
    this.#since = performance.eventLoopUtilization();
    this.#isFull = utilization >= fullShare;
    return this.#isFull;
  }
}
