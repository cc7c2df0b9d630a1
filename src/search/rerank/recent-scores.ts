import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

type Scores = readonly (number | null)[];

/** Number of cached rankings and their lifetime: as long as somebody pages through one. */
const bounds = { max: 500, ttl: 10 * 60_000 };

/**
 * Caches a reranker's recent scores, so that the pages of one ranking share one call. Ids are sufficient keys because the content of a
 * memory never changes; neither question nor content is kept.
 */
export class RecentScores {
  readonly #kept = new LRUCache<string, Scores>(bounds);

  find(question: string, ids: readonly string[]): Scores | null {
    return this.#kept.get(keyOf(question, ids)) ?? null;
  }

  keep(question: string, ids: readonly string[], scores: Scores): void {
    this.#kept.set(keyOf(question, ids), scores);
  }
}

const keyOf = (question: string, ids: readonly string[]): string => hash('sha256', JSON.stringify([question, ids]));
