import type { Keyset } from '../platform/db/page.ts';
import { keyOfParts } from '../platform/key-of-parts.ts';

const CURSOR = /^[\w-]{8}(?<id>[^ ]+) (?<sort>.*)$/s;

/** What identifies a list: its name, order and parent. A cursor of one list is refused by every other. */
export type ListName = readonly (string | null)[];

/** Returns the opaque cursor of a row: its keyset and a check over list and keyset, which reveals foreign and damaged cursors. */
export function encodeCursor(list: ListName, { sort, id }: Keyset): string {
  return Buffer.from(`${checkOf(list, sort, id)}${id} ${sort}`).toString('base64url');
}

/** Returns the keyset in a cursor; null if it is malformed, cut short, or of another list. */
export function decodeCursor(list: ListName, cursor: string): Keyset | null {
  const parts = CURSOR.exec(Buffer.from(cursor, 'base64url').toString())?.groups;
  if (!parts) return null;
  const keyset = { sort: parts['sort'] ?? '', id: parts['id'] ?? '' };
  return encodeCursor(list, keyset) === cursor ? keyset : null;
}

/** Check characters at the start of a cursor, which reveal foreign and damaged ones: eight, from all that it stands for. */
export const checkOf = (...meant: readonly unknown[]): string => keyOfParts(...meant).slice(0, 8);
