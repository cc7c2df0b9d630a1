import { JobThread } from '../threads/job-thread.ts';
import type { E5Files, EmbedJob } from './e5-encoder.ts';
import { EmbedderUnavailableError, requireDimensions } from './embedder.errors.ts';
import type { Embedder, TextKind, Vector } from './embedder.ts';

/** Runs a model in a worker thread of this process: some milliseconds per text, off the event loop. */
export class OnnxEmbedder implements Embedder, AsyncDisposable {
  readonly model = 'e5-small-v2-256';
  readonly dimensions = 256;
  readonly #thread: JobThread<EmbedJob, Vector>;

  private constructor(files: E5Files) {
    this.#thread = new JobThread({
      script: new URL('./onnx.worker.ts', import.meta.url),
      data: files,
      failure: (message, options) => new EmbedderUnavailableError(message, options),
    });
  }

  /** Loads the model. Throws ModelFileError, or an error that names the missing package. */
  static async open(files: E5Files): Promise<OnnxEmbedder> {
    const embedder = new OnnxEmbedder(files);
    await embedder.#thread.start();
    return embedder;
  }

  /** Stored vectors of other dimensions were made with other principal axes under the same name. */
  expectDimensions(dimensions: number | null): void {
    requireDimensions(this, dimensions);
  }

  async embed(texts: readonly string[], kind: TextKind, signal?: AbortSignal): Promise<Vector[]> {
    return texts.length === 0 ? [] : await this.#thread.run({ texts, as: kind }, signal);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#thread[Symbol.asyncDispose]();
  }
}
