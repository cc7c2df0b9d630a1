import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Viewer } from '../account/viewer.ts';
import { reachOf } from '../collection/reach.ts';
import type { MemoryService } from '../memory/memory.service.ts';
import type { Memory } from '../memory/memory.ts';
import type { Recalls } from '../memory/recalls.ts';
import type { Embedder } from '../platform/embedding/embedder.ts';
import type { FindRanking } from './find-ranking.ts';
import { aboutOf, asRead } from './question/about.ts';
import { askedPart } from './question/asked-part.ts';
import { compare, keyOf, type Place, type PlaceKey, type Places, placesOf } from './rerank/place.ts';
import type { RankingReranker, Reranked, RerankRequest } from './rerank/ranking-reranker.ts';
import type { RerankOutcome } from './rerank/reranker.ts';
import { type AnsweredRanking, type SearchRequest, statusesOf } from './search.ts';

/** Where a page ended, and the outcome of reranking then: the next pages keep that order. */
export interface SearchPosition extends PlaceKey {
  readonly rerank: RerankOutcome;
  /** State under which the ranking is kept; null: it is found again, and the next page goes on below this position. */
  readonly state: string | null;
}

/** Which part of the ranking is wanted. `after` is the end of the page before. */
export interface SearchPage {
  readonly first: number;
  readonly after: SearchPosition | null;
  /** Most tokens of the contents of one page together; null: no limit. */
  readonly tokenBudget: number | null;
  /** Whether a reranker is to order the best hits. */
  readonly rerank: boolean;
  /** Whether the memories on the page count as recalled; default true. */
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
  /** See `SearchService.correctedQuery`. */
  correctedQuery(): Promise<string | null>;
}

/** What a SearchService needs. */
interface SearchParts {
  readonly finder: FindRanking;
  readonly reranker: RankingReranker;
  readonly memories: Pick<MemoryService, 'byIds'>;
  readonly countTokens: (text: string) => number;
  /** Records the memories that were returned. */
  readonly recalls: Pick<Recalls, 'record'>;
  /** Embeds questions, if that takes time; omitted: it takes none. */
  readonly questions?: Pick<Embedder, 'embed'> | null;
  /** Runs an account's reads on a replica if possible; omitted: there is no replica. */
  readonly replica?: { read<T>(accountId: string, work: () => Promise<T>): Promise<T> } | null | undefined;
}

/** Answers questions page by page. */
export class SearchService {
  readonly #parts: SearchParts;

  constructor(parts: SearchParts) {
    this.#parts = parts;
  }

  /** Embeds questions ahead, if their vectors come from elsewhere, so that later searches find them cached. Failures surface in the search. */
  async prepare(questions: readonly string[]): Promise<void> {
    const embedder = this.#parts.questions;
    if (!embedder) return;
    const texts = questions.flatMap((question) => [question, askedPart(question)]).filter((text) => text !== null);
    const meant = texts.map((text) => aboutOf({ mode: 'HYBRID', query: asRead(text) }));
    await embedder.embed(meant, 'query').catch(() => {});
  }

  /** Returns one page of the answer: the hits after the position, with their memories, within the token budget. */
  async search(viewer: Viewer, request: SearchRequest, page: SearchPage): Promise<SearchAnswer> {
    const { replica } = this.#parts;
    const answer = () => this.#answer(viewer, request, page);
    return replica ? await replica.read(viewer.accountId, answer) : await answer();
  }

  /** Returns the query as it is searched, if words of it are corrected; else null. */
  async correctedQuery(viewer: Viewer, request: SearchRequest): Promise<string | null> {
    const spelt = await this.#parts.finder.spelt(reachOf(viewer), request);
    return spelt === request.query ? null : spelt;
  }

  async #answer(viewer: Viewer, request: SearchRequest, page: SearchPage): Promise<SearchAnswer> {
    const { finder, recalls } = this.#parts;
    const asked = { ...request, askedPart: askedPart(request.query) };
    const { hits, failedArms, ...ranking } = await finder.find(reachOf(viewer), asked, page.after?.state);
    const read = this.#reader(viewer);
    const { places, outcome } = await this.#inOrder({ viewer, question: request.query, hits, read }, page);
    const after = startOf(page, outcome);
    const behind = after === null ? places : places.slice().filter((place) => compare(after, keyOf(place)) < 0);
    const { found, hasNext } = await this.#pageOf(behind, page, read, request);
    const ids = found.map(({ hit }) => hit.id);
    if (page.counts !== false) recalls.record({ accountId: viewer.accountId, ids, together: true });
    let spelt: Promise<string | null> | null = null;
    const correctedQuery = () => {
      spelt ??= this.correctedQuery(viewer, request);
      return spelt;
    };
    return { hits: found, failedArms, hasNext, rerank: outcome, correctedQuery, ...ranking };
  }

  async #inOrder(ranking: Rerankable, { rerank, after, signal }: SearchPage): Promise<Reranked> {
    const places = placesOf(ranking.hits);
    if (!rerank) return { places, outcome: 'NOT_ASKED' };
    // After a page in the search's own order, the next ones keep that order.
    if (after && after.rerank !== 'APPLIED') return { places, outcome: after.rerank };
    return await this.#parts.reranker.rerank({ ...ranking, signal });
  }

  /** Reads memories by id, each once. */
  #reader(viewer: Viewer): Rerankable['read'] {
    const known = new Map<string, Memory>();
    return async (ids) => {
      const unknown = ids.filter((id) => !known.has(id));
      const found = unknown.length === 0 ? [] : await this.#parts.memories.byIds(viewer, unknown);
      for (const memory of found) known.set(memory.id, memory);
      return ids.flatMap((id) => known.get(id) ?? []);
    };
  }

  /**
   * Returns the first places whose memories still count, within the token budget. Skips memories that ceased to count since the ranking
   * was found, and those that exceed the whole budget: one of them in front would hide all behind it. With a budget, `hasNext` needs
   * one more memory that fits on a page.
   */
  async #pageOf(places: Places, { first, tokenBudget }: SearchPage, read: Rerankable['read'], asked: SearchRequest) {
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

  /** Yields to the event loop before a long text, whose counting takes a millisecond and more. */
  async #countTokens(text: string): Promise<number> {
    if (text.length > longText) await nextTurn();
    return this.#parts.countTokens(text);
  }
}

/** Places that are read together to fill a page: each read costs a statement. */
const refill = 50;

/** In characters. */
const longText = 8_000;

/** A ranking is cached for minutes; a memory may be forgotten or cease to be valid meanwhile. */
const stillCounts = ({ status, validTo }: Memory, request: SearchRequest): boolean =>
  statusesOf(request).includes(status) && (request.asOf !== null || validTo === null || validTo.getTime() > Date.now());

/** If reranking no longer applies, the next page goes on in the search's own order, below the score of the last memory. */
const startOf = ({ after }: SearchPage, outcome: RerankOutcome): PlaceKey | null =>
  after && outcome !== 'APPLIED' ? { ...after, rerankScore: null } : after;

type Rerankable = Omit<RerankRequest, 'signal'>;
