import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import type { OperationLatency } from './system.ts';

interface Measured {
  readonly times: RecordableHistogram;
  errors: number;
}

/**
 * Names are chosen by clients: beyond so many, and of one that is longer or was not signed in, the times are counted
 * together.
 */
const mostNames = 200;
const longestName = 64;
const otherNames = 'other';
/** Two digits of a percentile are kept, up to an hour. */
const histogram = () => createHistogram({ lowest: 1, highest: 3_600_000_000, figures: 2 });

/** The times of operations by name, in a histogram each: some 10 KB a name. */
export class OperationTimes {
  readonly #byName = new Map<string, Measured>();

  /** Answers the name under which it is counted. Null: whoever sent it may choose no name. */
  record(operation: string | null, milliseconds: number, failed: boolean): string {
    const name = this.#nameFor(operation);
    const measured = this.#measured(name);
    measured.times.record(Math.max(1, Math.round(milliseconds * 1_000)));
    if (failed) measured.errors += 1;
    return name;
  }

  /** The most used first. */
  latencies(): OperationLatency[] {
    const all = [...this.#byName].map(([operation, { times, errors }]) => ({
      operation,
      count: times.count,
      p50Ms: times.percentile(50) / 1_000,
      p95Ms: times.percentile(95) / 1_000,
      p99Ms: times.percentile(99) / 1_000,
      errors,
    }));
    return all.sort((a, b) => b.count - a.count);
  }

  #nameFor(operation: string | null): string {
    if (operation === null || operation.length > longestName) return otherNames;
    return this.#byName.has(operation) || this.#byName.size < mostNames ? operation : otherNames;
  }

  #measured(operation: string): Measured {
    const known = this.#byName.get(operation);
    if (known) return known;
    const measured = { times: histogram(), errors: 0 };
    this.#byName.set(operation, measured);
    return measured;
  }
}
