import type { MemoryTier } from './memory.ts';
import { dayMs, type Fading, leftAfter, resonanceAt } from './resonance.ts';

/** What determines the tier of a memory: recalls that answered a query, and no others. */
export interface Life extends Fading {
  /** Last activity of the source conversation; null without one. */
  readonly conversationActiveAt: Date | null;
}

/** Days for which a new memory is ACTIVE without any recall. A week, since people return to things by day of the week. */
export const recentDays = 7;

/** Resonance at which a memory is ACTIVE. Two recalls within a half-life reach it; a single one, which may be chance, never does. */
const resonantFrom = 1.5;

/** Days without activity after which a conversation or topic is no longer current: two weeks, for the same reason. */
const runningDays = 14;

/**
 * Returns the tier of a memory that was not set by hand. There are three, so one that is neither fresh nor talked about is
 * STABLE: it has stood since, and nobody superseded, forgot or contradicted it. A topic is current while its memories are asked
 * for.
 */
export function tierOf(life: Life, now: Date): MemoryTier {
  const within = (days: number, at: Date | null) => at !== null && now.getTime() - at.getTime() < days * dayMs;
  if (within(recentDays, life.createdAt)) return 'ACTIVE';
  const resonance = resonanceAt(life, life.halfLifeDays, now);
  if (resonance >= resonantFrom) return 'ACTIVE';
  if (within(runningDays, life.conversationActiveAt)) return 'THREAD';
  // A bootstrap updates `lastAccessedAt` but not this resonance, so the resonance decides as well.
  const isAskedFor = resonance > 0 && resonance >= leftAfter(runningDays, life.halfLifeDays);
  if (isAskedFor && within(runningDays, life.lastAccessedAt)) return 'THREAD';
  return 'STABLE';
}
