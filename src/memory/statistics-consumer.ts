import type { Batch, Consumer, LoggedEvent } from '../platform/events/consumer.ts';
import { countOfAll, type MemoryRef } from './statistics.store.ts';

/** Events of one transaction: a few milliseconds of work on the embedded database, which has one connection. */
const batch = 100;

/** Nothing else changes what is counted. */
export function isOfMemory({ type }: LoggedEvent): boolean {
  return type.startsWith('Memory');
}

/** The memories that some events are about, each once. */
export function memoriesOf({ stream: { accountId }, events }: Batch): MemoryRef[] {
  const ids = new Set(events.filter(isOfMemory).map(({ subjectId }) => subjectId));
  return [...ids].map((id) => ({ accountId, id }));
}

/** Keeps the statistics of stems, pieces and participants in step with the memories. */
export const statisticsConsumer: Consumer = {
  name: 'statistics',
  kind: 'collection',
  batch,
  concerns: isOfMemory,
  async consume(db, batches) {
    await countOfAll(db, batches.flatMap(memoriesOf));
    return [];
  },
};
