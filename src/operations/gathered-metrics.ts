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
  #ended: Readings[] = [];

  /** What the registry of a process holds now. */
  note(source: Source, readings: Readings): void {
    this.#last.set(source, readings);
  }

  /** It ended: of what it told last, the counts stay. */
  end(source: Source): void {
    const last = this.#last.get(source);
    if (last) this.#ended.push(last.filter((metric) => countsUp.safeParse(metric).success));
    this.#last.delete(source);
  }

  async render(): Promise<Metrics> {
    const registry = together([...this.#ended, ...this.#last.values()]);
    await this.#compact();
    return { text: await registry.metrics(), contentType: registry.contentType };
  }

  /** Those that ended become one. */
  async #compact(): Promise<void> {
    const ended = this.#ended;
    if (ended.length < 2) return;
    const one = await together(ended).getMetricsAsJSON();
    this.#ended = [one, ...this.#ended.slice(ended.length)];
  }
}

const together = (readings: readonly Readings[]) =>
  AggregatorRegistry.aggregate(readings.map((reading) => [...reading]));
