import { LRUCache } from 'lru-cache';

/** Maximum number of keys that are remembered: more are forgotten, as if their windows had ended. */
const mostKeys = 10_000;
/** Maximum number of other keys reported beside the one that is asked about: a request must not pay for thousands of accounts. */
const mostBeside = 20;

interface Owed {
  readonly key: string;
  readonly points: number;
  /** Milliseconds until the window ends and its points are dropped. */
  readonly resetMs: number;
}

/** Points that this process has counted and Redis has not, by key. */
export class OwedPoints {
  readonly #owed = new LRUCache<string, number>({ max: mostKeys });

  add({ key, points, resetMs }: Owed): void {
    const ttl = Math.ceil(resetMs);
    // A lifetime of 0 would be endless.
    if (ttl > 0) this.#owed.set(key, points + (this.#owed.get(key) ?? 0), { ttl });
  }

  /** Takes out what is owed for a key, and for some others. */
  takeOut(key: string): Owed[] {
    if (this.#owed.size === 0) return [];
    const keys = new Set([key]);
    for (const other of this.#owed.keys()) {
      if (keys.size > mostBeside) break;
      keys.add(other);
    }
    return [...keys].flatMap((one) => {
      const [points, resetMs] = [this.#owed.get(one), this.#owed.getRemainingTTL(one)];
      this.#owed.delete(one);
      return points === undefined ? [] : [{ key: one, points, resetMs }];
    });
  }
}
