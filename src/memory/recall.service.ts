import type { Viewer } from '../account/viewer.ts';
import { reachOf } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import { type BootstrapRequest, readBootstrap } from './bootstrap.store.ts';
import { instructionIds } from './instructions.store.ts';
import type { Memory } from './memory.ts';
import type { Recalls } from './recalls.ts';
import { relatedMemories } from './related-memories.store.ts';
import type { RelatedMemory } from './related-memory.ts';

/** What a conversation starts with: the most present memories by tier, in each tier the freshest first. */
export interface Bootstrap {
  readonly active: readonly Memory[];
  readonly thread: readonly Memory[];
  readonly stable: readonly Memory[];
}

/** Memories to recall without a query; those of collections include their descendants. */
type RecallRequest = Omit<BootstrapRequest, 'reach' | 'below'>;

/** Records recalls, and reads the memories to recall without a query. */
export class RecallService {
  readonly #db: Database;
  readonly #recalls: Pick<Recalls, 'record'>;

  constructor(db: Database, recalls: Pick<Recalls, 'record'>) {
    this.#db = db;
    this.#recalls = recalls;
  }

  /**
   * Returns up to `limit` of the most present memories that are CURRENT and valid now, or were so at an instant. Counts as a recall of
   * each, but not as a co-occurrence, since they do not answer a common query.
   */
  async bootstrap(viewer: Viewer, wanted: RecallRequest): Promise<Bootstrap> {
    const found = await this.present(viewer, wanted);
    this.#recalls.record({ accountId: viewer.accountId, ids: found.map(({ id }) => id), together: false });
    const { ACTIVE = [], THREAD = [], STABLE = [] } = Object.groupBy(found, ({ tier }) => tier);
    return { active: ACTIVE, thread: THREAD, stable: STABLE };
  }

  /** Returns the memories of a bootstrap, tier by tier, for callers that choose which of them to show; counts as no recall. */
  present(viewer: Viewer, wanted: RecallRequest): Promise<Memory[]> {
    return readBootstrap(this.#db, { reach: reachOf(viewer), ...wanted });
  }

  /** Returns the ids of instructions that are CURRENT and valid now, or were so at an instant, the newest first; counts as no recall. */
  instructions(viewer: Viewer, wanted: RecallRequest): Promise<string[]> {
    return instructionIds(this.#db, { reach: reachOf(viewer), ...wanted });
  }

  /** Records that memories were returned to a caller, the best first. `together`: they answer one query. */
  recalled({ accountId }: Viewer, ids: readonly string[], together: boolean): void {
    this.#recalls.record({ accountId, ids, together });
  }

  /** Returns, for each memory, the visible CURRENT ones that were recalled with it, most often first. */
  related(viewer: Viewer, ids: readonly string[], first: number): Promise<Map<string, RelatedMemory[]>> {
    return relatedMemories(this.#db, reachOf(viewer), ids, first);
  }
}
