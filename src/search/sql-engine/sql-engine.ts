import { allEnded } from '../../platform/all-ended.ts';
import type { Database } from '../../platform/db/database.ts';
import { Snapshot } from '../../platform/db/snapshot.ts';
import { type Asked, rankedQuestion } from '../asked.ts';
import { hitsOf, hitsOfOneArm } from '../hits.ts';
import type { Numbers } from '../numbers.ts';
import type { Ranker, Scope } from '../ranking/engine-port.ts';
import { type Hit, isOfCurrent } from '../search.ts';
import type { EngineFound } from '../stand-ins.ts';
import { type ArmHit, type ArmsFound, type ArmsRequest, runArms, runSemanticArm } from './arms.store.ts';
import { KnownTurns, type OpenTurns, openNone, type TurnMemory, turnMemory } from './known-turns.ts';
import type { ScopeStatistics } from './scope-statistics.store.ts';
import { windowsOf } from './session-windows.ts';
import { readStandIns } from './stand-ins.store.ts';
import { TurnPool } from './turn-pool.ts';
import { TurnScores } from './turn-scores.ts';
import { WordCounts } from './word-counts.ts';

/** Up to this many memories a scan counts exactly; beyond, the statistics are used. Source: retrieval recipe, stage 1, point 1. */
const largestScan = 5_000;

/** Default size of the cache of turns: some 20,000 turns. */
const keptBytes = 32 * 1024 * 1024;

interface SqlEngineParts {
  readonly db: Database;
  readonly ranker: Ranker;
  /** Cache of turns; omitted: one of its own. */
  readonly turns?: TurnMemory | undefined;
  /** Whether a connection is free that nobody else waits for; omitted: never. */
  readonly hasSpare?: (() => boolean) | undefined;
}

/**
 * Answers questions from the database alone: first the arms with their counts, then the turns around what they found. Turns are cached
 * in the process and reused if the database says that they have not changed.
 */
export class SqlEngine {
  readonly #parts: SqlEngineParts;
  readonly #words = new WordCounts();
  readonly #known: KnownTurns;

  constructor(parts: SqlEngineParts) {
    this.#parts = parts;
    this.#known = new KnownTurns(parts.turns ?? turnMemory(keptBytes));
  }

  /**
   * Reads everything in one snapshot on one connection, except the semantic arm if a second connection is free.
   * `isKept`: whether turns are cached for other questions.
   */
  search(asked: Asked, isKept: boolean): Promise<EngineFound> {
    const request = armsRequest(asked);
    // Before the transaction takes its connection: it waits for this arm and must not hold the connection that the arm waits for.
    const byMeaning = this.#searchBeside(request);
    const known = isKept ? this.#known.open(asked.reach.accountId, asked.model) : openNone();
    const one = { asked, request, byMeaning, known, words: isKept ? this.#words : new WordCounts() };
    return this.#parts.db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute((db) => this.#searchIn(db, one));
  }

  /** In a large scope both arms take about as long: they run in parallel if that takes no connection from others. */
  #searchBeside(request: ArmsRequest): Promise<readonly ArmHit[]> | null {
    const { db, hasSpare } = this.#parts;
    const { counts, vector, stems } = request;
    if (counts !== 'stored' || !vector || stems.length === 0 || Snapshot.current || !hasSpare?.()) return null;
    // One connection until its end: the transaction waits for this, so it must not wait for a second connection.
    const hits = db.connection().execute((one) => runSemanticArm(one, request));
    // If the other arm fails, nobody awaits this promise.
    hits.catch(() => {});
    return hits;
  }

  async #searchIn(db: Database, one: OneSearch): Promise<EngineFound> {
    const { asked, request, byMeaning } = one;
    const found = await runArms(db, request, byMeaning);
    const leading = asked.wantsStandIns ? readStandIns(db, { ...request, counts: found.counts }) : [];
    const [hits, standIns] = await allEnded([this.#rank(db, one, found), leading]);
    return { hits, standIns };
  }

  async #rank(db: Database, { asked, known, words }: OneSearch, found: ArmsFound): Promise<Hit[]> {
    const { mode, reach, collectionIds, stems, vector } = asked;
    const { statistics, counts } = found;
    const { numbers } = known;
    const scores = new TurnScores({ stems, counts, vector, numbers });
    const pool = new TurnPool({ db, asked, state: found.state, known, scores });
    const hits = await pool.addHits(found.hits);
    const candidates = pool.candidates();
    if (mode !== 'HYBRID') return hitsOfOneArm(candidates, mode);
    if (!statistics || candidates.length === 0) return [];
    const state: State = { found, statistics, numbers, withWord: new Map() };
    const question = rankedQuestion(asked, (stem) => numbers.of(stem));
    const ranking = this.#parts.ranker.ask(question, scopeOf(asked, state));
    const { joined, all } = pool.addAround(windowsOf(hits, ranking.seeds(candidates)));
    const counted = { accountId: reach.accountId, collectionIds, counted: found.counted };
    const counting = joined.then(() => words.of(db, counted, pool.words(), numbers));
    [state.withWord] = await allEnded([counting, all]);
    const turns = pool.turns();
    return hitsOf(ranking.rank(turns), turns);
  }
}

/** A question, its request to the arms, and the caches that it may use. */
interface OneSearch {
  readonly asked: Asked;
  readonly request: ArmsRequest;
  readonly byMeaning: Promise<readonly ArmHit[]> | null;
  readonly known: OpenTurns;
  readonly words: WordCounts;
}

function armsRequest(asked: Asked): ArmsRequest {
  const memories = asked.scope.collections.reduce((sum, { memoryCount }) => sum + memoryCount, 0);
  const counts = memories > largestScan && isOfCurrent(asked) ? 'stored' : 'scan';
  const pieces = asked.mode === 'HYBRID' ? asked.pieces : null;
  return { ...asked, memories, counts, pieces };
}

interface State {
  readonly found: ArmsFound;
  readonly statistics: ScopeStatistics;
  readonly numbers: Numbers<string>;
  /** Number of memories with a word in speaker or text; filled once the turns are known. */
  withWord: ReadonlyMap<number, number>;
}

function scopeOf({ scope, stems }: Asked, state: State): Scope {
  const { found, statistics, numbers } = state;
  const frequency = new Map(stems.map((stem, index) => [stem, found.counts.frequencies[index] ?? 0]));
  return {
    memories: found.counts.memories,
    meanTerms: found.counts.meanTerms,
    participants: statistics.participants,
    nameStems: new Set(statistics.nameStems.map((stem) => numbers.of(stem))),
    english: scope.english,
    memoriesWithTerm: (stem) => frequency.get(numbers.key(stem) ?? '') ?? 0,
    memoriesWithWord: (stem) => state.withWord.get(stem) ?? 0,
    memoriesWithPiece: (piece) => statistics.pieces[piece] ?? 0,
  };
}
