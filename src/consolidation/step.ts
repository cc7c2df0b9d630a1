import { portions } from '../platform/portions.ts';
import type { ConsolidationRun, NewProposal } from './consolidation.ts';

/** What a step has found and done since its last batch. Stored in one transaction, unless the run has ended meanwhile. */
export interface Batch {
  readonly proposals: readonly NewProposal[];
  /** Memories looked at since the last batch. */
  readonly scanned: number;
  /** How far the step has come, in the units of `total`. */
  readonly done: number;
  readonly total: number;
  /** Where to resume after a crash, for steps that go by id. */
  readonly place?: string | null;
  readonly bytesBefore?: number;
  readonly bytesAfter?: number;
}

/**
 * Does one step of a run, batch by batch. It reads outside of the batches' transactions. After a crash it starts again at the
 * run's place, and skips memories for which the run has a proposal.
 */
export type Step = (run: ConsolidationRun, signal: AbortSignal) => AsyncIterable<Batch>;

/** Memories per transaction, unless one proposal has more. Each takes a statement, and requests wait for them on the embedded database. */
const memoriesAtOnce = 4;

/** Splits proposals into batches that leave room for requests between them. */
export function* inBatches(
  proposals: readonly NewProposal[],
  at: Pick<Batch, 'done' | 'total' | 'place'>,
): Generator<Batch> {
  const sizeOf = ({ memories }: NewProposal) => memories.length;
  for (const some of portions(proposals, { items: memoriesAtOnce, most: memoriesAtOnce, sizeOf })) {
    yield { ...at, scanned: 0, proposals: some };
  }
}
