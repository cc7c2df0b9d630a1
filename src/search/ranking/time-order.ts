import type { AskedOrder } from './asked-order.ts';
import type { Turns } from './engine-port.ts';

/**
 * A turn fits about as well as the best if its score, of usually 4, is at most this far below. Of these, the first or last gets as much, so that it
 * comes before all of them. Source: docs/adr/0073.
 */
const closeToBest = 0.5;

/** The same where a question asks for what holds now: that may well have been said long ago. Source: docs/adr/0073. */
const ofNow = 0.25;

/** What the whole share of `timeOrder` adds to a score. */
export const weightOf = (order: AskedOrder): number => (order === 'now' ? ofNow : closeToBest);

/**
 * For each member, from 0 to 1, what share of the others that fit about as well come after it or, if the first is not asked for, before it; of
 * one day, neither. 0 for those that fit worse, so that nothing passes by its date alone.
 */
export function timeOrder(scores: Float64Array, { days }: Pick<Turns, 'days'>, order: AskedOrder): Float64Array {
  const shares = new Float64Array(scores.length);
  const best = scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
  const close: number[] = [];
  for (const [member, score] of scores.entries()) if (score >= best - closeToBest) close.push(member);
  const dayOf = (member: number): number => days[member] ?? 0;
  const sign = order === 'first' ? -1 : 1;
  for (const member of close) {
    const passed = close.filter((other) => sign * (dayOf(member) - dayOf(other)) > 0).length;
    shares[member] = passed / Math.max(1, close.length - 1);
  }
  return shares;
}
