import { blankMessage } from '../conversation/blank-message.ts';
import type { BlankMessage } from '../memory/purge-memory.ts';
import { finishRun, purged } from './end-run.ts';
import { forgetInRunOf } from './run-memories.store.ts';

/**
 * Blanks a message, and removes from the run that it asked or answered whatever may repeat it. A run that is still active is
 * cancelled: it would repeat its question, or have none to answer.
 */
export const blankWithRun: BlankMessage = async (unit, reach, messageId) => {
  if (!(await blankMessage(unit, reach, messageId))) return;
  for (const attempt of await forgetInRunOf(unit.db, unit.accountId, messageId)) {
    await finishRun(unit, attempt, purged);
  }
};
