import type { Vector } from '../../platform/embedding/embedder.ts';
import { LoopTurns } from '../../platform/turns/loop-turns.ts';
import type { Scope } from '../ranking/engine-port.ts';
import { armLimit } from '../ranking/stage-one.ts';
import type { StandIn } from '../stand-ins.ts';
import { Accumulator } from './accumulator.ts';
import { BestRows } from './best-rows.ts';
import { LexicalArm } from './lexical-arm.ts';
import { Pool } from './pool.ts';
import type { RecallIndex } from './recall-index.ts';
import { recallScope } from './recall-scope.ts';
import { type RowFilter, RowMatcher, type Searched } from './row-filter.ts';
import { KeptStems, type ScopeStems } from './scope-stems.ts';
import { SemanticArm } from './semantic-arm.ts';
import { standInsAmong } from './stand-in-search.ts';

/** Small indexes searched per turn of the event loop; they take a millisecond or two. */
export const indexesATurn = 50;

/** A query as the arms take it. */
export interface RecallQuestion {
  /** Its distinct stems; if empty, the lexical arm is off. */
  readonly terms: readonly string[];
  /** Null: the semantic arm is off. */
  readonly vector: Vector | null;
  readonly filter: RowFilter;
  /** Whether any of the collections is in English. */
  readonly english: boolean;
  /** Whether the names in all memories of the indexes are known. */
  readonly named: boolean;
}

/** State shared by all searches of a process. */
export class SharedBySearches {
  /** A search takes about two milliseconds, and many database responses arrive at once: queues searches so that others get a turn. */
  readonly loopTurns = new LoopTurns();
  readonly accumulator = new Accumulator();
  readonly stems = new KeptStems();
}

/**
 * One query to several indexes, in two steps: `candidates`, then `turns` for those that ranking chose. Concurrent writes to an
 * index may or may not be visible.
 */
export class RecallSearch {
  readonly scope: Scope;
  /** The numbers of stems in turns. */
  readonly stems: ScopeStems;
  readonly #question: RecallQuestion;
  readonly #searched: readonly Searched[];
  readonly #shared: SharedBySearches;
  readonly #lexical: LexicalArm;
  readonly #semantic: SemanticArm | null;
  readonly #pool: Pool;

  constructor(indexes: readonly RecallIndex[], question: RecallQuestion, shared: SharedBySearches) {
    this.#question = question;
    this.#shared = shared;
    this.stems = shared.stems.of(indexes);
    this.scope = recallScope(indexes, this.stems, question.english);
    this.#searched = indexes.map((index, source) => ({
      source,
      index,
      matcher: new RowMatcher(index, question.filter),
    }));
    this.#lexical = new LexicalArm(indexes, question.terms, this.scope, shared.accumulator);
    this.#semantic = question.vector && new SemanticArm(question.vector);
    this.#pool = new Pool({ indexes, stems: this.stems, named: question.named });
  }

  /**
   * Returns the best rows of both arms, with both scores exact for each, in no order. With many indexes it yields to the event
   * loop in between.
   */
  async candidates(): Promise<Pool> {
    const nextTurn = () => this.#shared.loopTurns.next();
    const indexes = this.#searched.map(({ index }) => index);
    const byWords = new BestRows(indexes, armLimit);
    const byMeaning = new BestRows(indexes, armLimit);
    for (const searched of this.#searched) {
      if (searched.source % indexesATurn === indexesATurn - 1) await nextTurn();
      // For a large index, threads scan the vectors while this thread looks up the terms.
      await Promise.all([this.#semantic?.find(searched, byMeaning, nextTurn), this.#lexical.find(searched, byWords)]);
    }
    const pool = this.#pool;
    pool.addArm(byWords, pool.lexicalRanks);
    pool.addArm(byMeaning, pool.semanticRanks);
    this.#score(0);
    return pool;
  }

  /**
   * Returns the pool, with the two turns before and after each member. The pool is the candidates plus those neighbours of the
   * chosen ones, at most `seedLimit`, that pass the filter. `chosen`: places among the candidates.
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

  /** Returns what replaced memories of the indexes lead to. */
  standIns(): StandIn[] {
    const { vector, named } = this.#question;
    return standInsAmong(this.#searched, { lexical: this.#lexical, vector, named });
  }

  /** Scores the rows of the pool from `first` on. */
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

  #scoreRows(searched: Searched, rows: Uint32Array, byWords: Float64Array, byMeaning: Float64Array): void {
    this.#lexical.score(searched, rows, byWords);
    this.#semantic?.score(searched, rows, byMeaning);
  }
}
