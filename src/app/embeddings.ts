import type { Logger } from 'pino';
import { EmbeddingWorker, type EmbeddingWorkerOptions } from '../memory/embedding-worker.ts';
import { storedDimensions } from '../memory/model-move.store.ts';
import { mostDimensions } from '../platform/db/vector-index.ts';
import type { Models } from './load-models.ts';
import type { OpenDatabase } from './open-database.ts';

/** Memories per call to the embedder and per transaction: some 20 ms of work on the embedded database. */
const batch = 64;

/** Embeds in the background memories that were written without a vector or have one of another model. */
export function buildEmbeddings(
  { db, jobs }: Pick<OpenDatabase, 'db' | 'jobs'>,
  models: Models,
  log: Logger,
  times: Pick<EmbeddingWorkerOptions, 'lookAgainMs'> = {},
): EmbeddingWorker {
  const { passages, atOnce } = models;
  let told = false;
  return new EmbeddingWorker({
    ...times,
    writes: atOnce === Number.POSITIVE_INFINITY ? null : db,
    background: jobs,
    embedder: passages,
    batch,
    prepare: async () => passages.expectDimensions(await storedDimensions(jobs, passages.model)),
    onBatch: () => {
      const { model, dimensions } = passages;
      if (told || dimensions === null) return;
      told = true;
      if (dimensions <= mostDimensions) return;
      log.warn(
        { model, dimensions, mostDimensions },
        'the vectors of this model are too long for an index: they are scanned',
      );
    },
    log,
  });
}
