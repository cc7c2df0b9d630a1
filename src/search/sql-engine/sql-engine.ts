import type { Database } from '../../platform/db/database.ts';
import { parseTsvector } from '../../platform/db/tsvector.ts';
import type { Asked } from '../asked-scope.store.ts';
import { type Found, hitsOf, hitsOfOneArm } from '../hits.ts';
import type { Ranker, Scope, Turn } from '../ranking/turn.ts';
import type { Hit } from '../search.ts';
import { type ArmHit, type ArmsFound, runArms } from './arms.store.ts';
import type { ScopeStatistics } from './scope-statistics.store.ts';
import { readTurns } from './session-turns.store.ts';
import { type Place, placeOf, windowsOf } from './session-windows.ts';
import { StemNumbers } from './stem-numbers.ts';
import type { TurnRow } from './turn-row.store.ts';
import { WordCounts } from './word-counts.ts';

/** Up to so many memories a scan counts exactly; of more, the statistics tell. Source: retrieval recipe, stage 1, point 1. */
const largestScan = 5_000;

export interface SqlEngineParts {
  readonly db: Database;
  readonly ranker: Ranker;
}

/** Answers questions from the database alone: arms with what is counted, then the turns around what they found. */
export class SqlEngine {
  readonly #parts: SqlEngineParts;
  readonly #words = new WordCounts();

  constructor(parts: SqlEngineParts) {
    this.#parts = parts;
  }

  /** All of one question is read at one instant, on one connection. */
  search(asked: Asked): Promise<Hit[]> {
    return this.#parts.db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute((db) => this.#searchIn(db, asked));
  }

  async #searchIn(db: Database, asked: Asked): Promise<Hit[]> {
    const { scope, mode } = asked;
    const collectionIds = scope.collections.map(({ id }) => id);
    const memories = scope.collections.reduce((sum, { memoryCount }) => sum + memoryCount, 0);
    const counting = memories > largestScan && isOfCurrent(asked) ? 'stored' : 'scan';
    const pieces = mode === 'HYBRID' ? asked.pieces : null;
    const found = await runArms(db, { ...asked, collectionIds, memories, counts: counting, pieces });
    if (mode !== 'HYBRID') return hitsOfOneArm(found.hits, mode);
    const { statistics, hits } = found;
    if (!statistics || hits.length === 0) return [];
    const state: State = { found, statistics, numbers: new StemNumbers(), withWord: new Float64Array() };
    const ranking = this.#parts.ranker.ask(questionOf(asked, state), scopeOf(asked, state));
    const windows = windowsOf(hits, ranking.seeds(hits));
    const beside = await readTurns(db, { ...asked, collectionIds, counts: found.counts, windows });
    const places = [...windows.joining, ...windows.beside];
    const turns = new Turns(state.numbers);
    for (const hit of hits) turns.add(placeOf(hit), hit, hit);
    for (const row of beside) {
      const place = places[row.place - 1];
      if (place) turns.add(place, row, null);
    }
    const counted = { accountId: asked.reach.accountId, collectionIds, counted: found.counted };
    const counts = await this.#words.of(
      db,
      counted,
      turns.words.map((stem) => state.numbers.stem(stem)),
    );
    state.withWord = new Float64Array(state.numbers.size);
    for (const stem of turns.words) state.withWord[stem] = counts.get(state.numbers.stem(stem)) ?? 0;
    return hitsOf(ranking.rank(turns.all), turns.all);
  }
}

/** Others are in no statistics. */
const isOfCurrent = ({ asOf, filter }: Asked): boolean => !(asOf || filter.statuses);

interface State {
  readonly found: ArmsFound;
  readonly statistics: ScopeStatistics;
  readonly numbers: StemNumbers;
  /** By the number of a stem, how many memories have it in speaker or text: known after the turns. */
  withWord: Float64Array;
}

const questionOf = ({ query, scope, pieces, model }: Asked, { numbers }: State) => ({
  text: query,
  readings: scope.readings.map((words) => words.map(({ text, stem }) => ({ text, stem: numbers.of(stem) }))),
  pieces,
  model,
});

function scopeOf({ scope, stems }: Asked, state: State): Scope {
  const { found, statistics, numbers } = state;
  const frequency = new Map(stems.map((stem, index) => [stem, found.counts.frequencies[index] ?? 0]));
  return {
    memories: found.counts.memories,
    meanTerms: found.counts.meanTerms,
    participants: statistics.participants,
    nameStems: new Set(statistics.nameStems.map((stem) => numbers.of(stem))),
    english: scope.english,
    memoriesWithTerm: (stem) => frequency.get(numbers.stem(stem)) ?? 0,
    memoriesWithWord: (stem) => state.withWord[stem] ?? 0,
    memoriesWithPiece: (piece) => statistics.pieces[piece] ?? 0,
  };
}

/** The turns of one search, with the words of those that are in the pool. */
class Turns {
  readonly all: (Turn & Found)[] = [];
  /** Numbers of their stems, each once. */
  readonly words: number[] = [];
  readonly #isWord: boolean[] = [];
  readonly #numbers: StemNumbers;
  readonly #sessions = new StemNumbers();

  constructor(numbers: StemNumbers) {
    this.#numbers = numbers;
  }

  add(place: Place, row: TurnRow & { readonly inPool?: boolean }, hit: ArmHit | null): void {
    const { stems, dateStems } = row.terms === null ? noTerms : parseTsvector(row.terms);
    const numbers = Uint32Array.from(stems, (stem) => this.#numbers.of(stem));
    for (let n = dateStems; n < numbers.length; n += 1) this.#addWord(numbers[n] ?? 0);
    this.all.push({
      id: place.id,
      inPool: hit !== null || row.inPool === true,
      session: this.#sessions.of(place.session),
      ordinal: place.ordinal,
      sessionSize: place.sessionSize,
      speaker: row.speaker,
      role: row.role,
      day: row.day,
      lexical: row.lexical,
      lexicalRank: hit?.lexicalRank ?? null,
      cosine: row.cosine,
      semanticRank: hit?.semanticRank ?? null,
      termCount: row.termCount,
      stems: numbers,
      dateStems,
      pieces: Uint16Array.from(row.pieces),
      patterns: row.patterns,
      content: row.content ?? place.id,
    });
  }

  #addWord(stem: number): void {
    if (this.#isWord[stem]) return;
    this.#isWord[stem] = true;
    this.words.push(stem);
  }
}

const noTerms = { stems: [], dateStems: 0 };
