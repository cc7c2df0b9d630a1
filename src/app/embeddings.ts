import type { Logger } from 'pino';
import { EmbeddingWorker, type EmbeddingWorkerOptions } from '../memory/embedding-worker.ts';
import { warnIfScanned } from '../memory/index-vectors.ts';
import { embedsByTable, type Models } from './load-models.ts';
import type { OpenDatabase } from './open-database.ts';

/** Embeds in the background memories that were written without a vector or have one of another model. */
export function buildEmbeddings(
  { db, jobs }: Pick<OpenDatabase, 'db' | 'jobs'>,
  models: Models,
  log: Logger,
  times: Pick<EmbeddingWorkerOptions, 'lookAgainMs'> = {},
): EmbeddingWorker {
  const { passages } = models;
  let told = false;
  return new EmbeddingWorker({
    ...times,
    writes: embedsByTable(models) ? null : db,
    background: jobs,
    embedder: passages,
    onBatch: () => {
      const { model, dimensions } = passages;
      if (told || dimensions === null) return;
      told = true;
      warnIfScanned({ model, dimensions }, log);
    },
    log,
  });
}
