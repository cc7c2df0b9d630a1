import { regionNames } from '../../platform/region-names.ts';
import type { Clause } from './clauses.ts';
import { isNumber } from './tokens.ts';

/** How surely somebody moved from one place to another: `null` where they may be in both. */
export type Move = 'surely' | 'perhaps' | null;

/**
 * Whether what is moved to is another home than the former. A team, a larger flat, Linux or where one went as a child are none; a
 * country and a city may be the same home, and a name that is written without a capital may be no name.
 */
export function moveBetween(former: readonly string[], latter: readonly string[], { names }: Clause): Move {
  const [first = ''] = latter;
  if (tools.has(first) || latter.some((form) => isLongAgo(form))) return null;
  if (isCountry(former) !== isCountry(latter)) return 'perhaps';
  if (names.has(first)) return 'surely';
  return latter.length === 1 ? 'perhaps' : null;
}

/** Says that something was so at another time, and maybe long before it was heard of. */
export const isLongAgo = (form: string): boolean => formerly.has(form) || isYear.test(form);

const formerly = new Set('when child kid student once ago before formerly previously young youth for'.split(' '));
const isYear = /^(?:1[89]|20)\d\d$/;

/** What one moves to by a change of mind and not of place. */
const tools = new Set(
  'linux window mac macos android iphone ubuntu python typescript javascript rust java kotlin vim emacs slack github gitlab notion'.split(
    ' ',
  ),
);

/** Says how or when somebody works, and not for whom. */
export const isNoEmployer = ([first = '']: readonly string[]): boolean =>
  isNumber(first) ||
  'night home weekend weekends day noon once free fun charity himself herself myself themselves least most last first'
    .split(' ')
    .includes(first);

const continents = [
  'africa',
  'asia',
  'europe',
  'north america',
  'south america',
  'scandinavia',
  'england',
  'scotland',
  'wales',
];
const shortNames = ['us', 'usa', 'uk', 'united state', 'czech republic', 'great britain', 'emirate', 'turkey'];

/** Names of all countries, as the forms of their words; made when the first is asked for, not at each start. */
let countries: ReadonlySet<string> | null = null;

function isCountry(forms: readonly string[]): boolean {
  countries ??= new Set([...continents, ...shortNames, ...regionNames('en').map((name) => name.toLowerCase())]);
  return countries.has(forms.join(' '));
}
