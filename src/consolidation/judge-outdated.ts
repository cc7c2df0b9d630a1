import type { ComparisonSettings } from './compared-memories.store.ts';
import type { ComparedPair } from './compared-memory.ts';
import { comparingTurns } from './comparing-turns.ts';
import type { ConsolidationRun } from './consolidation.ts';
import type { JudgePair } from './duplicate-groups.ts';
import { judgeDuplicateIn } from './duplicates.ts';
import { type Doubt, eachOnce, fitsInRequest, type JudgeParts, mostDoubts } from './model-judge.ts';
import { neighboursOf, openPairs, readVectors, rowsFrom } from './neighbours.ts';
import { mayOutdate } from './outdated.ts';
import { type Batch, inBatches } from './step.ts';
import { stillCurrentIn } from './still-current.ts';

/**
 * Minimum similarity of memories about the same subject. For a model by which everything is near, only the nearest pairs are
 * asked about.
 */
const leastSimilarity = 0.5;
/** Maximum number of neighbours considered per memory. */
const mostNeighbours = 3;
const near = { threshold: leastSimilarity, most: mostNeighbours };
const scanSize = 200;

/** Asks the model which near memories, of those that rules left alone, outdate one another. In any language. */
export async function* judgeOutdated(
  { db, model, modelJudge }: JudgeParts,
  run: ConsolidationRun,
  settings: ComparisonSettings,
  signal: AbortSignal,
): AsyncGenerator<Batch> {
  if (!modelJudge) return;
  const vectors = await readVectors(db, run, settings.formerModel ?? model, signal);
  const total = vectors.size;
  const same = judgeDuplicateIn(settings.language);
  let doubts: Doubt[] = [];
  for (let start = 0; start < total && !signal.aborted; start += scanSize) {
    const end = Math.min(total, start + scanSize);
    const found = await neighboursOf(vectors, rowsFrom(start, end), near);
    const pairs = await openPairs(db, run, found);
    const more = await doubtsAmong(pairs, same);
    doubts = eachOnce([...doubts, ...more], new Set()).slice(0, mostDoubts);
    yield { proposals: [], scanned: 0, done: total, total };
  }
  const judging = modelJudge.outdated(doubts, stillCurrentIn(db, run.accountId), signal);
  for await (const judged of judging) yield* inBatches(judged, { done: total, total });
}

/** Returns the pairs that fit into a request, of which one may outdate the other, and that do not say the same by the rules. */
export async function doubtsAmong(pairs: readonly ComparedPair[], same: JudgePair): Promise<Doubt[]> {
  const letOthersIn = comparingTurns();
  const doubts: Doubt[] = [];
  for (const pair of pairs) {
    if (!fitsInRequest(pair)) continue;
    if (mayOutdate(pair.one, pair.other) && !same(pair.one, pair.other)) doubts.push(pair);
    await letOthersIn(pair.one, pair.other);
  }
  return doubts;
}
