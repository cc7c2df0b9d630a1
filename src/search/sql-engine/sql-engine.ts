import type { Database } from '../../platform/db/database.ts';
import { parseTsvector } from '../../platform/db/tsvector.ts';
import type { Asked } from '../asked-scope.store.ts';
import { type Found, hitsOf, hitsOfOneArm } from '../hits.ts';
import type { Ranker, Scope, Turn } from '../ranking/turn.ts';
import type { Hit } from '../search.ts';
import { type ArmsFound, runArms } from './arms.store.ts';
import { conditions } from './conditions.store.ts';
import type { ScopeStatistics } from './scope-statistics.store.ts';
import { readTurns, type TurnRow } from './session-turns.store.ts';
import { StemNumbers } from './stem-numbers.ts';

/** Up to so many memories a scan counts exactly; of more, the statistics tell. Source: retrieval recipe, stage 1, point 1. */
const largestScan = 5_000;

/** Answers a question from the database alone: arms with what is counted, then the pool with what ranking compares. */
export async function searchBySql(db: Database, ranker: Ranker, asked: Asked): Promise<Hit[]> {
  const { scope, mode } = asked;
  const collectionIds = scope.collections.map(({ id }) => id);
  const memories = scope.collections.reduce((sum, { memoryCount }) => sum + memoryCount, 0);
  const counts = memories > largestScan && isOfCurrent(asked) ? 'stored' : 'scan';
  const pieces = mode === 'HYBRID' ? asked.pieces : null;
  const found = await runArms(db, { ...asked, collectionIds, memories, counts, pieces });
  if (mode !== 'HYBRID') return hitsOfOneArm(found.hits, mode);
  const { statistics } = found;
  if (!statistics || found.hits.length === 0) return [];
  const state: State = { found, statistics, numbers: new StemNumbers(), words: {} };
  const ranking = ranker.ask(questionOf(asked, state), scopeOf(asked, state));
  const seeds = ranking.seeds(found.hits);
  const { turns, words } = await readTurns(db, {
    ...asked,
    collectionIds,
    counts: found.counts,
    memberIds: found.hits.map(({ id }) => id),
    seedIds: seeds.flatMap((seed) => found.hits[seed]?.id ?? []),
    mayJoin: conditions({ ...asked, collectionIds }),
  });
  state.words = words;
  const scored = turnsOf(turns, state.numbers);
  const ranks = new Map(found.hits.map((hit) => [hit.id, hit]));
  return hitsOf(
    ranking.rank(scored),
    scored.map((turn) => ({ lexicalRank: null, semanticRank: null, ...ranks.get(turn.id), ...turn })),
  );
}

/** Others are in no statistics. */
const isOfCurrent = ({ asOf, filter }: Asked): boolean => !(asOf || filter.statuses);

interface State {
  readonly found: ArmsFound;
  readonly statistics: ScopeStatistics;
  readonly numbers: StemNumbers;
  /** How many memories have a stem in speaker or text: read with the turns, asked for after them. */
  words: Readonly<Record<string, number>>;
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
    memoriesWithWord: (stem) => state.words[numbers.stem(stem)] ?? 0,
    memoriesWithPiece: (piece) => statistics.pieces[piece] ?? 0,
  };
}

function turnsOf(rows: readonly TurnRow[], numbers: StemNumbers): (Turn & Pick<Found, 'content'>)[] {
  const sessions = new StemNumbers();
  return rows.map(({ terms, pieces, content, session, ...row }) => {
    const { stems, dateStems } = terms === null ? noTerms : parseTsvector(terms);
    return {
      ...row,
      session: sessions.of(session),
      stems: Uint32Array.from(stems, (stem) => numbers.of(stem)),
      dateStems,
      pieces: Uint16Array.from(pieces),
      content: content ?? row.id,
    };
  });
}

const noTerms = { stems: [], dateStems: 0 };
