import { environment, type RawEnvironment } from './env.ts';

/** A variable that is no setting, but for one slip of the pen would be one that is not set. */
export interface Mistyped {
  readonly given: string;
  readonly meant: string;
}

const settings = environment.keyof().options;

/** Of other names nobody knows whose they are. */
export function mistypedIn(env: RawEnvironment): Mistyped[] {
  const unset = settings.filter((name) => !env[name]?.trim() && name.length >= shortest);
  return Object.keys(env)
    .filter((given) => !settings.some((name) => name === given))
    .flatMap((given) => unset.filter((meant) => isSlip(given, meant)).map((meant) => ({ given, meant })));
}

/** Of shorter names too many others are one letter away. */
const shortest = 6;

/** Whether one letter is too many, missing, another or in its neighbour's place; small letters are a slip, too. */
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
