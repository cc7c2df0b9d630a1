import { channel } from 'node:diagnostics_channel';

/**
 * Phases of a server's start, in order. `imports`: modules that the settings require; `table`: the embedding table
 * and the rest of ranking; `database`: until it first answers; `background`: jobs and consumers of the event log; `indexes`: those that were
 * searched last; `rehearsal`: searches over HTTP.
 */
export const startParts = [
  'config',
  'imports',
  'table',
  'database',
  'migrations',
  'background',
  'warm-up',
  'indexes',
  'rehearsal',
  'ready',
] as const;
type StartPart = (typeof startParts)[number];

/** Publishes each phase when it ends; `npm run bench:start` subscribes. */
export const endedParts = channel('mnemograph:start-part');

export const endOf = (part: StartPart): void => endedParts.publish(part);
