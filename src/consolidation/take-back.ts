import { isDeepStrictEqual } from 'node:util';
import { lockMemories } from '../memory/merge-memories.ts';
import { type Described, passOnLess } from '../memory/pass-on-less.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { mergesInto, moveRevision, moveRevisionsOfReplaced } from './proposal-changes.store.ts';

/**
 * Before a memory is purged that was merged into others: takes out of those, and out of their histories, the tags and
 * metadata that they have from it alone.
 */
export async function takeBackPassedOn(unit: UnitOfWork, memoryId: string): Promise<void> {
  const reach = { accountId: unit.accountId, within: null };
  for (const merge of await mergesInto(unit.db, unit.accountId, memoryId)) {
    const gone = (await lockMemories(unit, reach, [memoryId])).get(memoryId)?.memory;
    if (!gone) return;
    const locked = (await lockMemories(unit, reach, [merge.keptId])).get(merge.keptId);
    if (!locked) continue;
    const less = withoutThoseOf(gone, locked.memory, merge.others);
    const kept = await passOnLess(unit, locked, less, merge.revision);
    if (kept.revision === locked.memory.revision) continue;
    await moveRevision(unit.db, unit.accountId, kept.id, { from: locked.memory.revision, to: kept.revision });
  }
}

/** Before a memory is purged that stands for others: those can be given back by an undo all the same. */
export const leaveUndoable = (unit: UnitOfWork, memoryId: string): Promise<void> =>
  moveRevisionsOfReplaced(unit.db, unit.accountId, memoryId);

/** What the kept memory has of its own, or from another one. */
function withoutThoseOf(gone: Described, kept: Described, others: readonly Described[]): Described {
  const tags = kept.tags.filter((tag) => !gone.tags.includes(tag) || others.some((other) => other.tags.includes(tag)));
  const entries = Object.entries(kept.metadata ?? {}).filter(
    ([key, value]) =>
      !isDeepStrictEqual(gone.metadata?.[key], value) ||
      others.some(({ metadata }) => isDeepStrictEqual(metadata?.[key], value)),
  );
  return { tags, metadata: entries.length === 0 ? null : Object.fromEntries(entries) };
}
