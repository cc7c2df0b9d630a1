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
  /** Whether its validity has not begun yet: a memory that went in its favour would be missing until then. */
  readonly isToCome: boolean;
  /** Day on which its validity begins, in the time zone of its collection. */
  readonly day: string;
  readonly createdAt: Date;
  readonly conversationId: string | null;
  readonly messageId: string | null;
  /** Whether an agent wrote or said it: then it is no evidence against what a person said. */
  readonly byAgent: boolean;
}

/** Two memories that are compared. */
export interface ComparedPair {
  readonly one: ComparedMemory;
  readonly other: ComparedMemory;
  /** Cosine of their vectors; null if one has none. */
  readonly similarity: number | null;
}
