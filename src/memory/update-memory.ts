import type { Viewer } from '../account/viewer.ts';
import { reachOf } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import { ValidationError } from '../platform/errors.ts';
import { inUnitOfWork } from '../platform/events/unit-of-work.ts';
import { parseInput } from '../platform/validation.ts';
import { actorOf } from './actor.ts';
import { type UpdateMemory, updateMemoryInput } from './change-memory.input.ts';
import { pinTier } from './change-memory.store.ts';
import { changeMemory, lockExpected } from './change-memory.ts';
import type { Memory } from './memory.ts';
import { givenOr, type MemoryState } from './memory-state.ts';

/**
 * Changes the metadata, tags and other attributes of a memory, whatever its status, but never its content. If nothing differs,
 * nothing is written, nor the reason. A tier that is given is pinned.
 */
export async function updateMemory(db: Database, viewer: Viewer, given: UpdateMemory): Promise<Memory> {
  const { expectedRevision, reason, ...values } = parseInput(updateMemoryInput, given);
  return inUnitOfWork(db, viewer.accountId, async (unit) => {
    const locked = await lockExpected(unit, reachOf(viewer), given.id, expectedRevision);
    const before = locked.memory;
    const next: MemoryState = {
      ...before,
      kind: givenOr(values.kind, before.kind),
      tier: givenOr(values.tier, before.tier),
      tags: givenOr(values.tags, before.tags) ?? [],
      metadata: givenOr(values.metadata, before.metadata),
      validFrom: givenOr(values.validFrom, before.validFrom),
      validTo: givenOr(values.validTo, before.validTo),
    };
    checkValidity(next, values.validTo ? 'validTo' : 'validFrom');
    checkReopening(before, next);
    if (values.tier) await pinTier(unit.db, locked);
    return changeMemory(unit, locked, next, { actor: actorOf(viewer), reason });
  });
}

/** What was SUPERSEDED holds no more: without an end, it would be recalled beside what replaced it, as of any time since. */
function checkReopening({ status, validTo }: Memory, next: MemoryState): void {
  if (status !== 'SUPERSEDED' || validTo === null || next.validTo !== null) return;
  const message =
    'cannot be cleared, since the memory is SUPERSEDED: undo that with restoreMemory, or give another end';
  throw new ValidationError([{ path: ['validTo'], message }]);
}

function checkValidity({ validFrom, validTo }: MemoryState, field: 'validFrom' | 'validTo'): void {
  if (validTo === null || validTo >= validFrom) return;
  const wrong =
    field === 'validTo'
      ? `is before validFrom, ${validFrom.toISOString()}`
      : `is after validTo, ${validTo.toISOString()}`;
  const message = `${wrong}: give a later validTo, or an earlier validFrom`;
  throw new ValidationError([{ path: [field], message }]);
}
