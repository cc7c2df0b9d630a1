import type { MemoryKind } from '../memory/memory.ts';
import type { JsonObject } from '../platform/json-object.ts';

/** A memory as consolidation compares it with others of its collection. */
export interface ComparedMemory {
  readonly id: string;
  readonly content: string;
  readonly speaker: string | null;
  readonly kind: MemoryKind;
  readonly tags: readonly string[];
  readonly metadata: JsonObject | null;
  readonly revision: number;
  readonly validFrom: Date;
  readonly validTo: Date | null;
  /** It does not hold yet: who goes for it would be missed until then. */
  readonly isToCome: boolean;
  /** The day from which it holds, in the time zone of its collection. */
  readonly day: string;
  readonly createdAt: Date;
  readonly conversationId: string | null;
  readonly messageId: string | null;
  /** An agent wrote it, or said it: no evidence against what a person said. */
  readonly byAgent: boolean;
}
