import { regionNames } from '../../platform/region-names.ts';
import { wordSet } from '../../platform/word-lists.ts';
import type { Clause } from './clause.ts';
import { isNumber, isYear } from './tokens.ts';

/**
 * Returns whether the place moved to is another home than the former; null: somebody may be in both. A team, a larger flat, Linux
 * or where somebody went as a child is none. A country and a city may be the same home, and a name that is written without a
 * capital may be no name: these are only another value.
 */
export function moveBetween(
  former: readonly string[],
  latter: readonly string[],
  { names }: Clause,
): 'told anew' | 'another value' | null {
  const [first = ''] = latter;
  if (tools.has(first) || latter.some((form) => isLongAgo(form))) return null;
  if (isCountry(former) !== isCountry(latter)) return 'another value';
  if (names.has(first)) return 'told anew';
  return latter.length === 1 ? 'another value' : null;
}

/** Whether a word says that something was so at another time, maybe long before it was mentioned. */
export const isLongAgo = (form: string): boolean => formerly.has(form) || isYear(form);

const formerly = wordSet('when child kid student once ago before formerly previously young youth for');

/** What people move to without changing place. */
const tools = wordSet(
  'linux window mac macos android iphone ubuntu python typescript javascript rust java kotlin vim emacs slack github gitlab notion',
);

/** Whether the words say how or when somebody works, and not for whom. */
export const isNoEmployer = ([first = '']: readonly string[]): boolean => isNumber(first) || noEmployers.has(first);
const noEmployers = wordSet(
  'night home weekend weekends day noon once free fun charity himself herself myself themselves least most last first',
);

const continents = 'africa|asia|europe|north america|south america|scandinavia|england|scotland|wales';
const shortNames = 'us|usa|uk|united state|czech republic|great britain|emirate|turkey';

/** Names of all countries, as word forms; built on first use, not at each start. */
let countries: ReadonlySet<string> | null = null;

function isCountry(forms: readonly string[]): boolean {
  countries ??= new Set(`${continents}|${shortNames}|${regionNames('en').join('|')}`.toLowerCase().split('|'));
  return countries.has(forms.join(' '));
}
