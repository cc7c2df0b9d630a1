import type { Selectable } from 'kysely';
import { isVisible, type Reach, wholeAccount } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import { fetchCounts, fetchPages, mapPages, type Page, type PageRequest } from '../platform/db/page.ts';
import type { Tables } from '../platform/db/tables.ts';
import { activeStatuses } from '../platform/run-status.ts';
import type { ConsolidationRun } from './consolidation.ts';

/** Reads runs of collections within a viewer's reach. */
export class RunStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async byIds(reach: Reach, ids: readonly string[]): Promise<ConsolidationRun[]> {
    if (ids.length === 0) return [];
    return (await visibleRuns(this.#db, reach).where('consolidation_run.id', 'in', ids).execute()).map(runFromRow);
  }

  /** Returns the same page of each collection's runs, newest first. */
  async pages(
    reach: Reach,
    collectionIds: readonly string[],
    request: PageRequest,
  ): Promise<Map<string, Page<ConsolidationRun>>> {
    const parents = { column: 'consolidation_run.collection_id', ids: collectionIds };
    const pages = await fetchPages(this.#db, visibleRuns(this.#db, reach), newestFirst, parents, request);
    return mapPages(pages, runFromRow);
  }

  counts(reach: Reach, ids: readonly string[]): Promise<Map<string, number>> {
    return fetchCounts(visibleRuns(this.#db, reach), { column: 'consolidation_run.collection_id', ids });
  }

  /** Returns the collection's active run that somebody asked for, or null. */
  async activeOf(reach: Reach, collectionId: string): Promise<ConsolidationRun | null> {
    const row = await visibleRuns(this.#db, reach)
      .where('consolidation_run.collection_id', '=', collectionId)
      .where('consolidation_run.origin', '=', 'ASKED')
      .where('consolidation_run.status', 'in', activeStatuses)
      .executeTakeFirst();
    return row ? runFromRow(row) : null;
  }

  /** Number of the newest event of a run's stream. */
  async newestEvent({ accountId }: Reach, id: string): Promise<number> {
    const stream = await this.#db
      .selectFrom('stream')
      .select('seq')
      .where('account_id', '=', accountId)
      .where('kind', '=', 'consolidation_run')
      .where('id', '=', id)
      .executeTakeFirst();
    return stream?.seq ?? 0;
  }
}

const newestFirst = { by: 'consolidation_run.created_at', id: 'consolidation_run.id', direction: 'desc' } as const;

const visibleRuns = (db: Database, reach: Reach) =>
  db
    .selectFrom('consolidation_run')
    .innerJoin('collection', 'collection.id', 'consolidation_run.collection_id')
    .whereRef('collection.account_id', '=', 'consolidation_run.account_id')
    .where(isVisible(reach))
    .selectAll('consolidation_run');

/** Locks a run. Returns null if it is gone, or its collection is deleted. */
export async function lockRun(db: Database, accountId: string, id: string): Promise<ConsolidationRun | null> {
  const row = await visibleRuns(db, wholeAccount(accountId))
    .where('consolidation_run.id', '=', id)
    .forNoKeyUpdate('consolidation_run')
    .executeTakeFirst();
  return row ? runFromRow(row) : null;
}

const runFromRow = (row: Selectable<Tables['consolidation_run']>): ConsolidationRun => ({
  id: row.id,
  accountId: row.account_id,
  collectionId: row.collection_id,
  origin: row.origin,
  status: row.status,
  dryRun: row.dry_run,
  steps: row.steps,
  startedBy: row.started_by,
  stepsDone: row.steps_done,
  place: row.place,
  stepDone: row.step_done,
  stepTotal: row.step_total,
  attempts: row.attempts,
  fence: row.fence,
  scanned: row.scanned,
  merged: row.merged,
  retired: row.retired,
  bytesBefore: row.bytes_before === null ? null : Number(row.bytes_before),
  bytesAfter: row.bytes_after === null ? null : Number(row.bytes_after),
  undone: row.undone,
  error: row.error,
  createdAt: row.created_at,
  startedAt: row.started_at,
  finishedAt: row.finished_at,
});
