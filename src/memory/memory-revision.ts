import type { Actor } from './actor.ts';
import type { Memory } from './memory.ts';

/** State of a memory after a write. Content and speaker never change, so they are read from the memory. */
export interface MemoryRevision
  extends Pick<Memory, 'content' | 'kind' | 'tier' | 'tags' | 'metadata' | 'validFrom' | 'validTo' | 'status'> {
  /** `memoryId:revision` */
  readonly id: string;
  readonly revision: number;
  /** API names of the changed fields; empty for the first revision. */
  readonly changed: readonly string[];
  readonly reason: string | null;
  readonly actorKind: Actor['kind'];
  readonly actor: string;
  readonly at: Date;
}

const KEY = /^(?<memoryId>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):(?<revision>[1-9]\d{0,8})$/;

export const revisionKey = (memoryId: string, revision: number): string => `${memoryId}:${revision}`;

/** Parses a revision key; null if it is malformed. */
export function parseRevisionKey(key: string): { readonly memoryId: string; readonly revision: number } | null {
  const parts = KEY.exec(key)?.groups;
  return parts ? { memoryId: parts['memoryId'] ?? '', revision: Number(parts['revision']) } : null;
}
