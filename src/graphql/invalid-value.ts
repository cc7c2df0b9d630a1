import type { Issue } from '../platform/errors.ts';
import { getOrInsert } from '../platform/get-or-insert.ts';

// Scalars cannot name the field whose value they refuse, and by throwing they would refuse the whole request. So they
// return a stand-in that is remembered here and taken out where its path is known: it becomes a ValidationError
// in the input of a mutation and BAD_USER_INPUT everywhere else. No resolver ever sees one.
const problems = new WeakMap<object, string>();
// Variables are coerced up to three times: to validate them, to compute the cost, and to execute.
const looked = new WeakMap<object, string | null>();

/** Returns what `look` finds wrong with a value, calling it once per value; null if nothing is: then it contains no stand-in, either. */
export const lookedAt = <Value extends object>(value: Value, look: (value: Value) => string | null): string | null =>
  getOrInsert(looked, value, () => look(value));

/** Marks a stand-in for a value that could not be read, with the reason. */
export function invalid<Value extends object>(standIn: Value, message: string): Value {
  problems.set(standIn, message);
  return standIn;
}

/** Replaces every invalid value in arguments by undefined, and returns their paths and reasons. */
export function takeInvalidValues(value: unknown, path: readonly string[] = []): Issue[] {
  if (!isContainer(value)) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const message = isContainer(child) ? problems.get(child) : undefined;
    if (message === undefined) return isRight(child) ? [] : takeInvalidValues(child, [...path, key]);
    value[key] = undefined;
    return [{ path: [...path, key], message }];
  });
}

const isRight = (value: unknown): boolean => isContainer(value) && looked.get(value) === null;

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
