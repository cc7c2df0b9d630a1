import type { CacheFigures } from '../platform/cache/cache.ts';
import { ValidationError } from '../platform/errors.ts';
import { checkHealth, type HealthPart } from './health.ts';
import type { Health, MetricSources } from './system.ts';

interface SystemParts {
  readonly version: string;
  readonly parts: readonly HealthPart[];
  readonly metrics: MetricSources;
}

/** What operators see of a server; the same for all accounts. */
export class SystemService {
  readonly version: string;
  readonly metrics: MetricSources;
  readonly #parts: readonly HealthPart[];

  constructor({ version, parts, metrics }: SystemParts) {
    this.version = version;
    this.metrics = metrics;
    this.#parts = parts;
  }

  /**
   * Clears the caches with these names, or all, and what processes share of them; returns their figures afterwards. Throws
   * ValidationError for an unknown name, and for an empty list.
   */
  async clearCaches(names: readonly string[] | null): Promise<CacheFigures[]> {
    const { caches } = this.metrics;
    const known = caches.map((cache) => cache.figures().name);
    if (names?.length === 0) {
      throw new ValidationError([{ path: ['names'], message: 'is empty: name at least one, or omit it for all' }]);
    }
    const issues = (names ?? []).flatMap((name, index) =>
      known.includes(name) ? [] : [{ path: ['names', `${index}`], message: `must be one of: ${known.join(', ')}` }],
    );
    if (issues.length > 0) throw new ValidationError(issues);
    const meant = caches.filter((cache) => names === null || names.includes(cache.figures().name));
    for (const cache of meant) await (cache.clearAll?.() ?? cache.clear());
    return meant.map((cache) => cache.figures());
  }

  health(): Promise<Health> {
    return checkHealth(this.#parts);
  }
}
