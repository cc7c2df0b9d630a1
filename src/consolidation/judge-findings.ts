import type { Database } from '../platform/db/database.ts';
import { inUnitOfWork } from '../platform/events/unit-of-work.ts';
import { findBesideNew, type NewOnes } from './find-beside-new.ts';
import { storeFindings } from './findings-consumer.ts';
import type { ModelJudge } from './model-judge.ts';

interface JudgeFindingsParts {
  readonly db: Database;
  /** Whose vectors are compared. */
  readonly model: string;
  /** Null where no language model is configured any more. */
  readonly modelJudge: ModelJudge | null;
}

/** Asks the language model which of what stands beside new memories they outdate; what it says is only proposed. */
export async function judgeFindings(
  { db, model, modelJudge }: JudgeFindingsParts,
  fresh: NewOnes,
  signal: AbortSignal,
): Promise<'done' | 'again'> {
  const [found] = modelJudge ? await findBesideNew(db, model, [fresh]) : [];
  if (!modelJudge || !found) return 'done';
  const judged = await Array.fromAsync(modelJudge.outdated(found.doubts, signal));
  if (signal.aborted) return 'again';
  await inUnitOfWork(db, fresh.accountId, (unit) => storeFindings(unit, fresh, { ...found, proposals: judged.flat() }));
  return 'done';
}
