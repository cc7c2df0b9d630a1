import type { Viewer } from '../account/viewer.ts';
import type { CollectionService } from '../collection/collection.service.ts';
import type { Collection } from '../collection/collection.ts';
import { reachOf } from '../collection/reach.ts';
import type { MemoryService } from '../memory/memory.service.ts';
import { isCurrent, type Memory } from '../memory/memory.ts';
import type { Database } from '../platform/db/database.ts';
import { inUnitOfWork } from '../platform/events/unit-of-work.ts';
import type { JobSender } from '../platform/jobs/job.ts';
import { beginningOf, type Evidence, memoryLine, storyLine } from './evidence.ts';
import { readNarratives, requestNarrative } from './narrative.store.ts';
import type { KeptNarrative, Narrative } from './narrative.ts';
import { narrativesJob } from './narrative-job.ts';

interface NarrativeParts {
  readonly db: Database;
  readonly jobs: JobSender;
  readonly collections: Pick<CollectionService, 'require'>;
  readonly memories: Pick<MemoryService, 'byIds'>;
}

/** Maximum number of narratives in one context, the newest. */
const mostStories = 5;

/** Maximum length of a narrative's line, in UTF-16 code units. */
const longestLine = 300;

/**
 * Narratives of what is known in collections, written in advance. Memories that were forgotten since are not shown, whoever wrote
 * the narrative.
 */
export class NarrativeService {
  readonly #parts: NarrativeParts;

  constructor(parts: NarrativeParts) {
    this.#parts = parts;
  }

  /** Returns the narratives of some collections, without those that are empty. */
  async ofCollections(viewer: Viewer, collectionIds: readonly string[]): Promise<Narrative[]> {
    const kept = await readNarratives(this.#parts.db, reachOf(viewer), { collectionIds });
    const told = await this.#tell(viewer, kept);
    return told.flatMap(({ lines, narrative: { id, accountId, revision, stale, generatedAt } }) => {
      const text = lines.map((line) => line.text).join('\n');
      return text === '' ? [] : { id, accountId, text, revision, stale, generatedAt };
    });
  }

  /** Returns the lines of the newest narratives in scope. `collectionIds` includes all collections below; null: all. */
  async evidence(viewer: Viewer, collectionIds: readonly string[] | null): Promise<Evidence[]> {
    const chosen = { below: collectionIds, limit: mostStories };
    const told = await this.#tell(viewer, await readNarratives(this.#parts.db, reachOf(viewer), chosen));
    return told
      .flatMap(({ lines }) => lines)
      .map((line) => (line.memory ? line : { ...line, text: storyLine(line.text) }));
  }

  /** Requests that a narrative be written again, ahead of those that are due by themselves. */
  async refresh(viewer: Viewer, collectionId: string): Promise<Collection> {
    const { db, jobs, collections } = this.#parts;
    const collection = await collections.require(viewer, collectionId);
    await inUnitOfWork(db, viewer.accountId, async (unit) => {
      await requestNarrative(unit.db, viewer.accountId, collectionId);
      await jobs.send(unit, narrativesJob, {});
    });
    return collection;
  }

  async #tell(viewer: Viewer, kept: readonly KeptNarrative[]) {
    const ids = kept.flatMap(({ text, shownIds }) => (text === null ? shownIds : []));
    const found = ids.length === 0 ? [] : await this.#parts.memories.byIds(viewer, ids);
    const memories = new Map(found.filter(isCurrent).map((memory) => [memory.id, memory]));
    return kept.map((narrative) => ({ narrative, lines: linesOf(narrative, memories) }));
  }
}

function linesOf(kept: KeptNarrative, memories: ReadonlyMap<string, Memory>): Evidence[] {
  if (kept.text === null) return kept.shownIds.flatMap((id) => memories.get(id) ?? []).map(shortLine);
  const lines = kept.text.split('\n').map((line) => line.trim());
  return lines.flatMap((text) => (text === '' ? [] : { text, memory: null, tellsOf: kept.memoryIds }));
}

const shortLine = (memory: Memory): Evidence => ({ text: beginningOf(memoryLine(memory).text, longestLine), memory });
