import { AggregatorRegistry } from 'prom-client';
import type { Metrics, Readings } from './prometheus.ts';

/** One answer for Prometheus of the metrics of several processes; each metric says how its values are put together. */
export async function aggregateMetrics(readings: readonly Readings[]): Promise<Metrics> {
  const registry = AggregatorRegistry.aggregate(readings.map((reading) => [...reading]));
  return { text: await registry.metrics(), contentType: registry.contentType };
}
