import { type EntityRef, NotFoundError } from '../platform/errors.ts';

const TYPE_AND_KEY = /^(?<type>[A-Z]\w*):(?<key>.+)$/s;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The global id of a Node: base64url of `Type:key`. */
export function encodeNodeId(type: string, key: string): string {
  return Buffer.from(`${type}:${key}`).toString('base64url');
}

/** Reads a global id of any type; null where it is malformed or not written the one way that we write it. */
export function parseNodeId(id: string): EntityRef | null {
  const parts = TYPE_AND_KEY.exec(Buffer.from(id, 'base64url').toString())?.groups;
  if (!parts) return null;
  const { type = '', key = '' } = parts;
  return encodeNodeId(type, key) === id ? { type, id: key } : null;
}

/** Whether a key can be the key of a table: anything else would be an error in the database, not a missing row. */
export function isUuid(key: string): boolean {
  return UUID.test(key);
}

/** The uuid in a global id of this type, null for anything else: queries answer null, filters match nothing. */
export function decodeNodeId(type: string, id: string): string | null {
  const ref = parseNodeId(id);
  return ref?.type === type && isUuid(ref.id) ? ref.id : null;
}

/** The same for the input of a mutation, where a wrong id is a NotFoundError that names it. */
export function requireNodeId(type: string, id: string): string {
  const key = decodeNodeId(type, id);
  if (key === null) throw new NotFoundError(id);
  return key;
}
