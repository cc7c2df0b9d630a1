import { type ConstValueNode, Kind, valueFromASTUntyped } from 'graphql';
import { isJsonObject, JSON_MAX_DEPTH, type JsonObject, jsonProblem } from '../platform/json-object.ts';
import { builder } from './builder.ts';
import { dateTimeProblem, parseDateTime } from './date-time.ts';
import { invalid, lookedAt } from './invalid-value.ts';

builder.scalarType('DateTime', {
  description:
    'A point in time as in RFC 3339: `2026-11-20T10:15:00.000Z`, years 1 to 9999. Input may have any offset; digits beyond milliseconds are cut off. Output is in UTC with milliseconds.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  coerceInputValue: readDateTime,
  coerceInputLiteral: (node) => readDateTime(node.kind === Kind.STRING ? node.value : node.kind),
  coerceOutputValue: (date) => date.toISOString(),
});

builder.scalarType('JSON', {
  description: `A JSON object of at most 16 KB as text and ${JSON_MAX_DEPTH} levels deep, the object itself being the first level. Numbers are from −${Number.MAX_SAFE_INTEGER} to ${Number.MAX_SAFE_INTEGER}: send longer ids as text, since reading JSON rounds them.`,
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
  coerceInputValue: readJson,
  coerceInputLiteral: (node: ConstValueNode) => readJson(valueFromASTUntyped(node)),
  coerceOutputValue: (value) => value,
});

function readDateTime(value: unknown): Date {
  const text = typeof value === 'string' ? value : '';
  return parseDateTime(text) ?? invalid(new Date(Number.NaN), dateTimeProblem(text));
}

function readJson(value: unknown): JsonObject {
  if (!isJsonObject(value)) return invalid({}, 'must be a JSON object');
  const problem = lookedAt(value, jsonProblem);
  return problem === null ? value : invalid({}, problem);
}
