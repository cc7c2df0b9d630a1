import { comparisonSettings } from './compared-memories.store.ts';
import type { ComparedMemory } from './compared-memory.ts';
import { comparingTurns } from './comparing-turns.ts';
import { DuplicateGroups } from './duplicate-groups.ts';
import { judgeDoubt, judgeDuplicateIn } from './duplicates.ts';
import { type Doubt, eachOnce, type JudgeParts, mostDoubts } from './model-judge.ts';
import { type Found, type NearPair, neighboursOf, openPairs, readVectors, rowsFrom } from './neighbours.ts';
import { type Batch, inBatches, type Step } from './step.ts';
import { stillCurrentIn } from './still-current.ts';
import { prepareWords } from './wording/languages/languages.ts';

/** Memories whose neighbours are looked up per batch. */
const scanSize = 200;
/** Maximum number of neighbours examined at a time per memory. */
const mostNeighbours = 20;

/**
 * Proposes to merge memories that say the same: near by their vectors, and in agreement by their words. The vectors of the
 * collection are read once and compared in the process, which takes load off the database.
 */
export const mergeSimilarStep = (parts: JudgeParts): Step =>
  async function* (run, signal) {
    const settings = await comparisonSettings(parts.db, run);
    if (!settings) return;
    await prepareWords(settings.language);
    const vectors = await readVectors(parts.db, run, settings.formerModel ?? parts.model, signal);
    const groups = new DuplicateGroups(judgeDuplicateIn(settings.language));
    const doubts: Doubt[] = [];
    // Doubts are gathered only if there is a model to ask.
    const mayBeSame = parts.modelJudge ? judgeDoubt() : () => false;
    const near = {
      threshold: settings.duplicateThreshold,
      most: mostNeighbours,
      passesOver: (id: string) => groups.follows(id),
    };
    const { size } = vectors;
    // Merging takes about as long as comparing does.
    const total = 2 * size;
    for (let start = 0; start < size && !signal.aborted; start += scanSize) {
      const end = Math.min(size, start + scanSize);
      for (let rows = rowsFrom(start, end); rows.length > 0 && !signal.aborted; ) {
        const found = await neighboursOf(vectors, rows, near);
        doubts.push(...(await gather(await openPairs(parts.db, run, found), groups, mayBeSame, signal)));
        rows = found.filter((one) => mayHaveMore(one, groups)).map(({ row }) => row);
      }
      yield { proposals: [], scanned: end - start, done: end, total } satisfies Batch;
    }
    const batches = [...inBatches(await groups.proposals(), { done: size, total })];
    for (const [index, batch] of batches.entries()) {
      yield { ...batch, done: size + Math.floor((size * (index + 1)) / batches.length) };
    }
    if (!parts.modelJudge) return;
    const open = eachOnce(doubts, groups.members()).slice(0, mostDoubts);
    const judging = parts.modelJudge.same(open, stillCurrentIn(parts.db, run.accountId), signal);
    for await (const judged of judging) yield* inBatches(judged, { done: total, total });
  };

/** Whether more memories may be near it than were examined, of which some have joined the groups of others meanwhile. */
const mayHaveMore = ({ id, neighbours }: Found, groups: DuplicateGroups): boolean =>
  neighbours.length === mostNeighbours && !groups.has(id) && neighbours.some((near) => groups.follows(near.id));

/** Puts the first memory of each pair into a group if it belongs to one. Returns the pairs that rules cannot decide. */
export async function gather(
  pairs: readonly NearPair[],
  groups: DuplicateGroups,
  mayBeSame: (one: ComparedMemory, other: ComparedMemory) => boolean,
  signal: AbortSignal,
): Promise<Doubt[]> {
  const grouped = new Set<string>();
  const doubts: Doubt[] = [];
  const letOthersIn = comparingTurns();
  for (const pair of pairs) {
    const { one, other, similarity } = pair;
    if (signal.aborted) break;
    if (grouped.has(one.id)) continue;
    if (groups.offer(one, other, similarity)) grouped.add(one.id);
    else if (mayBeSame(one, other)) doubts.push(pair);
    await letOthersIn(one, other);
  }
  return doubts;
}
