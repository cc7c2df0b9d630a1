import type { Actor } from './actor.ts';
import type { Memory } from './memory.ts';

/** A memory as a write left it. Content and speaker never change, so they are the memory's own. */
export interface MemoryRevision
  extends Pick<Memory, 'content' | 'kind' | 'tier' | 'tags' | 'metadata' | 'validFrom' | 'validTo' | 'status'> {
  /** `memoryId:revision` */
  readonly id: string;
  readonly revision: number;
  /** Names of the fields that the write changed, as the API spells them; none in the first revision. */
  readonly changed: readonly string[];
  readonly reason: string | null;
  readonly actorKind: Actor['kind'];
  readonly actor: string;
  readonly at: Date;
}

const KEY = /^(?<memoryId>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):(?<revision>[1-9]\d{0,8})$/;

export const revisionKey = (memoryId: string, revision: number): string => `${memoryId}:${revision}`;

/** The parts of a revision's key; null for anything else. */
export function parseRevisionKey(key: string): { readonly memoryId: string; readonly revision: number } | null {
  const parts = KEY.exec(key)?.groups;
  return parts ? { memoryId: parts['memoryId'] ?? '', revision: Number(parts['revision']) } : null;
}
