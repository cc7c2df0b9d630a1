import { wholeAccount } from '../collection/reach.ts';
import type { RequestErasure } from '../collection/request-erasure.ts';
import { blankMessages, tellMessagesChanged } from '../conversation/blank-message.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { cancelled, finishRun } from './end-run.ts';
import { tellPutBack } from './run-events.ts';
import { forgetInRuns, type Requeued, requeueToldOfHidden } from './run-memories.store.ts';

/**
 * Removes what runs keep of a memory before it is purged: answers of runs that were given the memory, also partial ones, and the messages
 * that hold them. A running one is requeued, or ends if it was cancelled. Visibility is ignored: nothing of the memory may remain.
 */
export async function purgeFromRuns(unit: UnitOfWork, memoryId: string): Promise<void> {
  const { accountId } = unit;
  const { answerMessageIds, emptied, requeued } = await forgetInRuns(unit.db, accountId, memoryId);
  await blankMessages(unit, wholeAccount(accountId), answerMessageIds);
  for (const conversation of emptied) tellMessagesChanged(unit, conversation);
  await endOrTellPutBack(unit, requeued);
}

/**
 * Runs before what was hidden is erased. A run that was given some of it begins anew: it would go on telling it. Answers that were given
 * before stay.
 */
export const requeueingRuns =
  (requestErasure: RequestErasure): RequestErasure =>
  async (unit) => {
    await endOrTellPutBack(unit, await requeueToldOfHidden(unit.db, unit.accountId));
    await requestErasure(unit);
  };

/** Tells of runs that were taken from their processes, and ends those that somebody has asked to cancel. */
export async function endOrTellPutBack(unit: UnitOfWork, requeued: readonly Requeued[]): Promise<void> {
  for (const { id, attempt, isCancelled } of requeued) {
    // The process that was to end it no longer has it.
    if (isCancelled) await finishRun(unit, { accountId: unit.accountId, id, attempt: null }, cancelled);
    else tellPutBack(unit, { id, attempt });
  }
}
