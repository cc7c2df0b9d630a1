import { portions } from '../platform/portions.ts';
import type { ConsolidationRun, NewProposal } from './consolidation.ts';

/** What a step has found and done since its last batch: stored in one transaction, unless the run was ended meanwhile. */
export interface Batch {
  readonly proposals: readonly NewProposal[];
  /** Memories looked at since the last batch. */
  readonly scanned: number;
  /** How far the step has come, in the units of `total`. */
  readonly done: number;
  readonly total: number;
  /** Where to go on after a crash, for steps that go by id. */
  readonly place?: string | null;
  readonly bytesBefore?: number;
  readonly bytesAfter?: number;
}

/**
 * Does one step of a run, batch by batch. What it reads, it reads outside of the batches' transactions. It begins anew
 * after a crash: at the run's place, and passing over memories that the run has a proposal for.
 */
export type Step = (run: ConsolidationRun, signal: AbortSignal) => AsyncIterable<Batch>;

/** Memories of one transaction, unless one proposal has more: each is a statement, and requests wait for them on the embedded database. */
const memoriesAtOnce = 4;

/** Cuts what was found into batches that leave room for requests between them. */
export function* inBatches(
  proposals: readonly NewProposal[],
  at: Pick<Batch, 'done' | 'total' | 'place'>,
): Generator<Batch> {
  const sizeOf = ({ memories }: NewProposal) => memories.length;
  for (const some of portions(proposals, { items: memoriesAtOnce, most: memoriesAtOnce, sizeOf })) {
    yield { ...at, scanned: 0, proposals: some };
  }
}
