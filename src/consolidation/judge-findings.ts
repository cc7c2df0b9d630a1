import { inUnitOfWork } from '../platform/events/unit-of-work.ts';
import { findBesideNew, type NewOnes } from './find-beside-new.ts';
import { storeFindings } from './findings-consumer.ts';
import type { JudgeParts } from './model-judge.ts';
import { pairsNotRefused } from './not-refused.ts';
import { stillCurrentIn } from './still-current.ts';

/** Asks the language model which memories the new ones outdate; its verdicts are only proposed. */
export async function judgeFindings(
  { db, model, modelJudge }: JudgeParts,
  fresh: NewOnes,
  signal: AbortSignal,
): Promise<'done' | 'again'> {
  const [found] = modelJudge ? await findBesideNew(db, { model, asksModel: true }, [fresh]) : [];
  if (!modelJudge || !found) return 'done';
  const judged = await Array.fromAsync(modelJudge.outdated(found.doubts, stillCurrentIn(db, fresh.accountId), signal));
  if (signal.aborted) return 'again';
  await inUnitOfWork(db, fresh.accountId, async (unit) => {
    const proposals = await pairsNotRefused(unit.db, fresh.accountId, judged.flat());
    await storeFindings(unit, fresh, { ...found, proposals });
  });
  return 'done';
}
