import { AggregatorRegistry } from 'prom-client';
import { z } from 'zod';
import type { Metrics, Readings } from './prometheus.ts';

/** What counts up from the start of a process: it may not fall when the process ends, or every rate of it would jump. */
const countsUp = z.object({ type: z.enum(['counter', 'histogram']) });

/**
 * One answer for Prometheus of several processes that come and go. Each metric says how its values are put together; what
 * processes have counted that ended stays in.
 */
export class GatheredMetrics<Source extends object> {
  readonly #last = new Map<Source, Readings>();
  #ended: readonly Readings[] = [];
  #compacting: Promise<void> = Promise.resolve();

  /** What the registry of a process holds now. */
  note(source: Source, readings: Readings): void {
    this.#last.set(source, readings);
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
