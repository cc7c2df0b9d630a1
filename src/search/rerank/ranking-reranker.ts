import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { Viewer } from '../../account/viewer.ts';
import { type Memory, spokenText } from '../../memory/memory.ts';
import { keyOfParts } from '../../platform/key-of-parts.ts';
import { RequestTimes, timed } from '../../platform/request-times.ts';
import { ToldSeldom } from '../../platform/told-seldom.ts';
import type { AnsweredHits } from '../search.ts';
import { inOrder, type Places, placesOf } from './place.ts';
import { RerankerError } from './reranker.errors.ts';
import type { Reranker, RerankOutcome } from './reranker.ts';

/** Number of leading hits that are reranked. Source: docs/adr/0011. */
const headSize = 50;

/** Most characters of a memory that are sent: models cut at 512 to 4,096 tokens anyway, and time grows with length. */
const maxDocumentLength = 4_000;

/** Number of rankings whose scores are kept, and for how long: as long as somebody pages through one. */
const kept = { max: 500, ttl: 10 * 60_000 };

/** A reranker, and how long a search waits for it. */
export interface BoundedReranker {
  readonly reranker: Reranker;
  readonly deadlineMs: number;
}

/** A ranking to be reranked. */
export interface RerankRequest {
  readonly viewer: Viewer;
  readonly question: string;
  readonly hits: AnsweredHits;
  /** Reads by id the memories that the viewer may see. */
  readonly read: (ids: readonly string[]) => Promise<readonly Memory[]>;
  /** Aborted when nobody waits any more. */
  readonly signal: AbortSignal;
}

export interface Reranked {
  readonly places: Places;
  readonly outcome: RerankOutcome;
}

/** Lets a reranker reorder the head of a ranking; if that fails, the ranking keeps its own order. */
export class RankingReranker {
  readonly #bounded: BoundedReranker | null;
  readonly #withoutIt: ToldSeldom;
  readonly #late: ToldSeldom;
  /**
   * Recent scores, so that the pages of one ranking share one call. Their keys are hashes of question and ids: a memory's content never
   * changes, and nothing of either is kept.
   */
  readonly #recent = new LRUCache<string, readonly (number | null)[]>(kept);

  /** `bounded` is null if no reranker is configured. */
  constructor(bounded: BoundedReranker | null, log: Logger) {
    this.#bounded = bounded;
    this.#withoutIt = new ToldSeldom((err, untold) =>
      log.warn({ err, untold }, 'the reranker gave no answer that can be used'),
    );
    this.#late = new ToldSeldom((deadlineMs, untold) =>
      log.warn(
        { deadlineMs, untold },
        'the reranker was late: it needs more time (RERANK_DEADLINE_MS), or to be faster',
      ),
    );
  }

  async rerank(request: RerankRequest): Promise<Reranked> {
    const bounded = this.#bounded;
    if (request.viewer.plan !== 'PRO') return inOwnOrder(request, 'SKIPPED_PLAN');
    if (bounded === null) return inOwnOrder(request, 'UNAVAILABLE');
    const reranked = await timed('rerank', () => this.#by(bounded, request));
    RequestTimes.current?.note('rerank', reranked.outcome);
    return reranked;
  }

  async #by({ reranker, deadlineMs }: BoundedReranker, request: RerankRequest): Promise<Reranked> {
    const deadline = AbortSignal.timeout(deadlineMs);
    try {
      const scores = await this.#scores(reranker, request, deadline);
      return { places: inOrder(request.hits, scores), outcome: 'APPLIED' };
    } catch (error) {
      if (deadline.aborted) {
        this.#late.note(deadlineMs);
        return inOwnOrder(request, 'SKIPPED_DEADLINE');
      }
      if (request.signal.aborted) return inOwnOrder(request, 'UNAVAILABLE');
      if (!(error instanceof RerankerError)) throw error;
      this.#withoutIt.note(error);
      return inOwnOrder(request, 'UNAVAILABLE');
    }
  }

  async #scores(reranker: Reranker, { question, hits, read, signal }: RerankRequest, deadline: AbortSignal) {
    const ids = hits.slice(0, headSize).map(({ id }) => id);
    const key = keyOfParts(question, ids);
    const known = this.#recent.get(key);
    if (known || ids.length === 0) return known ?? [];
    const contents = new Map((await read(ids)).map((memory) => [memory.id, documentOf(memory)]));
    const readable = ids.filter((id) => contents.has(id));
    const documents = readable.map((id) => contents.get(id) ?? '');
    const judged = await reranker.score(question, documents, AbortSignal.any([deadline, signal]));
    const scoreOf = new Map(readable.map((id, index) => [id, judged[index] ?? null]));
    const scores = ids.map((id) => scoreOf.get(id) ?? null);
    // One that is gone now may be back at the next call.
    if (readable.length === ids.length) this.#recent.set(key, scores);
    return scores;
  }
}

const inOwnOrder = ({ hits }: RerankRequest, outcome: RerankOutcome): Reranked => ({ places: placesOf(hits), outcome });

/** toWellFormed replaces half a surrogate pair at the cut. */
const documentOf = (memory: Memory): string => spokenText(memory).slice(0, maxDocumentLength).toWellFormed();
