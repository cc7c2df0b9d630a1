import { areOneSlipApart } from '../one-slip.ts';
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

/** Lower case counts as a typo, too. */
const isSlip = (given: string, meant: string): boolean => areOneSlipApart(given.toUpperCase(), meant);
