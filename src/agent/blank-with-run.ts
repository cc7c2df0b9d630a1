import { blankMessage } from '../conversation/blank-message.ts';
import type { BlankMessage } from '../memory/purge-memory.ts';
import { finishRun, purged } from './end-run.ts';
import { endOrTellPutBack } from './purge-from-runs.ts';
import { forgetInRunOf, forgetInRunsAfter } from './run-memories.store.ts';

/**
 * Blanks a message, and removes from the run that it asked or answered whatever may repeat it. A run that is still active is
 * cancelled: it would repeat its question, or have none to answer. One that is shown the message before its question begins anew.
 */
export const blankWithRun: BlankMessage = async (unit, reach, messageId) => {
  if (!(await blankMessage(unit, reach, messageId))) return;
  for (const attempt of await forgetInRunOf(unit.db, unit.accountId, messageId)) {
    await finishRun(unit, attempt, purged);
  }
  await endOrTellPutBack(unit, await forgetInRunsAfter(unit.db, unit.accountId, messageId));
};
