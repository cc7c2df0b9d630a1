import type { Logger } from 'pino';
import { audienceOf, type Viewer } from '../account/viewer.ts';
import { reachOf } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import { getOrInsert } from '../platform/get-or-insert.ts';
import type { StreamHub } from '../platform/streams/stream-hub.ts';
import type { OperationTurns } from '../platform/turns/operation-turns.ts';
import { workOf } from '../platform/turns/requester.ts';
import { type LiveQuestion, LiveSearch, type LiveSearchFollower, type Snapshot } from './live-search.ts';
import { scopeStates } from './scope-state.store.ts';
import type { FoundMemory, SearchAnswer, SearchPage, SearchService } from './search.service.ts';
import type { SearchRequest } from './search.ts';

interface Parts {
  readonly db: Database;
  readonly search: Pick<SearchService, 'search'>;
  readonly turns: Pick<OperationTurns, 'run'>;
  readonly streams: Pick<StreamHub, 'watch'>;
  readonly log: Pick<Logger, 'warn'>;
}

/** A question, and how much of its answer is wanted. */
interface LiveRequest {
  readonly request: SearchRequest;
  readonly page: Omit<SearchPage, 'signal' | 'after' | 'counts'>;
  /** The input as the client wrote it: cursors of an answer are valid only with that, not with an equivalent input. */
  readonly written: string;
}

export type AnswerSnapshot = Snapshot<SearchAnswer>;

type MakeView<View> = LiveQuestion<SearchAnswer, View>['view'];

/** Searches whose answers are kept up to date; subscribers with the same question and audience share one. */
export class LiveSearches<View> {
  readonly #parts: Parts;
  readonly #searches = new Map<string, LiveSearch<SearchAnswer, View>>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Number of different live searches. */
  get size(): number {
    return this.#searches.size;
  }

  /** `view` makes what followers receive. */
  follow(viewer: Viewer, live: LiveRequest, view: MakeView<View>): LiveSearchFollower<SearchAnswer, View> {
    const key = JSON.stringify([audienceOf(viewer), live]);
    const search = getOrInsert(this.#searches, key, () => this.#begin(viewer, live, view));
    const watching = this.#parts.streams.watch(viewer.accountId, ({ kind }) => {
      if (kind === 'collection') search.wake();
    });
    return search.follow((isLast) => {
      watching[Symbol.dispose]();
      if (isLast) this.#searches.delete(key);
    });
  }

  /** Resolves when none of them is checking for changes; for tests. */
  async settled(): Promise<void> {
    await Promise.all([...this.#searches.values()].map((search) => search.settled()));
  }

  #begin(viewer: Viewer, { request, page }: LiveRequest, view: MakeView<View>): LiveSearch<SearchAnswer, View> {
    const { db, search, turns, log } = this.#parts;
    const { accountId } = viewer;
    const scope = { reach: reachOf(viewer), collectionIds: request.collectionIds };
    return new LiveSearch({
      revision: () => workOf(accountId, async () => (await scopeStates(db, [scope]))[0] ?? ''),
      // Takes its turn among queries, because one change may wake many live searches.
      ask: (counts, gone) =>
        turns.run('query', { accountId, gone }, () =>
          search.search(viewer, request, { ...page, after: null, counts, signal: gone }),
        ),
      shownBy: ({ state }) => state,
      holds: (answer, askedAt) => holds(answer, request, performance.now() - askedAt),
      isSame: (before, now) => JSON.stringify(signsOf(before)) === JSON.stringify(signsOf(now)),
      view,
      onError: (error) => log.warn({ err: error }, 'a live search could not be answered; it is tried again'),
    });
  }
}

/** Age after which an answer that may change without notice is asked for again. */
const unsureMs = 15_000;

/** A failed arm may recover, an uncacheable ranking (as by tiers) changes silently, and memories become valid or invalid with time. */
function holds({ hits, failedArms, cache, until }: SearchAnswer, { asOf }: SearchRequest, ageMs: number): boolean {
  const isUnsure = failedArms.length > 0 || cache === 'BYPASS';
  if (isUnsure && ageMs >= unsureMs) return false;
  const now = Date.now();
  if (until !== null && until <= now) return false;
  return asOf !== null || hits.every(({ memory: { validTo } }) => validTo === null || validTo.getTime() > now);
}

/** The parts of an answer whose changes are visible to followers. */
const signsOf = ({ hits, hasNext, failedArms, rerank }: SearchAnswer) => [
  hits.map(signOf),
  hasNext,
  failedArms,
  rerank,
];

const signOf = ({ memory, hit }: FoundMemory) => [memory.id, memory.revision, memory.embeddingStatus, hit.score];
