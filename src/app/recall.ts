import type { Logger } from 'pino';
import { namedBy } from '../graph/naming.store.ts';
import { EmbedderUnavailableError } from '../platform/embedding/embedder.errors.ts';
import { logFailure } from '../platform/log-failure.ts';
import { DotScan } from '../platform/simd/dot-scan.ts';
import { Int8Rows } from '../platform/simd/int8-rows.ts';
import { DatabaseRecallLoader } from '../search/recall-index/database-recall-loader.ts';
import { LastSearched } from '../search/recall-index/last-searched.ts';
import { RecallIndexes } from '../search/recall-index/recall-indexes.ts';
import type { Models } from './load-models.ts';
import type { OpenDatabase } from './open-database.ts';

/** The collections held in memory for search. Starts empty: `lastSearched` loads some, and the others are at their first search. Disposing releases them. */
export function buildRecall(
  { db, jobs }: Pick<OpenDatabase, 'db' | 'jobs'>,
  { passages }: Models,
  budgetBytes: number,
  log: Logger,
) {
  const scan = new DotScan();
  const indexes = new RecallIndexes({
    loader: new DatabaseRecallLoader({ requests: db, background: jobs, model: passages.model, named: namedBy }),
    newVectors: () => {
      if (passages.dimensions !== null) return new Int8Rows(scan, passages.dimensions);
      throw new EmbedderUnavailableError('The embedder has given no vector yet: nobody knows its dimensions');
    },
    areVectorsKnown: () => passages.dimensions !== null,
    fits: ({ dimensions }) => dimensions === (passages.dimensions ?? dimensions),
    budgetBytes,
    onError: (error, { collectionId }) =>
      logFailure(log, { err: error, collectionId }, 'a collection could not be loaded for search'),
    now: () => performance.now(),
  });
  const lastSearched = budgetBytes > 0 ? new LastSearched({ db: jobs, indexes, log }) : null;
  return {
    indexes,
    /** Null: without a budget the database answers every search. */
    lastSearched,
    [Symbol.asyncDispose]: async () => {
      await lastSearched?.[Symbol.asyncDispose]();
      await indexes.close();
      await scan[Symbol.asyncDispose]();
    },
  };
}
export type Recall = ReturnType<typeof buildRecall>;
