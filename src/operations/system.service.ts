import { checkHealth, type HealthPart } from './health.ts';
import type { Health, MetricSources } from './system.ts';

export interface SystemParts {
  readonly version: string;
  readonly parts: readonly HealthPart[];
  readonly metrics: MetricSources;
}

/** What operators see of a server. It is the same for all accounts. */
export class SystemService {
  readonly version: string;
  readonly metrics: MetricSources;
  readonly #parts: readonly HealthPart[];

  constructor({ version, parts, metrics }: SystemParts) {
    this.version = version;
    this.metrics = metrics;
    this.#parts = parts;
  }

  health(): Promise<Health> {
    return checkHealth(this.#parts);
  }
}
