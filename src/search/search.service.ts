import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Viewer } from '../account/viewer.ts';
import { reachOf } from '../collection/reach.ts';
import type { MemoryService } from '../memory/memory.service.ts';
import type { Memory } from '../memory/memory.ts';
import type { Recalls } from '../memory/recalls.ts';
import type { Embedder } from '../platform/embedding/embedder.ts';
import { askedPart } from './asked-part.ts';
import type { FindRanking } from './find-ranking.ts';
import { compare, keyOf, type Place, type PlaceKey, type Places, placesOf } from './rerank/place.ts';
import type { RankingReranker, Reranked, RerankRequest } from './rerank/ranking-reranker.ts';
import type { RerankOutcome } from './rerank/reranker.ts';
import { type AnsweredRanking, type SearchRequest, statusesOf } from './search.ts';

/** Where a page ended, and what became of reranking then: what follows keeps to that order. */
export interface SearchPosition extends PlaceKey {
  readonly rerank: RerankOutcome;
  /** What the ranking is kept under; null: it is found anew, and goes on below. */
  readonly state: string | null;
}

/** Which part of the ranking is asked for. `after` is the end of the page before. */
export interface SearchPage {
  readonly first: number;
  readonly after: SearchPosition | null;
  /** Most tokens that the contents of one page may have together; null: no bound. */
  readonly tokenBudget: number | null;
  /** Let a reranker put the best in order. */
  readonly rerank: boolean;
  /** Whether what is found counts as recalled; default true. */
  readonly counts?: boolean;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

export interface FoundMemory extends Place {
  readonly memory: Memory;
}

export interface SearchAnswer extends Omit<AnsweredRanking, 'hits'> {
  readonly hits: readonly FoundMemory[];
  readonly hasNext: boolean;
  readonly rerank: RerankOutcome;
}

/** What search needs of others. */
interface SearchParts {
  readonly finder: FindRanking;
  readonly reranker: RankingReranker;
  readonly memories: Pick<MemoryService, 'byIds'>;
  readonly countTokens: (text: string) => number;
  /** Told what was answered. */
  readonly recalls: Pick<Recalls, 'record'>;
  /** Embeds questions where that takes time; omitted: it takes none. */
  readonly questions?: Pick<Embedder, 'embed'> | null;
  /** Has reads of an account done where they may be; omitted: as they are. */
  readonly replica?: { read<T>(accountId: string, work: () => Promise<T>): Promise<T> } | null | undefined;
}

/** Answers questions page by page. */
export class SearchService {
  readonly #parts: SearchParts;

  constructor(parts: SearchParts) {
    this.#parts = parts;
  }

  /** Has the vectors of questions made that come from elsewhere: searches for them then find those at hand. What fails is told by the search. */
  async prepare(questions: readonly string[]): Promise<void> {
    await this.#parts.questions?.embed(questions, 'query').catch(() => {});
  }

  /** One page of the answer to a question: what stands behind the position, with its memories, within the token budget. */
  async search(viewer: Viewer, request: SearchRequest, page: SearchPage): Promise<SearchAnswer> {
    const { replica } = this.#parts;
    const answer = () => this.#answer(viewer, request, page);
    return replica ? await replica.read(viewer.accountId, answer) : await answer();
  }

  async #answer(viewer: Viewer, request: SearchRequest, page: SearchPage): Promise<SearchAnswer> {
    const { finder, recalls } = this.#parts;
    const asked = { ...request, asked: askedPart(request.query) };
    const { hits, failedArms, ...ranking } = await finder.find(reachOf(viewer), asked, page.after?.state);
    const read = this.#reader(viewer);
    const { places, outcome } = await this.#inOrder({ viewer, question: request.query, hits, read }, page);
    const after = startOf(page, outcome);
    const behind = after === null ? places : places.slice().filter((place) => compare(after, keyOf(place)) < 0);
    const { found, hasNext } = await this.#pageOf(behind, page, read, request);
    const ids = found.map(({ hit }) => hit.id);
    if (page.counts !== false) recalls.record({ accountId: viewer.accountId, ids, together: true });
    return { hits: found, failedArms, hasNext, rerank: outcome, ...ranking };
  }

  async #inOrder(ranking: Ranking, { rerank, after, signal }: SearchPage): Promise<Reranked> {
    const places = placesOf(ranking.hits);
    if (!rerank) return { places, outcome: 'NOT_ASKED' };
    // What follows a page in the search's own order goes on in it.
    if (after && after.rerank !== 'APPLIED') return { places, outcome: after.rerank };
    return await this.#parts.reranker.rerank({ ...ranking, signal });
  }

  /** Reads memories by id, each once. */
  #reader(viewer: Viewer): Ranking['read'] {
    const known = new Map<string, Memory>();
    return async (ids) => {
      const unknown = ids.filter((id) => !known.has(id));
      const found = unknown.length === 0 ? [] : await this.#parts.memories.byIds(viewer, unknown);
      for (const memory of found) known.set(memory.id, memory);
      return ids.flatMap((id) => known.get(id) ?? []);
    };
  }

  /**
   * The first places whose memories still count, within the token budget; those that ceased to, since the ranking was found, leave
   * their room to the next, and so do those that no page has room for: one of them in front would hide all that come behind. With a budget
   * it is looked for one that the next page has room for.
   */
  async #pageOf(places: Places, { first, tokenBudget }: SearchPage, read: Ranking['read'], asked: SearchRequest) {
    const found: FoundMemory[] = [];
    let left = tokenBudget ?? 0;
    const wanted = tokenBudget === null ? first : first + 1;
    for (let looked = 0; looked < places.length; ) {
      const next = places.slice(looked, looked + (looked === 0 ? wanted : Math.max(refill, first)));
      looked += next.length;
      const memories = new Map((await read(next.map(({ hit }) => hit.id))).map((memory) => [memory.id, memory]));
      for (const place of next) {
        const memory = memories.get(place.hit.id);
        if (!memory || !stillCounts(memory, asked)) continue;
        const tokens = tokenBudget === null ? 0 : await this.#countTokens(memory.content);
        if (tokens > (tokenBudget ?? 0)) continue;
        if (found.length === first || tokens > left) return { found, hasNext: true };
        left -= tokens;
        found.push({ ...place, memory });
      }
      if (tokenBudget === null && found.length === first && looked < places.length) return { found, hasNext: true };
    }
    return { found, hasNext: false };
  }

  /** Of a long text in a turn of the event loop of its own: to count it takes a millisecond and more. */
  async #countTokens(text: string): Promise<number> {
    if (text.length > longText) await nextTurn();
    return this.#parts.countTokens(text);
  }
}

/** Places that are looked at together to fill a page: each time costs a statement. */
const refill = 50;

/** In characters. */
const longText = 8_000;

/** A ranking is kept for minutes, and a memory may be forgotten or cease to hold meanwhile. */
const stillCounts = ({ status, validTo }: Memory, request: SearchRequest): boolean =>
  statusesOf(request).includes(status) && (request.asOf !== null || validTo === null || validTo.getTime() > Date.now());

/** In the search's own order, a reranked page goes on below the score of its last memory. */
const startOf = ({ after }: SearchPage, outcome: RerankOutcome): PlaceKey | null =>
  after && outcome !== 'APPLIED' ? { ...after, rerankScore: null } : after;

type Ranking = Omit<RerankRequest, 'signal'>;
