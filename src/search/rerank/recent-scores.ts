import { hash } from 'node:crypto';

type Scores = readonly (number | null)[];

/** How many rankings are kept, and for how long: as long as somebody pages through one. */
const bounds = { rankings: 500, milliseconds: 10 * 60_000 };

/**
 * What a reranker said lately: the pages of one ranking share one call. Memories' contents never change, so that ids stand
 * for them; nothing of question or content is kept.
 */
export class RecentScores {
  readonly #kept = new Map<string, { readonly scores: Scores; readonly until: number }>();

  find(question: string, ids: readonly string[]): Scores | null {
    const found = this.#kept.get(keyOf(question, ids));
    return found && found.until > performance.now() ? found.scores : null;
  }

  keep(question: string, ids: readonly string[], scores: Scores): void {
    const key = keyOf(question, ids);
    this.#kept.delete(key);
    this.#kept.set(key, { scores, until: performance.now() + bounds.milliseconds });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= bounds.rankings) break;
      this.#kept.delete(oldest);
    }
  }
}

const keyOf = (question: string, ids: readonly string[]): string => hash('sha256', JSON.stringify([question, ids]));
