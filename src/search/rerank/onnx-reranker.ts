import { JobThread } from '../../platform/threads/job-thread.ts';
import type { CrossEncoderFiles, JudgeJob } from './cross-encoder.ts';
import { RerankerError } from './reranker.errors.ts';
import type { Reranker } from './reranker.ts';

/** A cross-encoder in a worker thread of this process; takes some milliseconds per document. */
export class OnnxReranker implements Reranker, AsyncDisposable {
  readonly #thread: JobThread<JudgeJob, number>;

  private constructor(files: CrossEncoderFiles) {
    this.#thread = new JobThread({
      script: new URL('./cross-encoder.worker.ts', import.meta.url),
      data: files,
      failure: (message, options) => new RerankerError(message, options),
    });
  }

  /** Loads the model. Rejects with an error that says what is wrong with a file, or which package is missing. */
  static async open(files: CrossEncoderFiles): Promise<OnnxReranker> {
    const reranker = new OnnxReranker(files);
    await reranker.#thread.start();
    return reranker;
  }

  async score(question: string, documents: readonly string[], signal: AbortSignal): Promise<number[]> {
    const scores = await this.#thread.run({ question, documents }, signal);
    if (scores.every(Number.isFinite)) return scores;
    throw new RerankerError('the model gave a score that is no finite number');
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#thread[Symbol.asyncDispose]();
  }
}
