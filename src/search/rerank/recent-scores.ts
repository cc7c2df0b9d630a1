import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

type Scores = readonly (number | null)[];

/** How many rankings are kept, and for how long: as long as somebody pages through one. */
const bounds = { max: 500, ttl: 10 * 60_000 };

/**
 * What a reranker said lately: the pages of one ranking share one call. Memories' contents never change, so that ids stand
 * for them; nothing of question or content is kept.
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
