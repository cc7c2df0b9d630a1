import type { StreamRef } from '../platform/events/commits.ts';
import type { Position } from '../platform/streams/stream-item.ts';
import { checkOf } from './cursor.ts';

const CURSOR = /^[\w-]{8}(?<seq>\d{1,10})(?::(?<attempt>\d{1,6})\.(?<end>\d{1,9}))?$/;

/** Returns the opaque cursor of a position in a stream, with a check over both, which reveals foreign and damaged cursors. */
export function encodeStreamCursor({ accountId, kind, streamId }: StreamRef, { seq, text }: Position): string {
  const place = text === null ? `${seq}` : `${seq}:${text.attempt}.${text.end}`;
  return Buffer.from(`${checkOf('stream', accountId, kind, streamId, place)}${place}`).toString('base64url');
}

/** Returns the position that a cursor of this stream names; null if it is malformed, cut short, or of another stream. */
export function decodeStreamCursor(ref: StreamRef, cursor: string): Position | null {
  const parts = CURSOR.exec(Buffer.from(cursor, 'base64url').toString())?.groups;
  if (!parts) return null;
  const { seq, attempt, end } = parts;
  const text = attempt === undefined ? null : { attempt: Number(attempt), end: Number(end) };
  const position = { seq: Number(seq), text };
  return encodeStreamCursor(ref, position) === cursor ? position : null;
}
