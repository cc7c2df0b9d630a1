import type { Database } from '../platform/db/database.ts';
import { type ComparisonSettings, comparedByIds, comparisonSettings } from './compared-memories.store.ts';
import type { ConsolidationRun } from './consolidation.ts';
import { DuplicateGroups, type JudgePair } from './duplicate-groups.ts';
import { mayBeSame } from './duplicates.ts';
import { type Doubt, eachOnce, type ModelJudge } from './model-judge.ts';
import { type Found, idsIn, neighboursOf, readVectors } from './neighbours.ts';
import { inProposals, pairKey, refusedPairs } from './scope.store.ts';
import { type Batch, inBatches, type Step } from './step.ts';

interface Parts {
  readonly db: Database;
  /** Model of the vectors of the settings. */
  readonly model: string;
  readonly judge: (settings: ComparisonSettings) => JudgePair;
  /** Whom to ask about pairs that rules cannot decide; null where none is configured. */
  readonly modelJudge: ModelJudge | null;
}

/** Memories of which the neighbours are looked up between two batches. */
const scanSize = 200;
/** Most neighbours of one memory that are looked at. */
const mostNeighbours = 20;
/** Most pairs of a run that a language model is asked about, the nearest first: each costs its caller something. */
export const mostDoubts = 200;

/**
 * Proposes to merge memories that say the same: near by their vectors, and in agreement by their words. The vectors of
 * the collection are read once and compared in the process, so that the database has other things to do.
 */
export const mergeSimilarStep = (parts: Parts): Step =>
  async function* (run, signal) {
    const settings = await comparisonSettings(parts.db, run);
    if (!settings) return;
    const vectors = await readVectors(parts.db, run, settings.formerModel ?? parts.model, signal);
    const groups = new DuplicateGroups(parts.judge(settings));
    const doubts: Doubt[] = [];
    const total = vectors.size;
    for (let start = 0; start < total && !signal.aborted; start += scanSize) {
      const end = Math.min(total, start + scanSize);
      const found = await neighboursOf(vectors, { start, end }, settings.duplicateThreshold, mostNeighbours);
      await group(parts.db, run, found, groups, doubts);
      yield { proposals: [], scanned: end - start, done: end, total } satisfies Batch;
    }
    const at = { done: total, total };
    yield* inBatches(groups.proposals(), at);
    if (!parts.modelJudge) return;
    const open = eachOnce(doubts, groups.members()).slice(0, mostDoubts);
    for await (const judged of parts.modelJudge.same(open, signal)) yield* inBatches(judged, at);
  };

async function group(
  db: Database,
  run: ConsolidationRun,
  found: readonly Found[],
  groups: DuplicateGroups,
  doubts: Doubt[],
): Promise<void> {
  const ids = idsIn(found);
  if (ids.length === 0) return;
  const taken = await inProposals(db, run, ids);
  const refused = await refusedPairs(db, run.accountId, ids);
  const memories = await comparedByIds(db, run.accountId, ids);
  for (const { id, neighbours } of found) {
    const memory = taken.has(id) ? undefined : memories.get(id);
    if (!memory) continue;
    for (const near of neighbours) {
      const earlier = taken.has(near.id) || refused.has(pairKey(id, near.id)) ? undefined : memories.get(near.id);
      if (!earlier) continue;
      if (groups.offer(memory, earlier, near.similarity)) break;
      if (mayBeSame(memory, earlier)) doubts.push({ one: memory, other: earlier, similarity: near.similarity });
    }
  }
}
