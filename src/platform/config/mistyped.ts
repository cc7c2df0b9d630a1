import { environment, type RawEnvironment } from './env.ts';

/** An unknown variable that is one typo away from a setting that is not set. */
export interface Mistyped {
  readonly given: string;
  readonly meant: string;
}

const settings = environment.keyof().options;

/** Finds likely typos. Other unknown variables may belong to other programs. */
export function mistypedIn(env: RawEnvironment): Mistyped[] {
  const unset = settings.filter((name) => !env[name]?.trim() && name.length >= shortest);
  return Object.keys(env)
    .filter((given) => !settings.some((name) => name === given))
    .flatMap((given) => unset.filter((meant) => isSlip(given, meant)).map((meant) => ({ given, meant })));
}

/** Shorter names are one letter away from too many others. */
const shortest = 6;

/** Whether one letter is added, missing, replaced or swapped with its neighbour; lower case counts as a typo, too. */
function isSlip(one: string, other: string): boolean {
  const [a, b] = [one.toUpperCase(), other];
  let begin = 0;
  while (begin < a.length && a[begin] === b[begin]) begin += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - begin && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const [rest, wanted] = [a.slice(begin, a.length - end), b.slice(begin, b.length - end)];
  if (rest.length <= 1 && wanted.length <= 1) return true;
  return rest.length === 2 && rest === [...wanted].reverse().join('');
}
