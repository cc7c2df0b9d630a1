import { type SqlBool, sql } from 'kysely';
import type { Reach } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import { fetchPages, mapPages, type Page, type PageRequest } from '../platform/db/page.ts';
import { type MemoryRevision, parseRevisionKey, revisionKey } from './memory-revision.ts';
import { visibleMemories } from './visible-memories.ts';

/** Reads the histories of memories within a viewer's reach. */
export class MemoryRevisionStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Returns revisions by their keys; malformed keys are skipped. */
  async byKeys(reach: Reach, keys: readonly string[]): Promise<MemoryRevision[]> {
    const parsed = keys.flatMap((key) => parseRevisionKey(key) ?? []);
    const [ids, revisions] = [parsed.map(({ memoryId }) => memoryId), parsed.map(({ revision }) => revision)];
    const named = sql<SqlBool>`(memory_revision.memory_id, memory_revision.revision) in (
      select * from unnest(${ids}::uuid[], ${revisions}::int[]))`;
    return (await this.#rows(reach).where(named).execute()).map(fromRow);
  }

  /** Returns the same page of each memory's history, newest first. */
  async pages(
    reach: Reach,
    memoryIds: readonly string[],
    request: PageRequest,
  ): Promise<Map<string, Page<MemoryRevision>>> {
    const parents = { column: 'memory_revision.memory_id', ids: memoryIds };
    const pages = await fetchPages(this.#db, this.#rows(reach), newestFirst, parents, request);
    return mapPages(pages, fromRow);
  }

  #rows(reach: Reach) {
    return visibleMemories(this.#db, reach)
      .innerJoin('memory_revision', 'memory_revision.memory_id', 'memory.id')
      .whereRef('memory_revision.account_id', '=', 'memory.account_id')
      .select(selected);
  }
}

const newestFirst = { by: 'memory_revision.revision', id: 'memory_revision.memory_id', direction: 'desc' } as const;

const selected = [
  'memory_revision.memory_id as memoryId',
  'memory_revision.revision',
  'memory_revision.changed',
  'memory.content',
  'memory_revision.kind',
  'memory_revision.tier',
  'memory_revision.tags',
  'memory_revision.metadata',
  'memory_revision.valid_from as validFrom',
  'memory_revision.valid_to as validTo',
  'memory_revision.status',
  'memory_revision.reason',
  'memory_revision.actor_kind as actorKind',
  'memory_revision.actor',
  'memory_revision.at',
] as const;

const fromRow = ({ memoryId, ...row }: Omit<MemoryRevision, 'id'> & { memoryId: string }): MemoryRevision => ({
  ...row,
  id: revisionKey(memoryId, row.revision),
});
