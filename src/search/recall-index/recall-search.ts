import { setImmediate as nextLoopTurn } from 'node:timers/promises';
import type { Vector } from '../../platform/embedding/embedder.ts';
import { armLimit } from '../ranking/stage-one.ts';
import type { Accumulator } from './accumulator.ts';
import { BestRows } from './best-rows.ts';
import { LexicalArm } from './lexical-arm.ts';
import { Pool, type PoolRow } from './pool.ts';
import type { RecallIndex } from './recall-index.ts';
import { RecallScope } from './recall-scope.ts';
import { type RowFilter, RowMatcher } from './row-filter.ts';
import { type ScopeStems, scopeStems } from './scope-stems.ts';
import { SemanticArm } from './semantic-arm.ts';

/** So many small indexes take a millisecond or two. */
export const indexesATurn = 50;

/** A question as the arms take it. */
export interface RecallQuestion {
  /** Its stems, each once; none: the lexical arm is off. */
  readonly terms: readonly string[];
  /** Null: the semantic arm is off. */
  readonly vector: Vector | null;
  readonly filter: RowFilter;
  /** Whether some of the collections are in English. */
  readonly english: boolean;
  /** Whether it is known of all indexes' memories what they name; omitted: it is not. */
  readonly named?: boolean;
}

/**
 * One question to some indexes, in two steps: `candidates`, then `turns` for those that ranking chose of them. What is
 * written to an index in between may or may not show.
 */
export class RecallSearch {
  readonly scope: RecallScope;
  readonly #stems: ScopeStems;
  readonly #matchers: ReadonlyMap<RecallIndex, RowMatcher>;
  readonly #lexical: LexicalArm;
  readonly #semantic: SemanticArm | null;
  readonly #pool: Pool;
  readonly #unknown = new Map<string, number>();

  constructor(indexes: readonly RecallIndex[], question: RecallQuestion) {
    this.#stems = scopeStems(indexes);
    this.scope = new RecallScope(indexes, this.#stems, question.english);
    this.#matchers = new Map(indexes.map((index) => [index, new RowMatcher(index, question.filter)]));
    this.#lexical = new LexicalArm(indexes, question.terms, this.scope);
    this.#semantic = question.vector && new SemanticArm(question.vector);
    this.#pool = new Pool(indexes, this.#stems, question.named ?? false);
  }

  /** The number that turns have for a stem; where the scope does not know it, one below 0 that no other stem has. */
  stemNumber(stem: string): number {
    const number = this.#stems.numberOf(stem);
    if (number >= 0) return number;
    const unknown = this.#unknown.get(stem) ?? -1 - this.#unknown.size;
    this.#unknown.set(stem, unknown);
    return unknown;
  }

  /**
   * The best of both arms, both scores exact for each; in no order. Searches side by side may share the accumulator. Of many indexes some are
   * looked at in one turn of the event loop, and then others get in between: `nextTurn`.
   */
  async candidates(
    accumulator: Accumulator,
    nextTurn: () => Promise<void> = nextLoopTurn,
  ): Promise<readonly PoolRow[]> {
    const byWords = new BestRows(armLimit);
    const byMeaning = new BestRows(armLimit);
    let looked = 0;
    for (const [index, matcher] of this.#matchers) {
      if (looked++ % indexesATurn === indexesATurn - 1) await nextTurn();
      // Of a large index, threads scan the vectors while its words are looked up here.
      await Promise.all([
        this.#semantic?.find(index, matcher, byMeaning),
        this.#lexical.find(index, matcher, accumulator, byWords),
      ]);
    }
    this.#pool.addArm('lexicalRank', byWords.toSorted());
    this.#pool.addArm('semanticRank', byMeaning.toSorted());
    this.#score(0);
    return this.#pool.rows.slice();
  }

  /**
   * The pool, and the two turns before and after each member. The pool is the candidates and the neighbours, as far as the
   * filter lets them, of those that stand at the chosen places among the candidates.
   */
  turns(chosen: readonly number[]): readonly PoolRow[] {
    const pool = this.#pool;
    const scored = pool.rows.length;
    const seeds = chosen.flatMap((place) => pool.rows[place] ?? []);
    pool.locate();
    pool.addNeighbours(seeds, (index, row) => this.#matchers.get(index)?.matches(row) ?? false);
    pool.addSurroundings();
    this.#score(scored);
    // All stems that ranking will ask about have numbers then: what is counted of them is counted at once.
    for (const { inPool, index, row } of pool.rows) if (inPool) this.#stems.numberRow(index, row);
    return pool.rows;
  }

  /** Scores the rows of the pool from this one on. */
  #score(first: number): void {
    const rows = this.#pool.rows.slice(first);
    const [only] = this.#matchers.keys();
    const groups =
      this.#matchers.size === 1 && only ? [[only, rows] as const] : Map.groupBy(rows, ({ index }) => index);
    for (const [index, members] of groups) {
      const numbers = new Uint32Array(members.length);
      for (let place = 0; place < members.length; place++) numbers[place] = members[place]?.row ?? 0;
      const lexical = this.#lexical.scoresOf(index, numbers);
      const cosines = this.#semantic?.scoresOf(index, numbers);
      for (let place = 0; place < members.length; place++) {
        const member = members[place];
        if (!member) continue;
        member.lexical = lexical[place] ?? 0;
        member.cosine = cosines?.[place] ?? 0;
      }
    }
  }
}
