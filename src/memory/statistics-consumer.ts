import type { Consumer, LoggedEvent } from '../platform/events/consumer.ts';
import { countMemories } from './statistics.store.ts';

/** Events of one transaction: a few milliseconds of work on the embedded database, which has one connection. */
const batch = 100;

/** Nothing else changes what is counted. */
export function isOfMemory({ type }: LoggedEvent): boolean {
  return type.startsWith('Memory');
}

/** Keeps the statistics of stems, pieces and participants in step with the memories. */
export const statisticsConsumer: Consumer = {
  name: 'statistics',
  kind: 'collection',
  batch,
  concerns: isOfMemory,
  async consume(db, { accountId }, events) {
    const touched = events.filter(isOfMemory).map(({ subjectId }) => subjectId);
    await countMemories(db, accountId, [...new Set(touched)]);
    return 'done';
  },
};
