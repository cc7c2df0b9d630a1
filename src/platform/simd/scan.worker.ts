import { workerData } from 'node:worker_threads';
import { type JobRunner, serveJobs } from '../threads/serve-jobs.ts';
import type { ScanJob, ScanStart } from './scan-job.ts';
import { ScanSlot } from './scan-slot.ts';

function open({ module, slot }: ScanStart): JobRunner<ScanJob, Int32Array> {
  return {
    count: () => 1,
    isUrgent: () => true,
    run: (job) => products(new ScanSlot(module, job.memory, job.stride, slot), job),
    close: async () => {},
  };
}

/** Shared, so that they are handed over without a copy. */
function products(slot: ScanSlot, { question, first, rows }: ScanJob): Int32Array {
  const all = new Int32Array(new SharedArrayBuffer(rows * Int32Array.BYTES_PER_ELEMENT));
  slot.ask(question);
  for (let done = 0; done < rows; done += slot.rows) {
    const count = Math.min(slot.rows, rows - done);
    all.set(slot.products(first + done, count).subarray(0, count), done);
  }
  return all;
}

await serveJobs(Promise.resolve(open(workerData)));
