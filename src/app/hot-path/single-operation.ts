import type { GraphQLParams } from 'graphql-yoga';
import { isJsonObject, type JsonObject } from '../../platform/json-object.ts';
import { jsonOrNull } from '../../platform/json-or-null.ts';
import type { PersistedOperations } from '../persisted-operations.ts';

const members = new Set(['query', 'variables', 'operationName', 'extensions']);
/**
 * What may be answered in parts, or goes on and on. Where it only looks like it, Yoga answers the same. Between `@` and the name of a
 * directive may stand whatever GraphQL ignores, comments too.
 */
const inParts = /\b(?:defer|subscription)\b/;

/** What the URL of a GET asks for, as a body would. */
export function paramsOfUrl(url: string): unknown {
  const parameters = new URLSearchParams(url.slice(url.indexOf('?') + 1));
  // An empty one is none.
  const text = (name: string) => parameters.get(name) || undefined;
  const object = (name: string) => jsonOrNull(text(name) ?? '{}') ?? 'no JSON';
  return {
    query: text('query'),
    operationName: text('operationName'),
    variables: object('variables'),
    extensions: object('extensions'),
  };
}

/** The one operation that is asked for, where it is well-formed and has one answer; null for all else. */
export function singleOperation(params: unknown, persisted: PersistedOperations): GraphQLParams | null {
  if (!isJsonObject(params)) return null;
  for (const name in params) if (!members.has(name)) return null;
  const { query, variables, operationName, extensions } = params;
  if (!isOptionalText(query) || !isOptionalText(operationName)) return null;
  if (!isOptionalObject(variables) || !isOptionalObject(extensions)) return null;
  // An empty text is none: see `PersistedOperations.complete`.
  const document = query ? query : persisted.find(extensions ?? undefined);
  return document === null || inParts.test(document) ? null : params;
}

const isOptionalText = (value: unknown): value is string | null | undefined =>
  value === undefined || value === null || typeof value === 'string';

const isOptionalObject = (value: unknown): value is JsonObject | null | undefined =>
  value === undefined || value === null || isJsonObject(value);
