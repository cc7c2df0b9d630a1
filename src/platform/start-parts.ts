import { channel } from 'node:diagnostics_channel';

/**
 * What a server does until it is ready, in this order. `imports`: the code of what the settings ask for; `table`: the embedding table
 * with all that ranks by it; `database`: until it first answers; `background`: jobs and what follows the event log. `rehearsal`: a search by HTTP.
 */
export const startParts = [
  'config',
  'imports',
  'table',
  'database',
  'migrations',
  'background',
  'warm-up',
  'rehearsal',
  'ready',
] as const;
export type StartPart = (typeof startParts)[number];

/** Told of each part when it is over; `npm run bench:start` listens. */
export const endedParts = channel('mnemograph:start-part');

export const endOf = (part: StartPart): void => endedParts.publish(part);
