import type { UnitOfWork } from '../platform/events/unit-of-work.ts';

/** Hook of a later feature into the transaction of a write: both commit, or, if it throws, neither. */
export interface Alongside {
  /** Runs before the write takes any lock. */
  begin(unit: UnitOfWork): Promise<void>;
  /** Runs after the write; `memoryIds` are those that it created or changed. */
  end(unit: UnitOfWork, memoryIds: readonly string[]): Promise<void>;
}
