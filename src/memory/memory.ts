import { createHash } from 'node:crypto';
import type { JsonObject } from '../platform/json-object.ts';

export const memoryKinds = ['FACT', 'EPISODE', 'PREFERENCE', 'INSTRUCTION', 'SUMMARY'] as const;
export type MemoryKind = (typeof memoryKinds)[number];
export type MemoryTier = 'ACTIVE' | 'THREAD' | 'STABLE';
export type MemoryStatus = 'CURRENT' | 'SUPERSEDED' | 'FORGOTTEN';

/** Something learnt. Its content never changes; a change of mind makes a new one. */
export interface Memory {
  readonly id: string;
  readonly accountId: string;
  readonly collectionId: string;
  readonly conversationId: string | null;
  readonly messageId: string | null;
  readonly content: string;
  readonly contentHash: string;
  readonly kind: MemoryKind;
  readonly tier: MemoryTier;
  readonly status: MemoryStatus;
  /** As it was at `lastAccessedAt`; `resonanceAt` tells what is left of it. */
  readonly resonance: number;
  readonly tags: readonly string[];
  readonly metadata: JsonObject | null;
  readonly speaker: string | null;
  /** Role of the message that it was learnt from; null: of none. */
  readonly role: 'USER' | 'ASSISTANT' | 'SYSTEM' | 'TOOL' | null;
  readonly validFrom: Date;
  readonly validTo: Date | null;
  /** In which its dates are understood: its collection's, as it was when the memory was last read. */
  readonly timeZone: string;
  readonly supersededById: string | null;
  readonly embeddingStatus: 'PENDING' | 'READY' | 'FAILED';
  readonly revision: number;
  readonly accessCount: number;
  readonly lastAccessedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** NFC, trimmed, white space as one. */
export const normalised = (content: string): string => content.normalize('NFC').trim().replace(/\s+/gu, ' ');

/** sha-256 of the normalised content, hex. Equal memories have equal hashes. */
export const contentHash = (content: string): string => createHash('sha256').update(normalised(content)).digest('hex');

/** What is embedded, and the end of what is searched by words: who said it, then what. */
export const spokenText = (memory: { readonly speaker: string | null; readonly content: string }): string =>
  memory.speaker === null ? memory.content : `${memory.speaker}: ${memory.content}`;

/** Who said it, as texts tell that show it: by name, or else that no person did. What a user without a name said is nobody's. */
export const saidBy = ({ speaker, role }: Pick<Memory, 'speaker' | 'role'>): string | null =>
  speaker ?? (role === 'USER' ? null : role);

/** False of what was forgotten or superseded, also since its id was found. */
export const isCurrent = ({ status }: Pick<Memory, 'status'>): boolean => status === 'CURRENT';
