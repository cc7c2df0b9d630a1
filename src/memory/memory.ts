import { createHash } from 'node:crypto';
import type { JsonObject } from '../platform/json-object.ts';

export const memoryKinds = ['FACT', 'EPISODE', 'PREFERENCE', 'INSTRUCTION', 'SUMMARY'] as const;
export type MemoryKind = (typeof memoryKinds)[number];
/** The most present first. */
export const memoryTiers = ['ACTIVE', 'THREAD', 'STABLE'] as const;
export type MemoryTier = (typeof memoryTiers)[number];
/** Role of the sender of a message. */
export const messageRoles = ['USER', 'ASSISTANT', 'SYSTEM', 'TOOL'] as const;
export type MessageRole = (typeof messageRoles)[number];
export type MemoryStatus = 'CURRENT' | 'SUPERSEDED' | 'FORGOTTEN';

/** Something that was learnt. Its content never changes: new knowledge becomes a new memory. */
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
  /** Value at `lastAccessedAt`; `resonanceAt` computes what is left of it. */
  readonly resonance: number;
  readonly tags: readonly string[];
  readonly metadata: JsonObject | null;
  readonly speaker: string | null;
  /** Role of the source message; null without one. */
  readonly role: MessageRole | null;
  readonly validFrom: Date;
  readonly validTo: Date | null;
  /** Time zone of its dates: that of the collection when the memory was last read. */
  readonly timeZone: string;
  readonly supersededById: string | null;
  readonly embeddingStatus: 'PENDING' | 'READY' | 'FAILED';
  readonly revision: number;
  readonly accessCount: number;
  readonly lastAccessedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** NFC, trimmed, each run of white space as one space. */
export const normalised = (content: string): string => content.normalize('NFC').trim().replace(/\s+/gu, ' ');

/** SHA-256 of the normalised content in hex; equal for equal memories. */
export const contentHash = (content: string): string => createHash('sha256').update(normalised(content)).digest('hex');

/** Equal for two memories of one collection if and only if the second would be a duplicate of the first. */
export const duplicateKey = (memory: { readonly contentHash: string; readonly speaker: string | null }): string =>
  `${memory.contentHash} ${memory.speaker ?? ''}`;

/** The text that is embedded, and that ends the text for lexical search: speaker, then content. */
export const spokenText = (memory: { readonly speaker: string | null; readonly content: string }): string =>
  memory.speaker === null ? memory.content : `${memory.speaker}: ${memory.content}`;

/** Label of the speaker in texts: the name, else a role other than USER. A user without a name has no label. */
export const saidBy = ({ speaker, role }: Pick<Memory, 'speaker' | 'role'>): string | null =>
  speaker ?? (role === 'USER' ? null : role);

/**
 * A replaced memory ends where the new one begins, or at its own start if that is later, unless it had ended before: what was so until 2018 is not
 * so in 2020.
 */
export function endOfReplaced({ validFrom, validTo }: Pick<Memory, 'validFrom' | 'validTo'>, begin: Date): Date {
  const end = begin < validFrom ? validFrom : begin;
  return validTo !== null && validTo < end ? validTo : end;
}

/** By how much senders' clocks may be ahead of ours, in milliseconds. Source: RFC 4120, section 8.2, the clock skew that Kerberos accepts. */
const clockSkew = 5 * 60_000;

/** When what a message says begins to be valid: when it was sent. Null, for now, if that is a little ahead: else it would not be found yet. */
export function beginOfSaid(sentAt: Date): Date | null {
  const ahead = sentAt.getTime() - Date.now();
  return ahead > 0 && ahead <= clockSkew ? null : sentAt;
}

/** Whether it is still CURRENT; it may have been forgotten or superseded since its id was found. */
export const isCurrent = ({ status }: Pick<Memory, 'status'>): boolean => status === 'CURRENT';

/** Whether what was found is still to be shown: it is CURRENT or, to those who ask as of an instant, was valid then and is not forgotten. */
export function isRecalled(memory: Pick<Memory, 'status' | 'validFrom' | 'validTo'>, asOf: Date | null): boolean {
  if (asOf === null) return isCurrent(memory);
  const { status, validFrom, validTo } = memory;
  return status !== 'FORGOTTEN' && validFrom <= asOf && (validTo === null || validTo > asOf);
}
