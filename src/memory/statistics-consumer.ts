import type { Batch, Consumer, LoggedEvent } from '../platform/events/consumer.ts';
import { keysOf, type MemoryKey } from './asked-memories.ts';
import { countOfAll } from './statistics.store.ts';

/** Events of one transaction: a few milliseconds of work on the embedded database, which has one connection. */
const batch = 100;

/** Nothing else changes what is counted. */
export function isOfMemory({ type }: LoggedEvent): boolean {
  return type.startsWith('Memory');
}

/** The memories that some events are about, each once. */
function memoriesOf({ stream: { accountId }, events }: Batch): MemoryKey[] {
  const ids = new Set(events.filter(isOfMemory).map(({ subjectId }) => subjectId));
  return keysOf(accountId, [...ids]);
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
