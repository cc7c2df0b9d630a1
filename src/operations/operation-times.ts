import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { getOrInsert } from '../platform/get-or-insert.ts';
import { OperationNames } from './operation-names.ts';
import type { OperationLatency } from './system.ts';

interface Measured {
  readonly times: RecordableHistogram;
  errors: number;
}

/** Keeps two digits of a percentile, up to an hour. */
const histogram = () => createHistogram({ lowest: 1, highest: 3_600_000_000, figures: 2 });

/** Times of operations by name, in one histogram each: some 10 KB per name. */
export class OperationTimes {
  readonly #names = new OperationNames();
  readonly #byName = new Map<string, Measured>();

  /** Returns the name under which it is counted. Null: the sender may not choose a name. */
  record(operation: string | null, milliseconds: number, failed: boolean): string {
    const name = this.#names.countedAs(operation);
    const measured = getOrInsert(this.#byName, name, () => ({ times: histogram(), errors: 0 }));
    measured.times.record(Math.max(1, Math.round(milliseconds * 1_000)));
    if (failed) measured.errors += 1;
    return name;
  }

  /** Most frequent operation first. */
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
}
