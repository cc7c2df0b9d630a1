import { ownBytes } from '../../platform/cache/own-bytes.ts';

/** An answer as it is given again, and what is done then as if it had been found anew. */
export interface KeptAnswer {
  /** The whole body, as it is sent. */
  readonly text: Buffer;
  /** What the operation is counted by. */
  readonly operation: string;
  readonly cost: number;
  readonly recalled: readonly (readonly string[])[];
  /** In milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Whether an answer may still be given. What keeps it counts its time by a clock that stands still while the machine sleeps. */
export const holdsStill = ({ expiresAt }: Pick<KeptAnswer, 'expiresAt'>): boolean => expiresAt > Date.now();

/** What stands before the body, on a line of its own. */
type Head = Omit<KeptAnswer, 'text'>;

export function encodeAnswer({ text, ...head }: KeptAnswer): Buffer {
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), text]);
}

/** Null for one that holds no more. The bytes were written by this very version: it stands in their key. */
export function decodeAnswer(bytes: Buffer): KeptAnswer | null {
  const end = bytes.indexOf('\n');
  if (end < 0) return null;
  const head: Head = JSON.parse(bytes.toString('utf8', 0, end));
  return holdsStill(head) ? { ...head, text: ownBytes(bytes.subarray(end + 1)) } : null;
}
