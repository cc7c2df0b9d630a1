import { AggregatorRegistry } from 'prom-client';
import { z } from 'zod';
import { OperationNames } from './operation-names.ts';
import type { Metrics, Readings } from './prometheus.ts';

/** Metrics that only grow while a process runs: they must not drop when it ends, or every rate of them would jump. */
const countsUp = z.object({ type: z.enum(['counter', 'histogram']) });

/** Metrics by operation. */
const byOperation = z.looseObject({
  values: z.array(z.looseObject({ labels: z.looseObject({ operation: z.string() }) })),
});

/**
 * Combines the metrics of several processes, which come and go, into one answer for Prometheus. Each metric defines how its
 * values are combined. The counts of processes that ended are kept.
 */
export class GatheredMetrics<Source extends object> {
  readonly #last = new Map<Source, Readings>();
  /** Limits the names over all processes that come and go; each process limits only its own. */
  readonly #names = new OperationNames();
  #ended: readonly Readings[] = [];
  #compacting: Promise<void> = Promise.resolve();

  /** Stores what the registry of a process holds now. */
  note(source: Source, readings: Readings): void {
    this.#last.set(
      source,
      readings.map((metric) => this.#bounded(metric)),
    );
  }

  /** Removes a process that ended, but keeps its last counts. */
  end(source: Source): void {
    const last = this.#last.get(source);
    this.#last.delete(source);
    if (!last) return;
    this.#ended = [...this.#ended, last.filter((metric) => countsUp.safeParse(metric).success)];
    // An error in combining them is thrown when the metrics are rendered.
    this.#compacting = this.#compacting.then(() => this.#compact()).catch(() => {});
  }

  async render(): Promise<Metrics> {
    const registry = together([...this.#ended, ...this.#last.values()]);
    return { text: await registry.metrics(), contentType: registry.contentType };
  }

  #bounded(metric: unknown): unknown {
    const counted = byOperation.safeParse(metric).data;
    if (!counted) return metric;
    const values = counted.values.map(({ labels, ...value }) => {
      return { ...value, labels: { ...labels, operation: this.#names.countedAs(labels.operation) } };
    });
    return { ...counted, values };
  }

  /** Combines the counts of processes that ended, even if nobody asks for metrics. One call at a time, so that none is left out. */
  async #compact(): Promise<void> {
    const ended = this.#ended;
    if (ended.length < 2) return;
    const one = await together(ended).getMetricsAsJSON();
    this.#ended = [one, ...this.#ended.slice(ended.length)];
  }
}

const together = (readings: readonly Readings[]) =>
  AggregatorRegistry.aggregate(readings.map((reading) => [...reading]));
