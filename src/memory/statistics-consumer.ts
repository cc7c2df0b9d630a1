import type { Consumer } from '../platform/events/consumer.ts';
import { countMemories } from './statistics.store.ts';

/** Events of one transaction: a few milliseconds of work on the embedded database, which has one connection. */
const batch = 100;

/** Keeps the statistics of stems, pieces and participants in step with the memories. */
export const statisticsConsumer: Consumer = {
  name: 'statistics',
  kind: 'collection',
  batch,
  async consume(db, { accountId }, events) {
    const touched = events.filter(({ type }) => type.startsWith('Memory')).map(({ subjectId }) => subjectId);
    await countMemories(db, accountId, [...new Set(touched)]);
    return 'done';
  },
};
