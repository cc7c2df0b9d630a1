import pg from 'pg';
import type { Logger } from 'pino';
import type { Embedder } from '../platform/embedding/embedder.ts';
import { RequestTimes } from '../platform/request-times.ts';
import { KernelThreadError } from '../platform/simd/kernel-thread.errors.ts';
import type { Asked } from './asked.ts';
import type { RecallEngine } from './recall-index/recall-engine.ts';
import type { SearchArm } from './search.ts';
import type { SqlEngine } from './sql-engine/sql-engine.ts';
import type { EngineFound } from './stand-ins.ts';

export interface EnginesParts {
  /** Null: the database answers everything. */
  readonly recall: RecallEngine | null;
  /** Answers from the database. */
  readonly sql: SqlEngine;
  /** Makes the vectors of questions. */
  readonly questions: Pick<Embedder, 'model'>;
  readonly log: Logger;
}

/** Lets the recall index answer or, where it cannot, the database. */
export class Engines {
  readonly #parts: EnginesParts;

  constructor(parts: EnginesParts) {
    this.#parts = parts;
  }

  /**
   * The recall index holds vectors of the configured model only: while memories move to it, their new vectors arrive without an event. An arm that
   * fails is added to `failedArms`.
   */
  async search(asked: Asked, failedArms: Set<SearchArm>): Promise<EngineFound> {
    const models = [asked.model, ...asked.scope.formerModels];
    const areHeld = models.every((model) => model === this.#parts.questions.model);
    const held = areHeld ? await this.#recall(asked) : null;
    RequestTimes.current?.note('search', held ? 'recall-index' : 'sql');
    return held ?? (await this.#searchBySql(asked, failedArms));
  }

  /** Searches the recall index. Also null if its helper threads are lost: the database can answer everything. */
  async #recall(asked: Asked): Promise<EngineFound | null> {
    const { recall, log } = this.#parts;
    try {
      return (await recall?.search(asked)) ?? null;
    } catch (error) {
      if (!(error instanceof KernelThreadError)) throw error;
      log.error({ err: error }, 'the recall index could not be searched: the database answers');
      return null;
    }
  }

  /** If the statement of both arms fails in the database, tries each arm alone: the one without which it works has failed. */
  async #searchBySql(asked: Asked, failedArms: Set<SearchArm>): Promise<EngineFound> {
    const { recall, sql, log } = this.#parts;
    const isKept = !recall?.holdsSoon(asked);
    try {
      return await sql.search(asked, isKept);
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error;
      for (const { arm, others } of withoutEach(asked)) {
        const found = await sql.search(others, isKept).catch(() => null);
        if (!found) continue;
        log.error({ err: error }, `the ${arm.toLowerCase()} arm failed`);
        failedArms.add(arm);
        return found;
      }
      throw error;
    }
  }
}

/** The question without each of its arms in turn, if another one is left. */
function withoutEach(asked: Asked): { readonly arm: SearchArm; readonly others: Asked }[] {
  if (asked.vector === null || asked.stems.length === 0) return [];
  return [
    { arm: 'SEMANTIC', others: { ...asked, vector: null } },
    { arm: 'LEXICAL', others: { ...asked, stems: [] } },
  ];
}
