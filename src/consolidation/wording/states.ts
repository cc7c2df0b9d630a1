import type { Clause } from './clauses.ts';
import { isLongAgo } from './homes.ts';

/** States and what ends them. */
const ends: readonly (readonly [RegExp, RegExp])[] = [
  [/^is single\b/, /^(got|past getting) engaged\b/],
  [/^is (single|engaged|divorced|widowed)\b/, /^((got|past getting) )?married\b/],
  [/^is married\b/, /^(got )?divorced\b/],
  [/^is pregnant\b/, /^past (baby|given birth)\b|^gave birth\b/],
  [
    /^is (unemployed|out of work)\b/,
    /^(started|start|got|found) (new )?job(?= (?:at|in|as|with|on|last|this)\b|$)|^work (at|for|as) (?!volunteer|free|charity|night|home)/,
  ],
  [/^is in hospital\b/, /^(past|is) (discharged|released)\b|^left hospital\b/],
  [/^is broken\b/, /^work(?: fine| well| perfectly)?$|^(past|is|have been|has been) (repaired|fixed|mended)\b/],
  [/^(has|have) (boyfriend|girlfriend|partner)\b|^is dating\b/, /^(?:broke|split) up(?= (?:with|in|last)\b|$)/],
];

/** Whether a later clause ended a state; what happened long ago ends none. */
export function over(was: Clause, is: Clause): boolean {
  const [before, now] = [was.says.join(' '), is.says.join(' ')];
  return !is.says.some(isLongAgo) && ends.some(([state, end]) => state.test(before) && end.test(now));
}

const states = ['single', 'married', 'divorced', 'engaged', 'widowed'];

/** Whether two states of a person exclude each other: "single" and "married". A divorced person is single, too. */
export function exclude([before = '']: readonly string[], [now = '', next]: readonly string[]): boolean {
  // "Engaged in politics" and "single-handedly" are no such states.
  if (!states.includes(before) || !states.includes(now) || (next !== undefined && next !== 'to')) return false;
  return before !== now && !(now === 'single' && (before === 'divorced' || before === 'widowed'));
}
