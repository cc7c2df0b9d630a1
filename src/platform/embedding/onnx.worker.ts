import { workerData } from 'node:worker_threads';
import { type JobRunner, serveJobs } from '../threads/serve-jobs.ts';
import { E5Encoder, type E5Files, type EmbedJob } from './e5-encoder.ts';
import type { Vector } from './embedder.ts';

async function open(files: E5Files): Promise<JobRunner<EmbedJob, Vector>> {
  const encoder = await E5Encoder.open(files);
  return {
    count: ({ texts }) => texts.length,
    isUrgent: ({ as }) => as === 'query',
    run: ({ texts, as }, part) => encoder.encode(texts[part] ?? '', as),
    close: () => encoder.close(),
  };
}

await serveJobs(open(workerData));
