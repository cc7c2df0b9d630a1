import type { Viewer } from '../account/viewer.ts';
import type { Database } from '../platform/db/database.ts';
import type { Embedder } from '../platform/embedding/embedder.ts';
import type { ForgetMemory, RestoreMemory, SupersedeMemory, UpdateMemory } from './change-memory.input.ts';
import { type Forgotten, forgetMemory } from './forget-memory.ts';
import type { Memory } from './memory.ts';
import type { BlankMessage } from './purge-memory.ts';
import { type Restored, restoreMemory } from './restore-memory.ts';
import { type Superseded, supersedeMemory } from './supersede-memory.ts';
import { updateMemory } from './update-memory.ts';

/** What can happen to a memory after it was added. Each change is one transaction. */
export class MemoryLifecycle {
  readonly #parts: { readonly db: Database; readonly embedder: Embedder; readonly blankMessage: BlankMessage };

  constructor(db: Database, embedder: Embedder, blankMessage: BlankMessage) {
    this.#parts = { db, embedder, blankMessage };
  }

  update(viewer: Viewer, given: UpdateMemory): Promise<Memory> {
    return updateMemory(this.#parts.db, viewer, given);
  }

  supersede(viewer: Viewer, given: SupersedeMemory): Promise<Superseded> {
    return supersedeMemory(this.#parts, viewer, given);
  }

  restore(viewer: Viewer, given: RestoreMemory): Promise<Restored> {
    return restoreMemory(this.#parts.db, viewer, given);
  }

  forget(viewer: Viewer, given: ForgetMemory): Promise<Forgotten> {
    return forgetMemory(this.#parts, viewer, given);
  }
}
