import { wordSet } from '../../platform/word-lists.ts';
import { type Clause, mostNames } from './clause.ts';
import { isOnlyWhen } from './parts.ts';

/** What serves somebody until something else does it in its place. */
const serving = wordSet('host hosts store run serve handle power provide deliver process send manage');
const moving = wordSet('moved migrated switched changed');

/** Reads "we migrated from GitLab to GitHub" as "GitLab is replaced". */
export function replacedIn({ says: [verb = '', from, ...rest], ...clause }: Clause): Clause[] {
  const to = rest.indexOf('to');
  const former = rest.slice(0, to);
  if (clause.denies || !moving.has(verb) || from !== 'from' || to < 1 || to > mostNames) return [];
  if (!former.every((form) => clause.names.has(form)) || !clause.names.has(rest[to + 1] ?? '')) return [];
  return [{ ...clause, subject: former.join(' '), says: ['replaced'], isNews: true }];
}

const owed = /^owe (?:(?:us|me|him|her|them)(?= \D) )?/;
/** Ways to be employed, of which one has one at a company. */
const employments = wordSet('intern trainee apprentice contractor freelancer employee');
const onPlan = /^is on (?:\w+ ){1,2}(?:plan|tier|subscription)$/;
const plans = wordSet('free basic starter standard plus pro premium business team enterprise');

/**
 * Whether something else is probably in the place of what was: "GitLab hosts our code" if it is replaced, "is on the Basic plan" if
 * upgraded to Pro, "owes us the fee" if it is paid, "is an intern" of an employee by now.
 */
export function isInItsPlace(was: Clause, is: Clause): boolean {
  const [does = '', to, plan = '', ...rest] = is.says;
  if (does === 'replaced') return serving.has(was.says[0] ?? '');
  if (onPlan.test(was.says.join(' ')) && (does === 'upgraded' || does === 'downgraded')) {
    return to === 'to' && (plans.has(plan) || is.names.has(plan)) && isOnlyWhen(rest);
  }
  if (does === 'paid') return was.says.join(' ').replace(owed, '') === is.says.slice(1).join(' ');
  const [before = '', now = ''] = [was, is].map(({ says }) => (says[0] === 'is' ? says.at(-1) : ''));
  return is.isNews && before !== now && employments.has(before) && employments.has(now);
}
