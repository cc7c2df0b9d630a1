import type { UnitOfWork } from '../platform/events/unit-of-work.ts';

/** What a later feature does in the transaction of a write: both commit, or, where it throws, neither. */
export interface Alongside {
  /** Before anything of the write is locked. */
  begin(unit: UnitOfWork): Promise<void>;
  /** When all is written; `memoryIds` are those that the write made or changed. */
  end(unit: UnitOfWork, memoryIds: readonly string[]): Promise<void>;
}
