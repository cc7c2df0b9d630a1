import { wholeAccount } from '../collection/reach.ts';
import { blankMessage } from '../conversation/blank-message.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { cancelled, finishRun, tellPutBack } from './end-run.ts';
import { forgetInRuns } from './run-memories.store.ts';

/**
 * Takes what runs keep of a memory out before it is purged: answers that it was given for, and the messages that hold them.
 * A run that is at work with it begins anew, or ends where it was cancelled. What a viewer may see does not count here: nothing of it may stay.
 */
export async function purgeFromRuns(unit: UnitOfWork, memoryId: string): Promise<void> {
  const { accountId } = unit;
  const { answerMessageIds, requeued } = await forgetInRuns(unit.db, accountId, memoryId);
  for (const id of answerMessageIds) await blankMessage(unit, wholeAccount(accountId), id);
  for (const { id, attempt, isCancelled } of requeued) {
    // Its process, which was to end it, has it no more.
    if (isCancelled) await finishRun(unit, { accountId, id, attempt: null }, cancelled);
    else tellPutBack(unit, { id, attempt });
  }
}
