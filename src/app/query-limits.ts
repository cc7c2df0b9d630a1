import type { GraphQLError } from 'graphql';
import { requestError } from '../graphql/request-errors.ts';
import { jsonValues } from '../platform/json-values.ts';

/** What one request may ask for. A page of 100 with its neighbours and a bulk of 1,000 that selects ids fit well within. */
export const QUERY_LIMITS = {
  /** Lexical tokens of a document: bounds parsing. */
  tokens: 20_000,
  /** Brackets inside brackets of any kind, in a document or in its variables: bounds the recursion of whoever goes through them. */
  nesting: 100,
  /** Fields inside fields. */
  depth: 15,
  /** Selected fields, fragments counted wherever they are spread: bounds validation. */
  fields: 500,
  /** Renamed fields. */
  aliases: 50,
  /** Of these, in introspection, which needs none, and which nobody needs a token for: forty were .7 s of processor. */
  introspectionAliases: 4,
  /** Nodes and fields that the answer can hold, by the bounds of its lists. */
  cost: 30_000,
  /** Values in the JSON of a request or a message: bounds reading it. A bulk of 1,000 memories has 200 for each. */
  values: 200_000,
  /** Characters of a subscription, its variables and all that comes with them, also what nobody reads: they are held for as long as it lives. */
  subscription: 100_000,
  /** Characters of a socket's first message, which is held for as long as the socket is open; the longest token has 16,384. */
  connection: 20_000,
  /** Characters of the id that a client gives to an operation on a socket: it comes with every answer. */
  operationId: 200,
  /** Operations in one HTTP request. */
  operations: 10,
} as const;

/**
 * Characters of a document, or of variables, of which each mistake is told. Every error may quote all of it, and say what it is like: of
 * what is longer the first is told, and nothing like it looked for.
 */
export const LONG_TEXT = 20_000;

export type QueryMeasure = keyof typeof QUERY_LIMITS;

/** What to change, where the name of the measure does not tell. */
const advice: Partial<Record<QueryMeasure, string>> = {
  cost: ': what is in a list counts as often as the list may have items, so ask for fewer items (`first`)',
};

/** The refusal of a request that is over a limit; null where it is within. */
export function overLimit(measure: QueryMeasure, actual: number): GraphQLError | null {
  const limit = QUERY_LIMITS[measure];
  if (actual <= limit) return null;
  const message = `This request is too large: ${measure} ${actual}, at most ${limit} are allowed${advice[measure] ?? ''}`;
  return requestError('QUERY_TOO_COMPLEX', message, { measure, limit, actual });
}

/** The refusal of a JSON text that would become too many values; null where it would not. */
export const tooManyValues = (text: string): GraphQLError | null =>
  overLimit('values', jsonValues(text, QUERY_LIMITS.values));

/** The refusal of variables that are nested too deep; null where they are not. */
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
