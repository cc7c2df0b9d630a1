import type { Viewer } from '../account/viewer.ts';
import type { Database } from '../platform/db/database.ts';
import type { Alongside } from './alongside.ts';
import type { ForgetMemory, RestoreMemory, SupersedeMemory, UpdateMemory } from './change-memory.input.ts';
import { type Forgotten, forgetMemory } from './forget-memory.ts';
import type { Memory } from './memory.ts';
import type { MemoryQuotas } from './memory-quota.store.ts';
import type { MemoryReader } from './memory-reader.ts';
import { MemoryRevisionStore } from './memory-revision.store.ts';
import type { BeforePurge, BlankMessage } from './purge-memory.ts';
import { type Restored, restoreMemory } from './restore-memory.ts';
import { type Superseded, supersedeMemory } from './supersede-memory.ts';
import { updateMemory } from './update-memory.ts';

interface Parts {
  readonly db: Database;
  readonly reader: MemoryReader;
  readonly blankMessage: BlankMessage;
  readonly beforePurge: readonly BeforePurge[];
  /** Omitted: any number of memories. */
  readonly quotas?: MemoryQuotas;
}

/** Changes of existing memories, each in one transaction, and their histories. */
export class MemoryLifecycle {
  readonly #parts: Parts;
  /** Reads within the reach of a viewer. */
  readonly revisions: MemoryRevisionStore;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.revisions = new MemoryRevisionStore(parts.db);
  }

  update(viewer: Viewer, given: UpdateMemory): Promise<Memory> {
    return updateMemory(this.#parts.db, viewer, given);
  }

  supersede(viewer: Viewer, given: SupersedeMemory, alongside?: Alongside): Promise<Superseded> {
    return supersedeMemory(this.#parts, viewer, given, alongside);
  }

  restore(viewer: Viewer, given: RestoreMemory): Promise<Restored> {
    const { db, quotas } = this.#parts;
    return restoreMemory(db, viewer, given, quotas?.of(viewer));
  }

  forget(viewer: Viewer, given: ForgetMemory): Promise<Forgotten> {
    return forgetMemory(this.#parts, viewer, given);
  }
}
