/** Recalls of a memory as stored in its row. */
interface Recalled {
  /** Each recall adds 1 to this decaying sum; value at the last recall. */
  readonly resonance: number;
  readonly lastAccessedAt: Date | null;
}

/** What determines its presence: its recalls, when it was stored, and how fast both fade. */
export interface Fading extends Recalled {
  readonly createdAt: Date;
  readonly halfLifeDays: number;
}

export const dayMs = 86_400_000;

/** Resonance at an instant: each recall counts 1 when it happens and half of that after each half-life. */
export function resonanceAt({ resonance, lastAccessedAt }: Recalled, halfLifeDays: number, at: Date): number {
  return lastAccessedAt === null ? 0 : resonance * fadedSince(lastAccessedAt, halfLifeDays, at);
}

/**
 * When a memory that is never recalled would have to be stored to be as present as this one, where storing counts as one recall.
 * The order of two memories with the same half-life never changes, so it can be stored and indexed.
 */
export function freshAt({ createdAt, resonance, lastAccessedAt, halfLifeDays }: Fading): Date {
  if (lastAccessedAt === null) return createdAt;
  const presence = resonance + fadedSince(createdAt, halfLifeDays, lastAccessedAt);
  return new Date(lastAccessedAt.getTime() + halfLifeDays * dayMs * Math.log2(presence));
}

/** What is left of 1; never more than 1, even if clocks disagree. */
const fadedSince = (since: Date, halfLifeDays: number, at: Date): number =>
  leftAfter(Math.max(0, at.getTime() - since.getTime()) / dayMs, halfLifeDays);

/** What is left of 1 after so many days. */
export const leftAfter = (days: number, halfLifeDays: number): number => 2 ** -(days / halfLifeDays);
