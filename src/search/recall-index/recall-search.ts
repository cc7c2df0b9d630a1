import type { Vector } from '../../platform/embedding/embedder.ts';
import { LoopTurns } from '../../platform/loop-turns.ts';
import { armLimit } from '../ranking/stage-one.ts';
import { Accumulator } from './accumulator.ts';
import { BestRows } from './best-rows.ts';
import { LexicalArm } from './lexical-arm.ts';
import { Pool } from './pool.ts';
import type { RecallIndex } from './recall-index.ts';
import { RecallScope } from './recall-scope.ts';
import { type RowFilter, RowMatcher } from './row-filter.ts';
import { KeptStems, type ScopeStems } from './scope-stems.ts';
import { type Searched, SemanticArm } from './semantic-arm.ts';

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
  /** Whether it is known of all indexes' memories what they name. */
  readonly named: boolean;
}

/** What the searches of a process share. */
export class SharedBySearches {
  /** A search takes some two milliseconds, and the answers of the database to many come at once: what searches wait for. */
  readonly turns = new LoopTurns();
  readonly accumulator = new Accumulator();
  readonly stems = new KeptStems();
}

/**
 * One question to some indexes, in two steps: `candidates`, then `turns` for those that ranking chose of them. What is
 * written to an index in between may or may not show.
 */
export class RecallSearch {
  readonly scope: RecallScope;
  readonly #stems: ScopeStems;
  readonly #searched: readonly Searched[];
  readonly #shared: SharedBySearches;
  readonly #lexical: LexicalArm;
  readonly #semantic: SemanticArm | null;
  readonly #pool: Pool;
  readonly #unknown = new Map<string, number>();

  constructor(indexes: readonly RecallIndex[], question: RecallQuestion, shared: SharedBySearches) {
    this.#shared = shared;
    this.#stems = shared.stems.of(indexes);
    this.scope = new RecallScope(indexes, this.#stems, question.english);
    this.#searched = indexes.map((index, source) => ({
      source,
      index,
      matcher: new RowMatcher(index, question.filter),
    }));
    this.#lexical = new LexicalArm(indexes, question.terms, this.scope);
    this.#semantic = question.vector && new SemanticArm(question.vector);
    this.#pool = new Pool({ indexes, stems: this.#stems, named: question.named });
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
   * The best of both arms, both scores exact for each; in no order. Of many indexes some are looked at in one turn of the event loop,
   * and then others get in between.
   */
  async candidates(): Promise<Pool> {
    const { turns, accumulator } = this.#shared;
    const nextTurn = () => turns.next();
    const indexes = this.#searched.map(({ index }) => index);
    const byWords = new BestRows(indexes, armLimit);
    const byMeaning = new BestRows(indexes, armLimit);
    for (const searched of this.#searched) {
      const { source, matcher } = searched;
      if (source % indexesATurn === indexesATurn - 1) await nextTurn();
      // Of a large index, threads scan the vectors while its words are looked up here.
      await Promise.all([
        this.#semantic?.find(searched, byMeaning, nextTurn),
        this.#lexical.find(source, matcher, accumulator, byWords),
      ]);
    }
    const pool = this.#pool;
    pool.addArm(byWords, pool.lexicalRanks);
    pool.addArm(byMeaning, pool.semanticRanks);
    this.#score(0);
    return pool;
  }

  /**
   * The pool, and the two turns before and after each member. The pool is the candidates and the neighbours, as far as the
   * filter lets them, of those that stand at the chosen places among the candidates: of at most `seedLimit`.
   */
  turns(chosen: Uint32Array): Pool {
    const pool = this.#pool;
    const scored = pool.length;
    pool.locate();
    pool.addNeighbours(chosen, (source, row) => this.#searched[source]?.matcher.matches(row) ?? false);
    pool.addSurroundings();
    this.#score(scored);
    return pool;
  }

  /** Scores the rows of the pool from this one on. */
  #score(first: number): void {
    const { rows, sources, lexical, cosines, length } = this.#pool;
    const [only, ...others] = this.#searched;
    if (only && others.length === 0) {
      this.#scoreRows(only, rows.subarray(first, length), lexical.subarray(first), cosines.subarray(first));
      return;
    }
    const places = Array.from({ length: length - first }, (_, place) => first + place);
    for (const [source, own] of Map.groupBy(places, (place) => sources[place] ?? 0)) {
      const searched = this.#searched[source];
      if (!searched) continue;
      const [byWords, byMeaning] = [new Float64Array(own.length), new Float64Array(own.length)];
      this.#scoreRows(
        searched,
        Uint32Array.from(own, (place) => rows[place] ?? 0),
        byWords,
        byMeaning,
      );
      for (const [index, place] of own.entries()) {
        lexical[place] = byWords[index] ?? 0;
        cosines[place] = byMeaning[index] ?? 0;
      }
    }
  }

  #scoreRows({ source, index }: Searched, rows: Uint32Array, byWords: Float64Array, byMeaning: Float64Array): void {
    this.#lexical.score(source, rows, this.#shared.accumulator, byWords);
    this.#semantic?.score(index, rows, byMeaning);
  }
}
