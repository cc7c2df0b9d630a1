import { isUuid } from '../platform/db/new-id.ts';
import { type EntityRef, NotFoundError } from '../platform/errors.ts';

// No type has a name of more than 40 letters: errors name the type of an id, and do not repeat whatever was made up.
const TYPE_AND_KEY = /^(?<type>[A-Z]\w{0,39}):(?<key>.+)$/s;

/** Returns the global id of a Node: base64url of `Type:key`. */
export function encodeNodeId(type: string, key: string): string {
  return Buffer.from(`${type}:${key}`).toString('base64url');
}

/** What is said of an argument that takes ids of a type. */
export const idOf = (type: string): string => `Id of ${/^[AE]/.test(type) ? 'an' : 'a'} ${type}.`;

/** Parses a global id of any type; returns null if it is malformed or not in its canonical form. */
export function parseNodeId(id: string): EntityRef | null {
  const parts = TYPE_AND_KEY.exec(Buffer.from(id, 'base64url').toString())?.groups;
  if (!parts) return null;
  const { type = '', key = '' } = parts;
  return encodeNodeId(type, key) === id ? { type, id: key } : null;
}

/** Returns the uuid in a global id of this type; null for anything else: queries answer null, filters match nothing. */
export function decodeNodeId(type: string, id: string): string | null {
  const ref = parseNodeId(id);
  return ref?.type === type && isUuid(ref.id) ? ref.id : null;
}

/** Like `decodeNodeId`, for the input of a mutation, where a wrong id is a NotFoundError that names it. */
export const keyOrError = (type: string, id: string): string | NotFoundError =>
  decodeNodeId(type, id) ?? new NotFoundError({ given: id, wanted: type, type: parseNodeId(id)?.type ?? null });

/** Like `keyOrError`, but throws the NotFoundError: the rest of the input does not matter then. */
export function requireNodeId(type: string, id: string): string {
  const key = keyOrError(type, id);
  if (key instanceof NotFoundError) throw key;
  return key;
}
