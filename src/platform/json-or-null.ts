import { isJsonObject, type JsonObject } from './json-object.ts';

/** The value of a JSON text; null where it is none, or says null. */
export function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The object of a JSON text; null where it is none. */
export function jsonObjectOrNull(text: string): JsonObject | null {
  const value = jsonOrNull(text);
  return isJsonObject(value) ? value : null;
}
