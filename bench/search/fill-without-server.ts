import { loadModels } from '../../src/app/load-models.ts';
import { connectKysely, type Database } from '../../src/platform/db/database.ts';
import { migrate } from '../../src/platform/db/migrate.ts';
import type { Store } from '../support/target.ts';
import { type BulkOptions, type BulkTarget, bulkFill } from './bulk-fill.ts';
import { withoutTermIndex, withoutVectorIndex } from './slow-indexes.ts';

interface FillOptions {
  readonly vocabulary: readonly string[];
  /** Indexes that are built at the end, since growing them row by row takes longest. Postgres only. */
  readonly late: 'none' | 'terms' | 'terms and vectors';
}

export interface Filling {
  readonly db: Database;
  fill(to: BulkTarget, told: Pick<BulkOptions, 'conversations' | 'firstNumber' | 'onProgress'>): Promise<void>;
}

/** Opens a database that no server has open, migrates it, and stores memories in bulk. */
export async function fillWithoutServer<Result>(
  store: Store,
  { vocabulary, late }: FillOptions,
  work: (filling: Filling) => Promise<Result>,
): Promise<Result> {
  await using opened = await store.open();
  const db = connectKysely(opened.pool);
  await migrate(db);
  await using models = await loadModels();
  const { reader, passages } = models;
  const fill = () => work({ db, fill: (to, told) => bulkFill(db, { ...told, to, vocabulary, reader }) });
  if (late === 'none' || store.databaseUrl === null) return await fill();
  if (late === 'terms') return await withoutTermIndex(db, fill);
  const { model, dimensions } = passages;
  if (dimensions === null) throw new Error('The model tells no dimensions');
  return await withoutVectorIndex(db, { model, dimensions }, () => withoutTermIndex(db, fill));
}
