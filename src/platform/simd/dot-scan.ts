import { availableParallelism } from 'node:os';
import { JobThread } from '../threads/job-thread.ts';
import { dotScanBinary } from './dot-scan.binary.ts';
import type { ScanJob, ScanStart } from './scan-job.ts';
import { mostThreads } from './scan-slot.ts';

/** The threads that scan were lost, or could not be started. */
export class ScanError extends Error {
  override readonly name = 'ScanError';
}

/**
 * The compiled kernel, and threads that run it beside the event loop: as many as there are cores, since who asked waits for them.
 * They start when they are needed.
 */
export class DotScan implements AsyncDisposable {
  readonly module: WebAssembly.Module = new WebAssembly.Module(Buffer.from(dotScanBinary, 'base64'));
  readonly #threads: readonly JobThread<ScanJob, Int32Array>[];
  #jobs = 0;

  constructor() {
    const count = Math.min(mostThreads, availableParallelism());
    this.#threads = Array.from({ length: count }, (_, thread) => this.#newThread(thread + 1));
  }

  /** The products of a job, by one thread after the other in turn. Rejects with a ScanError where its thread is lost. */
  async products(job: ScanJob): Promise<Int32Array> {
    const thread = this.#threads[this.#jobs++ % this.#threads.length];
    const [products] = (await thread?.run(job)) ?? [];
    if (!products) throw new ScanError('A thread gave no products');
    return products;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread[Symbol.asyncDispose]()));
  }

  #newThread(slot: number): JobThread<ScanJob, Int32Array> {
    return new JobThread({
      script: new URL('./scan.worker.ts', import.meta.url),
      data: { module: this.module, slot } satisfies ScanStart,
      failure: (message, options) => new ScanError(message, options),
    });
  }
}
