import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { blankNarrativesOf } from './narrative.store.ts';

/** Takes a memory out of what was told of it before it is purged. */
export const blankNarratives = (unit: UnitOfWork, memoryId: string): Promise<void> =>
  blankNarrativesOf(unit.db, unit.accountId, memoryId);
