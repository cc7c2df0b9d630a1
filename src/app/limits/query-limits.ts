import type { GraphQLError } from 'graphql';
import { requestError } from '../../graphql/request-errors.ts';
import { jsonValues } from '../../platform/json-values.ts';

/** Limits of one request. A page of 100 with its neighbours and a bulk of 1,000 that selects ids fit well within. */
export const QUERY_LIMITS = {
  /**
   * Characters of a document: bounds reading what makes no tokens, such as comments, blanks and the insides of strings (some 25 ms per 5 MB, twice).
   * As many as its tokens take in long documents, twelve each with what stands between them. Texts belong into variables, which may be longer.
   */
  document: 250_000,
  /** Lexical tokens of a document: bounds parsing. */
  tokens: 20_000,
  /** Nested brackets of any kind, in a document or its variables: bounds the recursion of all that walk them. */
  nesting: 100,
  /** Nesting of fields. */
  depth: 15,
  /** Selected fields; fragments count at each spread: bounds validation. */
  fields: 500,
  /** Aliased fields. */
  aliases: 50,
  /** Aliases within introspection, which needs none and no token either: forty took .7 s of processor time. */
  introspectionAliases: 4,
  /** Nodes and fields that the answer can contain, by the bounds of its lists. */
  cost: 30_000,
  /** JSON values in a request or a message: bounds parsing. A bulk of 1,000 memories has 200 for each. */
  values: 200_000,
  /** Characters of a subscription with its variables and everything sent with them, used or not: all is held for its lifetime. */
  subscription: 100_000,
  /** Characters of a socket's first message, which is held while the socket is open; the longest token has 16,384. */
  connection: 20_000,
  /** Characters of a client's id for an operation on a socket: every answer repeats it. */
  operationId: 200,
  /** Operations in one HTTP request. */
  operations: 10,
} as const;

/**
 * Longest document or variables, in characters, for which every error is reported. Each error may quote all of it, with suggestions:
 * for longer ones only the first error is reported, without suggestions.
 */
export const LONG_TEXT = 20_000;

type QueryMeasure = keyof typeof QUERY_LIMITS;

/** What to change, if the measure's name does not say it. */
const advice: Partial<Record<QueryMeasure, string>> = {
  document:
    ': characters of the document itself are counted, comments and blanks included, so send texts and lists as variables, which do not count here',
  cost: ': what is in a list counts as often as the list may have items, so ask for fewer items (`first`), send fewer in a bulk, or select less of each',
};

/** Returns the refusal of a request over a limit; null if it is within. */
export function overLimit(measure: QueryMeasure, actual: number): GraphQLError | null {
  const limit = QUERY_LIMITS[measure];
  if (actual <= limit) return null;
  const message = `This request is too large: ${measure} ${actual}, at most ${limit} are allowed${advice[measure] ?? ''}`;
  return requestError('QUERY_TOO_COMPLEX', message, { measure, limit, actual });
}

/** Returns the refusal of a JSON text with too many values; null if it has few enough. */
export const tooManyValues = (text: string): GraphQLError | null =>
  overLimit('values', jsonValues(text, QUERY_LIMITS.values));

/** Returns the refusal of variables that are nested too deeply; null if they are not. */
export const tooDeep = (variables: unknown): GraphQLError | null =>
  overLimit('nesting', nestingOf(variables, QUERY_LIMITS.nesting));

/** Stops counting once the bound is passed. */
function nestingOf(value: unknown, bound: number): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (bound === 0) return 1;
  let deepest = 0;
  for (const child of Object.values(value)) {
    if (typeof child === 'object') deepest = Math.max(deepest, nestingOf(child, bound - 1));
  }
  return 1 + deepest;
}
