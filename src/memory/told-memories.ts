import type { LoggedEvent } from '../platform/events/consumer.ts';

/** Whether an event of a collection is about one of its memories. */
export const isOfMemory = ({ type }: LoggedEvent): boolean => type.startsWith('Memory');

/** Ids of the memories that events of a collection are about, each once. */
export const memoryIdsIn = (events: readonly LoggedEvent[]): string[] => [
  ...new Set(events.filter(isOfMemory).map(({ subjectId }) => subjectId)),
];
