import { blankMessage } from '../conversation/blank-message.ts';
import type { BlankMessage } from '../memory/purge-memory.ts';
import { finishRun } from './end-run.ts';
import { forgetInRunOf } from './run-memories.store.ts';

/**
 * Empties a message, and takes out of the run that it asked or answered what may repeat it. One that has not answered it ends: it would
 * tell what it was asked, or answer nothing.
 */
export const blankWithRun: BlankMessage = async (unit, reach, messageId) => {
  if (!(await blankMessage(unit, reach, messageId))) return;
  for (const attempt of await forgetInRunOf(unit.db, unit.accountId, messageId)) {
    await finishRun(unit, attempt, { status: 'CANCELLED', error: 'Its question was purged' });
  }
};
