import type { Database } from '../platform/db/database.ts';
import { type ComparisonSettings, comparedByIds } from './compared-memories.store.ts';
import type { ConsolidationRun } from './consolidation.ts';
import { judgeDuplicateIn } from './duplicates.ts';
import { mostDoubts } from './merge-similar-step.ts';
import { type Doubt, eachOnce, type ModelJudge } from './model-judge.ts';
import { type Found, idsIn, neighboursOf, readVectors } from './neighbours.ts';
import { mayOutdate } from './outdated-index.ts';
import { inProposals, pairKey, refusedPairs } from './scope.store.ts';
import { type Batch, inBatches } from './step.ts';

export interface JudgeParts {
  readonly db: Database;
  /** Model of the vectors of the settings. */
  readonly model: string;
  /** Whom to ask about pairs that rules cannot decide; null where none is configured. */
  readonly modelJudge: ModelJudge | null;
}

/** What is about the same lies so near at least; of a model to which all is near the nearest are asked about. */
const leastSimilarity = 0.5;
/** Neighbours of one memory that are thought of. */
const mostNeighbours = 3;
const scanSize = 200;

/** Asks the model which of those that lie near each other, and that rules left alone, outdate one another. In any language. */
export async function* judgeOutdated(
  { db, model, modelJudge }: JudgeParts,
  run: ConsolidationRun,
  settings: ComparisonSettings,
  signal: AbortSignal,
): AsyncGenerator<Batch> {
  if (!modelJudge) return;
  const vectors = await readVectors(db, run, settings.formerModel ?? model, signal);
  const total = vectors.size;
  let doubts: Doubt[] = [];
  for (let start = 0; start < total && !signal.aborted; start += scanSize) {
    const end = Math.min(total, start + scanSize);
    const found = await neighboursOf(vectors, { start, end }, leastSimilarity, mostNeighbours);
    doubts = eachOnce([...doubts, ...(await doubtsAmong(db, run, settings, found))], new Set()).slice(0, mostDoubts);
    yield { proposals: [], scanned: 0, done: total, total };
  }
  for await (const judged of modelJudge.outdated(doubts, signal)) yield* inBatches(judged, { done: total, total });
}

async function doubtsAmong(
  db: Database,
  run: ConsolidationRun,
  { language }: ComparisonSettings,
  found: readonly Found[],
): Promise<Doubt[]> {
  const ids = idsIn(found);
  if (ids.length === 0) return [];
  const taken = await inProposals(db, run, ids);
  const refused = await refusedPairs(db, run.accountId, ids);
  const memories = await comparedByIds(db, run.accountId, ids);
  const same = judgeDuplicateIn(language);
  return found.flatMap(({ id, neighbours }) =>
    neighbours.flatMap((near): Doubt[] => {
      const [one, other] = [memories.get(id), memories.get(near.id)];
      if (!one || !other || taken.has(id) || taken.has(near.id) || refused.has(pairKey(id, near.id))) return [];
      return mayOutdate(one, other) && !same(one, other) ? [{ one, other, similarity: near.similarity }] : [];
    }),
  );
}
