import { workerData } from 'node:worker_threads';
import { type Model, serveModel } from '../../platform/embedding/serve-model.ts';
import { CrossEncoder, type CrossEncoderFiles, type JudgeJob } from './cross-encoder.ts';

async function open(files: CrossEncoderFiles): Promise<Model<JudgeJob, number>> {
  const encoder = await CrossEncoder.open(files);
  return {
    count: ({ documents }) => documents.length,
    isUrgent: () => true,
    run: ({ question, documents }, part) => encoder.score(question, documents[part] ?? ''),
    close: () => encoder.close(),
  };
}

await serveModel(open(workerData));
