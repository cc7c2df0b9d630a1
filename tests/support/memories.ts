import type { Viewer } from '../../src/account/viewer.ts';
import { blankWithRun } from '../../src/agent/blank-with-run.ts';
import { beforePurge } from '../../src/app/before-purge.ts';
import { CollectionService } from '../../src/collection/collection.service.ts';
import type { Collection } from '../../src/collection/collection.ts';
import { MemoryService } from '../../src/memory/memory.service.ts';
import type { Memory } from '../../src/memory/memory.ts';
import { memoryConsumer } from '../../src/memory/memory-consumer.ts';
import { MemoryLifecycle } from '../../src/memory/memory-lifecycle.service.ts';
import type { GivenMemory } from '../../src/memory/prepare-memories.ts';
import type { Database } from '../../src/platform/db/database.ts';
import { converse } from './converse.ts';
import { models } from './models.ts';
import { makeViewer } from './viewer.ts';

const { reader } = models;

/** The consumer that counts memories for the statistics. */
export const statisticsConsumer = memoryConsumer(reader);

/** The memory services on a test's database. */
export function memoryServices(db: Database) {
  const collections = new CollectionService(db);
  return {
    collections,
    memories: new MemoryService({ db, reader, collections }),
    lifecycle: new MemoryLifecycle({ db, reader, blankMessage: blankWithRun, beforePurge }),
  };
}

/** An account with one collection, and shortcuts to fill and inspect it. */
export class Household {
  readonly viewer: Viewer;
  readonly collection: Collection;
  readonly #db: Database;

  private constructor(db: Database, viewer: Viewer, collection: Collection) {
    this.#db = db;
    this.viewer = viewer;
    this.collection = collection;
  }

  static async create(db: Database, viewer = makeViewer()): Promise<Household> {
    return new Household(db, viewer, await memoryServices(db).collections.create(viewer, { name: 'Home' }));
  }

  async add(given: GivenMemory | string): Promise<Memory> {
    const memory = typeof given === 'string' ? { content: given } : given;
    return (await memoryServices(this.#db).memories.add(this.viewer, this.collection.id, memory)).memory;
  }

  async read(id: string): Promise<Memory> {
    const [memory] = await memoryServices(this.#db).memories.byIds(this.viewer, [id]);
    if (!memory) throw new Error(`No memory ${id}`);
    return memory;
  }

  async exists(id: string): Promise<boolean> {
    return (await memoryServices(this.#db).memories.byIds(this.viewer, [id])).length === 1;
  }

  async count(): Promise<number> {
    return (await memoryServices(this.#db).collections.require(this.viewer, this.collection.id)).memoryCount;
  }

  /** Events of the collection after the one numbered `after`. */
  events(after = 0) {
    return this.#db
      .selectFrom('event')
      .select(['type', 'subject_id as subjectId', 'changed'])
      .where('account_id', '=', this.viewer.accountId)
      .where('kind', '=', 'collection')
      .where('stream_id', '=', this.collection.id)
      .where('seq', '>', after)
      .orderBy('seq')
      .execute();
  }

  stream() {
    return this.#db
      .selectFrom('stream')
      .selectAll()
      .where('account_id', '=', this.viewer.accountId)
      .where('kind', '=', 'collection')
      .where('id', '=', this.collection.id)
      .executeTakeFirstOrThrow();
  }

  /** The history rows of a memory, oldest first. */
  history(id: string) {
    return this.#db
      .selectFrom('memory_revision')
      .selectAll()
      .where('account_id', '=', this.viewer.accountId)
      .where('memory_id', '=', id)
      .orderBy('revision')
      .execute();
  }

  /** Creates a message, in a conversation of its own, from which memories can be learnt. */
  async message(content: string, metadata: Record<string, unknown> | null = null): Promise<string> {
    const { messageIds } = await converse(this.#db, this.viewer, this.collection.id, [content], metadata);
    return messageIds[0] ?? '';
  }
}
