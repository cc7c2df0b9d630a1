import { type Evidence, firstWord } from './evidence.ts';
import { isOfSide } from './profile.ts';

/** What `wishes` of 1 adds to a score, of usually 4 where a user talks to an assistant. Source: docs/adr/0085. */
export const wishesWeight = 0.8;

/** What a wish is worth that has nothing else in common with what is asked for; the rest is how well it matches. As above. */
const leastValue = 0.2;

/** For each member in which people say what they want at all times, how much of that concerns what is asked for, from .2 to 1; else 0. */
export function wishes(evidence: Evidence, stemsOfWishes: ReadonlySet<number>): Float64Array {
  const { turns, windowMatch } = evidence;
  const { members, stems } = turns;
  const values = new Float64Array(members);
  const hasWish = (member: number): boolean => {
    for (let at = firstWord(evidence, member); at < (stems.ends[member] ?? 0); at++)
      if (stemsOfWishes.has(stems.numbers[at] ?? 0)) return true;
    return false;
  };
  for (let member = 0; member < members; member++)
    if (isOfSide('people', turns.participant(member)) && hasWish(member))
      values[member] = leastValue + (1 - leastValue) * (windowMatch[member] ?? 0);
  return values;
}
