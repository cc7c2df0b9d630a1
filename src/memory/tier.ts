import type { MemoryTier } from './memory.ts';
import { dayMs, type Fading, leftAfter, resonanceAt } from './resonance.ts';

/** What the tier of a memory follows from: recalls that answered somebody, and no others. */
export interface Life extends Fading {
  /** When the conversation that it was learnt in was last spoken in; null without one. */
  readonly conversationActiveAt: Date | null;
}

/** Days for which a new memory is ACTIVE by itself. A week: people come back to a thing by its day of the week. */
export const recentDays = 7;

/** Resonance from which a memory is ACTIVE. Two recalls within a half-life reach it; one, which may be chance, never does. */
const resonantFrom = 1.5;

/** Days of silence after which a conversation or a topic runs no more: two of the weeks in which people come back. */
const runningDays = 14;

/**
 * The tier of a memory that nobody has set by hand. There are three, so what is neither fresh nor talked about is STABLE:
 * it has stood since, and nobody superseded, forgot or contradicted it. A topic runs while its memories are asked for.
 */
export function tierOf(life: Life, now: Date): MemoryTier {
  const within = (days: number, at: Date | null) => at !== null && now.getTime() - at.getTime() < days * dayMs;
  if (within(recentDays, life.createdAt)) return 'ACTIVE';
  const resonance = resonanceAt(life, life.halfLifeDays, now);
  if (resonance >= resonantFrom) return 'ACTIVE';
  if (within(runningDays, life.conversationActiveAt)) return 'THREAD';
  // What was shown since without being asked for is newly accessed, and has faded.
  const isAskedFor = resonance > 0 && resonance >= leftAfter(runningDays, life.halfLifeDays);
  if (isAskedFor && within(runningDays, life.lastAccessedAt)) return 'THREAD';
  return 'STABLE';
}
