import type { Database } from '../../platform/db/database.ts';
import { parseTsvector } from '../../platform/db/tsvector.ts';
import type { Asked } from '../asked-scope.store.ts';
import { inverseFrequency, okapi } from '../okapi.ts';
import type { RankedTurn, Ranker, Scope, Turn } from '../ranking/turn.ts';
import type { Hit } from '../search.ts';
import { type ArmHit, type ArmsFound, conditions, runArms } from './arms.store.ts';
import { readTurns, type TurnRow, type TurnsFound } from './session-turns.store.ts';
import { StemNumbers } from './stem-numbers.ts';

/** Answers a question from the database alone, in two statements: the arms, then the pool with what ranking compares. */
export async function searchBySql(db: Database, ranker: Ranker, asked: Asked): Promise<Hit[]> {
  const { reach, scope, vector, model } = asked;
  const collectionIds = scope.collections.map(({ id }) => id);
  const found = await runArms(db, { ...asked, collectionIds });
  if (asked.mode !== 'HYBRID') return oneArm(found.hits, asked.mode);
  if (found.hits.length === 0) return [];
  const numbers = new StemNumbers();
  const words: TurnsFound['words'] = {};
  const state = { found, numbers, words };
  const ranking = ranker.ask(questionOf(asked, numbers), scopeOf(asked, state));
  const seeds = ranking.seeds(found.hits);
  const { turns, words: counted } = await readTurns(db, {
    accountId: reach.accountId,
    collectionIds,
    memberIds: found.hits.map(({ id }) => id),
    seedIds: seeds.flatMap((seed) => found.hits[seed]?.id ?? []),
    mayJoin: conditions({ ...asked, collectionIds }),
    vector,
    model,
  });
  state.words = counted;
  const ranked = ranking.rank(turnsOf(turns, asked, state));
  return toHits(ranked, found.hits, turns);
}

interface State {
  readonly found: ArmsFound;
  readonly numbers: StemNumbers;
  words: TurnsFound['words'];
}

const questionOf = ({ query, scope, pieces, model }: Asked, numbers: StemNumbers) => ({
  text: query,
  readings: scope.readings.map((words) => words.map(({ text, stem }) => ({ text, stem: numbers.of(stem) }))),
  pieces,
  model,
});

/** Counts that were read with the turns are asked for after they were. */
function scopeOf({ scope, stems }: Asked, state: State): Scope {
  const { found, numbers } = state;
  const frequency = new Map(stems.map((stem, index) => [stem, found.frequencies[index] ?? 0]));
  return {
    memories: found.total.memories,
    meanTerms: found.total.meanTerms,
    participants: found.participants,
    nameStems: new Set(found.nameStems.map((stem) => numbers.of(stem))),
    english: scope.english,
    memoriesWithTerm: (stem) => frequency.get(numbers.stem(stem)) ?? 0,
    memoriesWithWord: (stem) => state.words[numbers.stem(stem)] ?? 0,
    memoriesWithPiece: (piece) => found.pieces[piece] ?? 0,
  };
}

function turnsOf(rows: readonly TurnRow[], { stems }: Asked, { found, numbers }: State): Turn[] {
  const sessions = new StemNumbers();
  const weights = new Map(
    stems.map((stem, index) => [
      numbers.of(stem),
      inverseFrequency(found.total.memories, found.frequencies[index] ?? 0),
    ]),
  );
  return rows.map((row) => {
    const parsed = parseTsvector(row.terms);
    const numbered = Uint32Array.from(parsed.stems, (stem) => numbers.of(stem));
    const sum = new Set(numbered).values().reduce((total, stem) => total + (weights.get(stem) ?? 0), 0);
    return {
      ...row,
      session: sessions.of(row.session),
      lexical: okapi(sum, row.termCount, found.total.meanTerms),
      stems: numbered,
      dateStems: parsed.dateStems,
      pieces: Uint16Array.from(row.pieces),
    };
  });
}

/** By one arm alone the order is the arm's own: ranking weighs arms against each other. */
function oneArm(arms: readonly ArmHit[], mode: 'LEXICAL' | 'SEMANTIC'): Hit[] {
  const hits = arms.map((arm) => {
    const { lexical, semantic } = armScores(arm);
    const score = (mode === 'LEXICAL' ? lexical : semantic)?.score ?? 0;
    const explain = () => [{ name: mode.toLowerCase(), value: score, contribution: score }];
    return { id: arm.id, score, lexical, semantic, sameness: arm.sameness, explain };
  });
  return hits.sort((one, other) => other.score - one.score || (one.id < other.id ? -1 : 1));
}

function toHits(ranked: readonly RankedTurn[], arms: readonly ArmHit[], turns: readonly TurnRow[]): Hit[] {
  const armOf = new Map(arms.map((hit) => [hit.id, hit]));
  const samenessOf = new Map(turns.map(({ id, sameness }) => [id, sameness]));
  return ranked.map((turn) => ({
    id: turn.id,
    score: turn.score,
    ...armScores(armOf.get(turn.id)),
    sameness: samenessOf.get(turn.id) ?? turn.id,
    explain: () => turn.explain(),
  }));
}

const armScores = (arm: ArmHit | undefined): Pick<Hit, 'lexical' | 'semantic'> => ({
  lexical: arm?.lexicalRank ? { rank: arm.lexicalRank, score: arm.lexical } : null,
  semantic: arm?.semanticRank ? { rank: arm.semanticRank, score: arm.cosine } : null,
});
