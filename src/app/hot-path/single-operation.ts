import type { GraphQLParams } from 'graphql-yoga';
import { isJsonObject, type JsonObject, jsonOrNull } from '../../platform/json-object.ts';
import type { PersistedOperations } from '../persisted-operations.ts';
import { operationMembers } from '../plugins/use-readable-request.ts';

/**
 * Matches documents that may be answered in parts or as a stream. False positives are harmless: Yoga answers the same. Anything
 * that GraphQL ignores, even comments, may stand between `@` and a directive's name.
 */
const inParts = /\b(?:defer|subscription)\b/;

/** Returns the parameters in the URL of a GET, as a body would hold them. */
export function paramsOfUrl(url: string): unknown {
  const parameters = new URLSearchParams(url.slice(url.indexOf('?') + 1));
  // An empty parameter counts as missing.
  const text = (name: string) => parameters.get(name) || undefined;
  const object = (name: string) => jsonOrNull(text(name) ?? '{}') ?? 'no JSON';
  return {
    query: text('query'),
    operationName: text('operationName'),
    variables: object('variables'),
    extensions: object('extensions'),
  };
}

/** Returns the one requested operation if it is well-formed and has a single answer; otherwise null. */
export function singleOperation(params: unknown, persisted: PersistedOperations): GraphQLParams | null {
  if (!isJsonObject(params)) return null;
  for (const name in params) if (!operationMembers.has(name)) return null;
  const { query, variables, operationName, extensions } = params;
  if (!isOptionalText(query) || !isOptionalText(operationName)) return null;
  if (!isOptionalObject(variables) || !isOptionalObject(extensions)) return null;
  // An empty text counts as missing: see `PersistedOperations.complete`.
  const document = persisted.find(extensions ?? undefined) ?? query;
  return !document || inParts.test(document) ? null : params;
}

const isOptionalText = (value: unknown): value is string | null | undefined =>
  value === undefined || value === null || typeof value === 'string';

const isOptionalObject = (value: unknown): value is JsonObject | null | undefined =>
  value === undefined || value === null || isJsonObject(value);
