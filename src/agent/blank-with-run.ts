import { blankMessage } from '../conversation/blank-message.ts';
import type { BlankMessage } from '../memory/purge-memory.ts';
import { forgetInRunOf } from './run-memories.store.ts';

/** Empties a message, and takes out of the run that it asked or answered what may repeat it. */
export const blankWithRun: BlankMessage = async (unit, reach, messageId) => {
  if (await blankMessage(unit, reach, messageId)) await forgetInRunOf(unit.db, unit.accountId, messageId);
};
