import type { Viewer } from '../../account/viewer.ts';
import { ownBytes } from '../../platform/cache/own-bytes.ts';

/** The viewer and the current epoch of their account: the first half of a key. */
export interface AnswerScope {
  readonly viewer: Viewer;
  readonly epoch: string;
  /** Identifies the viewer and everything that decides what they may see. */
  readonly session: string;
}

/** A cached answer, and what is needed to count and record it as if it were fresh. */
export interface KeptAnswer {
  /** The whole body as sent. */
  readonly text: Buffer;
  /** The name under which the operation is counted. */
  readonly operation: string;
  readonly cost: number;
  readonly recalled: readonly (readonly string[])[];
  /** In milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Whether an answer may still be used. Checked by the wall clock: the clock of the cache stands still while the machine sleeps. */
export const holdsStill = ({ expiresAt }: Pick<KeptAnswer, 'expiresAt'>): boolean => expiresAt > Date.now();

/** The JSON on the line before the body. */
type Head = Omit<KeptAnswer, 'text'>;

export function encodeAnswer({ text, ...head }: KeptAnswer): Buffer {
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), text]);
}

/** Returns null for an expired answer. This very version wrote the bytes: the version is part of their key. */
export function decodeAnswer(bytes: Buffer): KeptAnswer | null {
  const end = bytes.indexOf('\n');
  if (end < 0) return null;
  const head: Head = JSON.parse(bytes.toString('utf8', 0, end));
  return holdsStill(head) ? { ...head, text: ownBytes(bytes.subarray(end + 1)) } : null;
}
