import { workerData } from 'node:worker_threads';
import { type JobRunner, serveJobs } from '../threads/serve-jobs.ts';
import { RowBlocks } from './row-blocks.ts';
import type { ScanJob, ScanStart, Sifted } from './scan-job.ts';
import { ScanSlot } from './scan-slot.ts';

function open({ module, slot }: ScanStart): JobRunner<ScanJob, Sifted> {
  return {
    run: (job) => sifted(new ScanSlot(module, job.memory, new RowBlocks(job.dimensions), slot), job),
  };
}

/** Buffer for the results of a job before their number is known. */
let room = new Int32Array();

function sifted(slot: ScanSlot, { question, first, rows, least, spread }: ScanJob): Sifted {
  if (room.length < rows * 2) room = new Int32Array(rows * 2);
  slot.ask(question);
  let count = 0;
  for (let done = 0; done < rows; done += slot.rows) {
    const found = slot.sift(first + done, Math.min(slot.rows, rows - done), least, spread);
    room.set(slot.pairs.subarray(0, found * 2), count * 2);
    count += found;
  }
  // Shared, so that it is passed without copying.
  const pairs = new Int32Array(new SharedArrayBuffer(count * 2 * Int32Array.BYTES_PER_ELEMENT));
  pairs.set(room.subarray(0, count * 2));
  return { count, pairs };
}

await serveJobs(Promise.resolve(open(workerData)));
