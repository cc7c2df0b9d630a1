import { AggregatorRegistry } from 'prom-client';
import { z } from 'zod';
import { OperationNames } from './operation-names.ts';
import type { Metrics, Readings } from './prometheus.ts';

/** What counts up from the start of a process: it may not fall when the process ends, or every rate of it would jump. */
const countsUp = z.object({ type: z.enum(['counter', 'histogram']) });

/** What is counted by operation. */
const byOperation = z.looseObject({
  values: z.array(z.looseObject({ labels: z.looseObject({ operation: z.string() }) })),
});

/**
 * One answer for Prometheus of several processes that come and go. Each metric says how its values are put together; what
 * processes have counted that ended stays in.
 */
export class GatheredMetrics<Source extends object> {
  readonly #last = new Map<Source, Readings>();
  /** Each process knows so many: of all that come and go there would be ever more. */
  readonly #names = new OperationNames();
  #ended: readonly Readings[] = [];
  #compacting: Promise<void> = Promise.resolve();

  /** What the registry of a process holds now. */
  note(source: Source, readings: Readings): void {
    this.#last.set(
      source,
      readings.map((metric) => this.#bounded(metric)),
    );
  }

  /** It ended: of what it told last, the counts stay. */
  end(source: Source): void {
    const last = this.#last.get(source);
    this.#last.delete(source);
    if (!last) return;
    this.#ended = [...this.#ended, last.filter((metric) => countsUp.safeParse(metric).success)];
    // What cannot be put together is told to whoever asks for it.
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

  /** Those that ended become one, also where nobody asks for the metrics; one of them at a time, so that none is left out. */
  async #compact(): Promise<void> {
    const ended = this.#ended;
    if (ended.length < 2) return;
    const one = await together(ended).getMetricsAsJSON();
    this.#ended = [one, ...this.#ended.slice(ended.length)];
  }
}

const together = (readings: readonly Readings[]) =>
  AggregatorRegistry.aggregate(readings.map((reading) => [...reading]));
