import { isJsonObject, type JsonObject } from './json-object.ts';

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
