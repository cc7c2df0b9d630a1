import pg from 'pg';
import type { Logger } from 'pino';
import type { Reach } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import type { Embedder, Vector } from '../platform/embedding/embedder.ts';
import type { StaticEmbedder } from '../platform/embedding/static-embedder.ts';
import { type Asked, readAskedScope, stemsOf } from './asked-scope.store.ts';
import type { Ranker } from './ranking/turn.ts';
import type { RecallEngine } from './recall-engine.ts';
import { type Hit, type Ranking, type SearchArm, type SearchRequest, withoutRepeats } from './search.ts';
import { searchBySql } from './sql-engine/sql-engine.ts';

/** What finding needs of others. */
export interface FinderParts {
  readonly db: Database;
  /** Makes the vectors of questions. */
  readonly questions: Embedder;
  /** Makes the word pieces that re-scoring compares. */
  readonly embedder: StaticEmbedder;
  readonly ranker: Ranker;
  /** Null: the database answers everything. */
  readonly recall: RecallEngine | null;
  readonly log: Logger;
}

/** Finds memories by words and by meaning, and ranks them. */
export class Finder {
  readonly #parts: FinderParts;

  constructor(parts: FinderParts) {
    this.#parts = parts;
  }

  /** The whole ranking, best first. An arm that fails is named, and the other answers. */
  async find(reach: Reach, request: SearchRequest): Promise<Ranking> {
    const failedArms: SearchArm[] = [];
    const { db, embedder, questions } = this.#parts;
    const words = request.mode === 'SEMANTIC' ? '' : request.query;
    const [scope, asking] = await Promise.all([
      readAskedScope(db, reach, request.collectionIds, words),
      request.mode === 'LEXICAL' ? null : this.#embed(questions, request.query),
    ]);
    // Until all memories have vectors of the new model they are searched by the old, where the question can be embedded so.
    const byTable = questions.model !== embedder.model && scope.formerModels.includes(embedder.model);
    const vector = byTable && asking ? await this.#embed(embedder, request.query) : asking;
    if (vector === 'failed') failedArms.push('SEMANTIC');
    const stems = stemsOf(scope);
    const asked = {
      ...request,
      reach,
      scope,
      stems,
      pieces: embedder.pieces(request.query),
      vector: vector === 'failed' ? null : vector,
      model: byTable ? embedder.model : questions.model,
    };
    if (scope.collections.length === 0 || (stems.length === 0 && asked.vector === null))
      return { hits: [], failedArms };
    return { hits: withoutRepeats(await this.#search(asked, failedArms)), failedArms };
  }

  async #embed(embedder: Embedder, query: string): Promise<Vector | 'failed'> {
    try {
      const [vector] = await embedder.embed([query], 'query');
      if (vector) return vector;
      throw new Error('One text was given and no vector came');
    } catch (error) {
      this.#parts.log.error({ err: error }, 'the embedder gave no vector of a question');
      return 'failed';
    }
  }

  /** What is held in the process are the vectors of the settings' model. */
  async #search(asked: Asked, failedArms: SearchArm[]): Promise<Hit[]> {
    const { recall, questions } = this.#parts;
    const held = asked.model === questions.model ? await recall?.search(asked) : null;
    return held ?? (await this.#searchBySql(asked, failedArms));
  }

  /** Where the database refuses the statement of both arms, the arm that it works without has failed. */
  async #searchBySql(asked: Asked, failedArms: SearchArm[]): Promise<Hit[]> {
    const { db, ranker, log } = this.#parts;
    try {
      return await searchBySql(db, ranker, asked);
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error;
      for (const { arm, others } of withoutEach(asked)) {
        const hits = await searchBySql(db, ranker, others).catch(() => null);
        if (!hits) continue;
        log.error({ err: error }, `the ${arm.toLowerCase()} arm failed`);
        failedArms.push(arm);
        return hits;
      }
      throw error;
    }
  }
}

/** The question without each of its arms, where another one is left. */
function withoutEach(asked: Asked): { readonly arm: SearchArm; readonly others: Asked }[] {
  if (asked.vector === null || asked.stems.length === 0) return [];
  return [
    { arm: 'SEMANTIC', others: { ...asked, vector: null } },
    { arm: 'LEXICAL', others: { ...asked, stems: [] } },
  ];
}
