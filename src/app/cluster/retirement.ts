import type { ClusterConfig } from '../../platform/config/cluster-config.ts';

type Bounds = Pick<ClusterConfig, 'maxRequests' | 'jitter' | 'minLifeMs' | 'memoryBytes'>;

interface Surroundings {
  /** Milliseconds of any clock that never goes back. */
  readonly now: () => number;
  readonly residentBytes: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
}

/** In its first minute a worker is let be: where a fresh one has too much, too, each would make room as soon as it serves. */
const youngMs = 60_000;

/** Knows when a worker has done its time: leaks of memory, wherever they are, stay small that way. */
export class Retirement {
  readonly #bounds: Bounds;
  readonly #around: Surroundings;
  readonly #bornAt: number;
  /** Of workers that began together, no two come to their number together. */
  readonly #requestsAtMost: number;
  #requests = 0;

  constructor(bounds: Bounds, around: Surroundings) {
    this.#bounds = bounds;
    this.#around = around;
    this.#bornAt = around.now();
    const { maxRequests, jitter } = bounds;
    const spread = Math.round((2 * around.random() - 1) * jitter);
    this.#requestsAtMost = maxRequests === 0 ? Number.POSITIVE_INFINITY : Math.max(1, maxRequests + spread);
  }

  noteRequest(): void {
    this.#requests += 1;
  }

  /** Why it is to retire; null: not yet. */
  get reason(): string | null {
    const { memoryBytes, minLifeMs } = this.#bounds;
    const age = this.#around.now() - this.#bornAt;
    if (age >= youngMs && this.#around.residentBytes() > memoryBytes) return 'memory';
    return age >= minLifeMs && this.#requests >= this.#requestsAtMost ? 'requests' : null;
  }
}
