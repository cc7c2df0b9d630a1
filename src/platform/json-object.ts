import { isDeepStrictEqual } from 'node:util';

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

const JSON_MAX_BYTES = 16 * 1024;
export const JSON_MAX_DEPTH = 5;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Parses JSON; returns null if it is invalid, or `null`. */
export function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Parses a JSON object; returns null for anything else. */
export function jsonObjectOrNull(text: string): JsonObject | null {
  const value = jsonOrNull(text);
  return isJsonObject(value) ? value : null;
}

/** Whether two values are equal as JSON: objects that GraphQL parses from a document have no prototype, and -0 becomes 0. */
export const isSameJson = (one: unknown, other: unknown): boolean => isDeepStrictEqual(carried(one), carried(other));

const carried = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

/** Returns the problem with an object that is to be stored as JSON, limits included; null if none. Does not inspect the content of one that is too large. */
export function jsonProblem(value: JsonObject): string | null {
  const text = JSON.stringify(value);
  const bytes = Buffer.byteLength(text);
  if (bytes > JSON_MAX_BYTES) return `is ${bytes} bytes as JSON, at most ${JSON_MAX_BYTES} are allowed`;
  return (text.includes(escaped) ? textProblemIn(value) : null) ?? problemAt(value, 1);
}

/** Characters that no text may contain are escaped like this, and few others. */
const escaped = '\\u';

function textProblemIn(value: JsonValue): string | null {
  if (typeof value === 'string') return textProblem(value);
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, child] of Object.entries(value)) {
    const problem = textProblem(key) ?? textProblemIn(child);
    if (problem) return problem;
  }
  return null;
}

function problemAt(value: JsonValue, depth: number): string | null {
  if (typeof value === 'number')
    return Math.abs(value) <= Number.MAX_SAFE_INTEGER
      ? null
      : `holds a number beyond ${Number.MAX_SAFE_INTEGER}, which reading JSON rounds: send it as text`;
  if (typeof value !== 'object' || value === null) return null;
  if (depth > JSON_MAX_DEPTH) return `is nested deeper than ${JSON_MAX_DEPTH} levels: send what lies deeper as text`;
  for (const child of Object.values(value)) {
    const problem = problemAt(child, depth + 1);
    if (problem) return problem;
  }
  return null;
}

// Postgres stores neither in jsonb.
function textProblem(text: string): string | null {
  if (text.includes('\u0000')) return 'has a NUL character (U+0000): remove it';
  return text.isWellFormed() ? null : 'has a lone surrogate: send well-formed Unicode';
}
