import pg from 'pg';
import type { Logger } from 'pino';
import type { Viewer } from '../account/viewer.ts';
import { reachOf } from '../collection/reach.ts';
import type { MemoryService } from '../memory/memory.service.ts';
import type { Memory } from '../memory/memory.ts';
import type { Database } from '../platform/db/database.ts';
import type { Embedder, Vector } from '../platform/embedding/embedder.ts';
import { fuse } from './fuse.ts';
import { type ArmsRequest, SearchStore } from './search.store.ts';
import type { Candidate, Hit, Ranking, SearchArm, SearchRequest } from './search.ts';

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
  readonly db: Database;
  readonly embedder: Embedder;
  readonly memories: Pick<MemoryService, 'byIds'>;
  readonly countTokens: (text: string) => number;
  readonly log: Logger;
}

/** Finds memories by words and by meaning, and ranks them. */
export class SearchService {
  readonly #store: SearchStore;
  readonly #embedder: Embedder;
  readonly #memories: SearchParts['memories'];
  readonly #countTokens: SearchParts['countTokens'];
  readonly #log: Logger;

  constructor({ db, embedder, memories, countTokens, log }: SearchParts) {
    this.#store = new SearchStore(db);
    this.#embedder = embedder;
    this.#memories = memories;
    this.#countTokens = countTokens;
    this.#log = log;
  }

  /** One page of the answer to a question: hits below the keyset, with their memories, within the token budget. */
  async search(viewer: Viewer, request: SearchRequest, page: SearchPage): Promise<SearchAnswer> {
    const { hits, failedArms } = await this.#rank(viewer, request);
    const below = hits.filter((hit) => isBelow(hit, page.after));
    const wanted = below.slice(0, page.first);
    const memories = new Map(
      (
        await this.#memories.byIds(
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
      left -= this.#countTokens(memory.content);
      return left < 0;
    });
    return overflow < 0 ? [...hits] : hits.slice(0, overflow);
  }

  /** The whole ranking, best first: at most what both arms contribute. A failed arm is named and the other answers. */
  async #rank(viewer: Viewer, request: SearchRequest): Promise<Ranking> {
    const reach = reachOf(viewer);
    const failedArms: SearchArm[] = [];
    const [question, vector] = await Promise.all([
      this.#store.readQuestion(reach, request.collectionIds, request.mode === 'SEMANTIC' ? '' : request.query),
      request.mode === 'LEXICAL' ? null : this.#embed(request.query, failedArms),
    ]);
    const nothingToAsk = question.lexemes.length === 0 && vector === null;
    if (nothingToAsk || question.collectionIds.length === 0) return { hits: [], failedArms };
    const { filter, asOf } = request;
    const arms: ArmsRequest = { reach, question, vector, model: this.#embedder.model, filter, asOf };
    return { hits: fuse(await this.#runArms(arms, failedArms), this.#embedder.model), failedArms };
  }

  async #embed(query: string, failedArms: SearchArm[]): Promise<Vector | null> {
    try {
      const [vector = null] = await this.#embedder.embed([query], 'query');
      return vector;
    } catch (error) {
      this.#log.error({ err: error }, 'the semantic arm failed: the embedder gave no vector');
      failedArms.push('SEMANTIC');
      return null;
    }
  }

  /** Both arms in one statement. Where the database refuses it, the arm that it works without has failed. */
  async #runArms(arms: ArmsRequest, failedArms: SearchArm[]): Promise<Candidate[]> {
    try {
      return await this.#store.candidates(arms);
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error;
      for (const { arm, others } of withoutEach(arms)) {
        const candidates = await this.#store.candidates(others).catch(() => null);
        if (!candidates) continue;
        this.#log.error({ err: error }, `the ${arm.toLowerCase()} arm failed`);
        failedArms.push(arm);
        return candidates;
      }
      throw error;
    }
  }
}

const isBelow = (hit: Hit, after: SearchPage['after']): boolean =>
  after === null || hit.score < after.score || (hit.score === after.score && hit.id > after.id);

/** The request without each of its arms, where another one is left. */
function withoutEach(arms: ArmsRequest): { readonly arm: SearchArm; readonly others: ArmsRequest }[] {
  if (arms.vector === null || arms.question.lexemes.length === 0) return [];
  return [
    { arm: 'SEMANTIC', others: { ...arms, vector: null } },
    { arm: 'LEXICAL', others: { ...arms, question: { ...arms.question, lexemes: [] } } },
  ];
}
