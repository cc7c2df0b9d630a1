import { Numbers } from '../numbers.ts';
import type { Turns } from './engine-port.ts';

/** More than the number of days between any two dates. */
const mostDays = 2 ** 32;

/**
 * Numbers the members' sittings, from 0 on: a sitting is what was said on one day of a session, since somebody may go on with one
 * conversation for years. Source: docs/adr/0074.
 */
export function sittingsOf({ members, sessions, days }: Pick<Turns, 'members' | 'sessions' | 'days'>): Int32Array {
  const numbers = new Numbers<number>();
  return sessions.subarray(0, members).map((session, member) => numbers.of(session * mostDays + (days[member] ?? 0)));
}
