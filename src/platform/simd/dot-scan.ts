import { availableParallelism } from 'node:os';
import { JobThread } from '../threads/job-thread.ts';
import { dotScanBinary } from './dot-scan.binary.ts';
import { KernelThreadError } from './kernel-thread.errors.ts';
import type { ScanJob, ScanStart, Sifted } from './scan-job.ts';
import { mostThreads } from './scan-slot.ts';

/**
 * From this many rows on, a scan uses all threads even if other scans are running, since the search waits for little else. The
 * rest of a search takes longer than a smaller scan. Measured with 100,000 and 1,000,000 rows on two cores (ADR 8).
 */
const largeScan = 262_144;

/**
 * The compiled kernel, and worker threads that run it, one per core, started on demand. While several small scans run at once,
 * one fewer is used, so that the event loop has a core of its own.
 */
export class DotScan implements AsyncDisposable {
  readonly module: WebAssembly.Module = new WebAssembly.Module(Buffer.from(dotScanBinary, 'base64'));
  readonly #threads: readonly JobThread<ScanJob, Sifted>[];
  /** The threads that leave a core to the event loop. */
  readonly #fewer: readonly JobThread<ScanJob, Sifted>[];

  constructor() {
    const cores = availableParallelism();
    this.#threads = Array.from({ length: Math.min(mostThreads, cores) }, (_, thread) => this.#newThread(thread + 1));
    this.#fewer = this.#threads.slice(0, Math.max(1, cores - 1));
  }

  /** Runs one part of a scan of `scanned` rows on the thread with the fewest jobs. Rejects with KernelThreadError if the thread is lost. */
  async sift(job: ScanJob, scanned: number): Promise<Sifted> {
    const jobs = this.#threads.reduce((sum, thread) => sum + thread.jobs, 0);
    const threads = scanned >= largeScan || jobs < this.#threads.length ? this.#threads : this.#fewer;
    const thread = threads.reduce((one, other) => (other.jobs < one.jobs ? other : one));
    const [sifted] = await thread.run(job);
    if (!sifted) throw new KernelThreadError('A thread gave no answer');
    return sifted;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread[Symbol.asyncDispose]()));
  }

  #newThread(slot: number): JobThread<ScanJob, Sifted> {
    return new JobThread({
      script: new URL('./scan.worker.ts', import.meta.url),
      data: { module: this.module, slot } satisfies ScanStart,
      failure: (message, options) => new KernelThreadError(message, options),
    });
  }
}
