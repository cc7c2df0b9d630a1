import type { Viewer } from '../account/viewer.ts';
import { reachOf } from '../collection/reach.ts';
import type { MemoryService } from '../memory/memory.service.ts';
import type { Memory } from '../memory/memory.ts';
import type { Finder } from './finder.ts';
import type { Hit, SearchArm, SearchRequest } from './search.ts';

/** Which part of the ranking is asked for. `after` is the last hit of the page before. */
export interface SearchPage {
  readonly first: number;
  readonly after: { readonly score: number; readonly id: string } | null;
  /** Most tokens that the contents of one page may have together; null: no bound. */
  readonly tokenBudget: number | null;
}

export interface FoundMemory {
  readonly hit: Hit;
  readonly memory: Memory;
}

export interface SearchAnswer {
  readonly hits: readonly FoundMemory[];
  readonly hasNext: boolean;
  readonly failedArms: readonly SearchArm[];
}

/** What search needs of others. */
export interface SearchParts {
  readonly finder: Finder;
  readonly memories: Pick<MemoryService, 'byIds'>;
  readonly countTokens: (text: string) => number;
}

/** Answers questions page by page. */
export class SearchService {
  readonly #parts: SearchParts;

  constructor(parts: SearchParts) {
    this.#parts = parts;
  }

  /** One page of the answer to a question: hits below the keyset, with their memories, within the token budget. */
  async search(viewer: Viewer, request: SearchRequest, page: SearchPage): Promise<SearchAnswer> {
    const { hits, failedArms } = await this.#parts.finder.find(reachOf(viewer), request);
    const below = hits.filter((hit) => isBelow(hit, page.after));
    const wanted = below.slice(0, page.first);
    const memories = new Map(
      (
        await this.#parts.memories.byIds(
          viewer,
          wanted.map(({ id }) => id),
        )
      ).map((memory) => [memory.id, memory]),
    );
    const found = wanted.flatMap((hit) => {
      const memory = memories.get(hit.id);
      return memory ? [{ hit, memory }] : [];
    });
    const kept = page.tokenBudget === null ? found : this.#withinBudget(found, page.tokenBudget);
    const last = kept.at(-1)?.hit ?? null;
    const hasNext = below.length > wanted.length || kept.length < found.length;
    return { hits: kept, failedArms, hasNext: hasNext && last !== null };
  }

  #withinBudget(hits: readonly FoundMemory[], budget: number): FoundMemory[] {
    let left = budget;
    const overflow = hits.findIndex(({ memory }) => {
      left -= this.#parts.countTokens(memory.content);
      return left < 0;
    });
    return overflow < 0 ? [...hits] : hits.slice(0, overflow);
  }
}

const isBelow = (hit: Hit, after: SearchPage['after']): boolean =>
  after === null || hit.score < after.score || (hit.score === after.score && hit.id > after.id);
