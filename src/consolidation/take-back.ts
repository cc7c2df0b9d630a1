import { isDeepStrictEqual } from 'node:util';
import { lockMemories } from '../memory/merge-memories.ts';
import { type Described, passOnLess } from '../memory/pass-on-less.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import {
  type MergeInto,
  mergedOfHidden,
  mergesInto,
  moveRevision,
  moveRevisionsOfReplaced,
} from './proposal-changes.store.ts';

/**
 * Before a memory is purged that was merged into others: takes out of those, and out of their histories, the tags and
 * metadata that they have from it alone.
 */
export async function takeBackPassedOn(unit: UnitOfWork, memoryId: string): Promise<void> {
  const merges = await mergesInto(unit.db, unit.accountId, memoryId);
  if (merges.length === 0) return;
  const locked = await lockMemories(unit, { accountId: unit.accountId, within: null }, [memoryId]);
  for (const { memory } of locked.values()) await takeBack(unit, memory, merges);
}

/** The same for all memories of the conversations that this transaction has hidden: nobody can change those any more. */
export async function takeBackFromHidden(unit: UnitOfWork): Promise<void> {
  for (const gone of await mergedOfHidden(unit.db, unit.accountId)) {
    await takeBack(unit, gone, await mergesInto(unit.db, unit.accountId, gone.id));
  }
}

async function takeBack(unit: UnitOfWork, gone: Described, merges: readonly MergeInto[]): Promise<void> {
  const reach = { accountId: unit.accountId, within: null };
  for (const merge of merges) {
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
