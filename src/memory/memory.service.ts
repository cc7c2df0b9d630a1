import type { Quota } from '../account/quota.ts';
import type { Viewer } from '../account/viewer.ts';
import type { CollectionService } from '../collection/collection.service.ts';
import type { Collection } from '../collection/collection.ts';
import { reachOf } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import type { KeyScope } from '../platform/db/idempotency.ts';
import type { Page } from '../platform/db/page.ts';
import { type ExpectedError, NotFoundError, ValidationError } from '../platform/errors.ts';
import type { LoopTurns } from '../platform/turns/loop-turns.ts';
import { type Added, type Addition, type AddOutcome, keyScopeOf, type NotAdded } from './add-memories.ts';
import type { Alongside } from './alongside.ts';
import { memoriesBeside } from './beside.store.ts';
import { maxBulk } from './memory.input.ts';
import { type MemoryList, MemoryStore } from './memory.store.ts';
import type { Memory } from './memory.ts';
import type { MemoryFilter } from './memory-filter.ts';
import { countCurrentMemories, type MemoryQuotas } from './memory-quota.store.ts';
import type { MemoryReader } from './memory-reader.ts';
import { MemoryWriter } from './memory-writer.ts';
import type { Destination } from './new-memory.store.ts';
import { type GivenMemory, isAddition, type Prepared, prepareMemories } from './prepare-memories.ts';

export interface AddedMemory {
  readonly memory: Memory;
  readonly outcome: AddOutcome;
}

/** Result of one item of a bulk. */
export type ItemResult = AddedMemory | ExpectedError;

interface Parts {
  readonly db: Database;
  readonly reader: MemoryReader;
  readonly collections: CollectionService;
  /** Omitted: any number of memories. */
  readonly quotas?: MemoryQuotas;
  /** Pacing of reads by id; see `gatheredReads`. */
  readonly pace?: Pick<LoopTurns, 'pause'> | undefined;
}

export class MemoryService {
  readonly #parts: Parts;
  /** Reads within the reach of a viewer. */
  readonly store: MemoryStore;
  readonly #writer: MemoryWriter;

  constructor(parts: Parts) {
    const { db, collections, pace } = parts;
    this.#parts = parts;
    this.store = new MemoryStore(db, pace);
    this.#writer = new MemoryWriter(db, async (viewer, collectionId) =>
      this.destination(viewer, await collections.require(viewer, collectionId)),
    );
  }

  byIds(viewer: Viewer, ids: readonly string[]): Promise<Memory[]> {
    return this.store.byIds(reachOf(viewer), ids);
  }

  /** See `memoriesBeside`. */
  beside(viewer: Viewer, ids: readonly string[], asOf: Date | null): Promise<Memory[]> {
    const { db } = this.#parts;
    return ids.length === 0 ? Promise.resolve([]) : memoriesBeside(db, { reach: reachOf(viewer), ids, asOf });
  }

  /** How many CURRENT memories the account has, and the viewer's plan allows. */
  async quota(viewer: Viewer): Promise<Quota> {
    const { db, quotas } = this.#parts;
    return { limit: quotas?.limitOf(viewer) ?? null, used: await countCurrentMemories(db, viewer.accountId) };
  }

  /** Returns a page of the memories of these collections together. */
  page(viewer: Viewer, collectionIds: readonly string[], list: MemoryList): Promise<Page<Memory>> {
    return this.store.page(reachOf(viewer), collectionIds, list);
  }

  count(viewer: Viewer, collectionIds: readonly string[], filter: MemoryFilter): Promise<number> {
    return this.store.count(reachOf(viewer), collectionIds, filter);
  }

  /** Adds one memory. A duplicate of a CURRENT one of the same speaker returns that one, unchanged. */
  async add(viewer: Viewer, collectionId: string, given: GivenMemory, alongside?: Alongside): Promise<AddedMemory> {
    // One text is read sooner than its key would be looked up.
    const [addition] = await this.#prepare(viewer, [given], null);
    if (addition instanceof ValidationError) throw addition.under('memory');
    if (addition instanceof Error) throw addition;
    if (!addition || !isAddition(addition)) throw new Error('One memory was given and none prepared');
    const added = alongside
      ? await this.#addWith(alongside, viewer, collectionId, addition)
      : [await this.#writer.addOne({ viewer, collectionId, addition })];
    const [result] = await this.#complete(viewer, added);
    if (!result || result instanceof Error) throw result ?? new Error('One memory was written and none answered');
    return result;
  }

  /** Adds up to 1,000 memories. Each gets a result, in order; all valid ones commit together. */
  async addMany(
    viewer: Viewer,
    collectionId: string,
    given: readonly GivenMemory[],
    rejected: ReadonlyMap<number, ValidationError>,
  ): Promise<ItemResult[]> {
    if (given.length === 0 || given.length > maxBulk) {
      throw new ValidationError([
        { path: ['memories'], message: `must have 1 to ${maxBulk} memories, got ${given.length}` },
      ]);
    }
    const collection = await this.#parts.collections.require(viewer, collectionId);
    const mutation = 'addMemories';
    const to = this.destination(viewer, collection);
    const prepared = (await this.#prepare(viewer, given, keyScopeOf(mutation, to))).map(
      (one, index) => rejected.get(index) ?? inItem(one, index),
    );
    const added = (await this.#writer.addAll(mutation, to, prepared.filter(isAddition))).values();
    const results = prepared.map((one) => {
      const result = isAddition(one) ? added.next().value : one;
      if (!result) throw new Error('Fewer results than additions');
      return result;
    });
    return await this.#complete(viewer, results);
  }

  /** Adds in a transaction that is shared only with `alongside`, never batched. */
  async #addWith(alongside: Alongside, viewer: Viewer, collectionId: string, addition: Addition) {
    const to = this.destination(viewer, await this.#parts.collections.require(viewer, collectionId));
    return this.#writer.addAll('addMemory', to, [addition], alongside);
  }

  #prepare(viewer: Viewer, given: readonly GivenMemory[], keys: KeyScope | null): Promise<Prepared[]> {
    return prepareMemories(this.#parts, viewer, given, keys);
  }

  /** Loads memories known only by id. One that was purged since it was first added becomes a NotFoundError. */
  async #complete(viewer: Viewer, added: readonly (Added | NotAdded | ValidationError)[]): Promise<ItemResult[]> {
    const replayed = added.flatMap((one) => (one instanceof Error || one.memory ? [] : [one.memoryId]));
    const found = replayed.length === 0 ? [] : await this.byIds(viewer, replayed);
    const byId = new Map(found.map((memory) => [memory.id, memory]));
    return added.map((one) => {
      if (one instanceof Error) return one;
      const memory = one.memory ?? byId.get(one.memoryId);
      return memory ? { memory, outcome: one.outcome } : new NotFoundError({ type: 'Memory', id: one.memoryId });
    });
  }

  /** Where new memories of a collection go, and the quota that they count against. */
  destination(viewer: Viewer, collection: Collection): Destination {
    const { reader, quotas } = this.#parts;
    return {
      accountId: collection.accountId,
      collectionId: collection.id,
      language: collection.settings.language,
      timeZone: collection.settings.timeZone,
      embeddingModel: reader.model,
      ...(quotas && { quota: quotas.of(viewer) }),
    };
  }
}

const inItem = (one: Prepared, index: number): Prepared =>
  one instanceof ValidationError ? one.under('memories', String(index)) : one;
