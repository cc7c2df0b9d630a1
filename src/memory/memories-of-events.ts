import type { LoggedEvent } from '../platform/events/consumer.ts';

/** Whether an event of a collection's stream is about a memory. */
export const isOfMemory = ({ type }: LoggedEvent): boolean => type.startsWith('Memory');

/** Whether an event may tell that a memory is no longer CURRENT, or that it is so again. */
export const changesStatus = ({ type, changed }: LoggedEvent): boolean =>
  type === 'MemoryForgotten' || (type === 'MemoryChanged' && changed.includes('status'));

/** Returns the ids of what those of the events are about that `isMeant` selects, each once. */
export const subjectsOf = (events: readonly LoggedEvent[], isMeant: (event: LoggedEvent) => boolean): string[] => [
  ...new Set(events.filter(isMeant).map(({ subjectId }) => subjectId)),
];
