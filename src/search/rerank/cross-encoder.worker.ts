import { workerData } from 'node:worker_threads';
import { type JobRunner, serveJobs } from '../../platform/threads/serve-jobs.ts';
import { CrossEncoder, type CrossEncoderFiles, type JudgeJob } from './cross-encoder.ts';

async function open(files: CrossEncoderFiles): Promise<JobRunner<JudgeJob, number>> {
  const encoder = await CrossEncoder.open(files);
  return {
    count: ({ documents }) => documents.length,
    run: ({ question, documents }, part) => encoder.score(question, documents[part] ?? ''),
    close: () => encoder.close(),
  };
}

await serveJobs(open(workerData));
