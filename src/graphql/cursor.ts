import { hash } from 'node:crypto';
import type { Keyset } from '../platform/db/page.ts';

const CURSOR = /^[\w-]{8}(?<id>[^ ]+) (?<sort>.*)$/s;

/** What a list is told apart by: its name, its order, its parent. A cursor of one list is refused by every other. */
export type ListName = readonly (string | null)[];

/** The opaque cursor of a row: its keyset and a check over list and keyset, so that foreign and damaged ones are seen. */
export function encodeCursor(list: ListName, { sort, id }: Keyset): string {
  return Buffer.from(`${checkOf(list, sort, id)}${id} ${sort}`).toString('base64url');
}

/** The keyset in a cursor; null where it is malformed, cut short, or of another list. */
export function decodeCursor(list: ListName, cursor: string): Keyset | null {
  const parts = CURSOR.exec(Buffer.from(cursor, 'base64url').toString())?.groups;
  if (!parts) return null;
  const keyset = { sort: parts['sort'] ?? '', id: parts['id'] ?? '' };
  return encodeCursor(list, keyset) === cursor ? keyset : null;
}

/** What a cursor begins with, so that foreign and damaged ones are seen: eight characters by all that it stands for. */
export const checkOf = (...meant: readonly unknown[]): string =>
  hash('sha256', JSON.stringify(meant), 'base64url').slice(0, 8);
