import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { threadCode } from '../compile-cache.ts';
import { type E5Files, requireModel } from './e5-encoder.ts';
import { EmbedderUnavailableError, otherDimensions } from './embedder.errors.ts';
import type { Embedder, TextKind, Vector } from './embedder.ts';
import type { FromOnnx, ToOnnx } from './onnx-messages.ts';

interface Waiting {
  readonly resolve: (vectors: Vector[]) => void;
  readonly reject: (error: unknown) => void;
}

/** A model in a worker thread of this process: some milliseconds a text, off the event loop. */
export class OnnxEmbedder implements Embedder, AsyncDisposable {
  readonly model = 'e5-small-v2-256';
  readonly dimensions = 256;
  readonly #files: E5Files;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Promise<Worker> | null = null;
  #calls = 0;

  private constructor(files: E5Files) {
    this.#files = files;
  }

  /** Loads the model. Throws a ModelFileError, or an error that names the package, where something is missing. */
  static async open(files: E5Files): Promise<OnnxEmbedder> {
    await requireModel(files.model);
    const embedder = new OnnxEmbedder(files);
    await embedder.#running();
    return embedder;
  }

  /** They were made with other principal axes under the same name. */
  expectDimensions(dimensions: number): void {
    if (dimensions !== this.dimensions) throw new EmbedderUnavailableError(otherDimensions(this, dimensions));
  }

  async embed(texts: readonly string[], kind: TextKind, signal?: AbortSignal): Promise<Vector[]> {
    if (texts.length === 0) return [];
    const worker = await this.#running();
    signal?.throwIfAborted();
    const send = (message: ToOnnx) => worker.postMessage(message);
    this.#calls += 1;
    const call = this.#calls;
    const forget = () => {
      send({ kind: 'forget', call });
      this.#settle(call)?.reject(signal?.reason);
    };
    signal?.addEventListener('abort', forget, { once: true });
    const answer = new Promise<Vector[]>((resolve, reject) => this.#waiting.set(call, { resolve, reject }));
    // The thread keeps the process alive while somebody waits for it, and no longer.
    worker.ref();
    send({ kind: 'embed', call, texts, as: kind });
    return await answer.finally(() => {
      signal?.removeEventListener('abort', forget);
      if (this.#worker && this.#waiting.size === 0) worker.unref();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const worker = await this.#worker?.catch(() => null);
    if (!worker) return;
    const ended = once(worker, 'exit');
    worker.ref();
    worker.postMessage({ kind: 'close' } satisfies ToOnnx);
    this.#lose(null);
    await ended;
  }

  /** A thread that ended by itself is started again by the next call. */
  #running(): Promise<Worker> {
    this.#worker ??= this.#start().catch((error: unknown) => {
      this.#worker = null;
      throw error;
    });
    return this.#worker;
  }

  #start(): Promise<Worker> {
    return new Promise((resolve, reject) => {
      const worker = new Worker(threadCode(new URL('./onnx.worker.ts', import.meta.url)), {
        eval: true,
        workerData: this.#files,
      });
      worker.on('message', (message: FromOnnx) => {
        if (message.kind === 'ready') {
          worker.unref();
          resolve(worker);
        } else this.#answer(message);
      });
      worker.once('error', (error) => {
        reject(error);
        this.#lose(error);
      });
      worker.once('exit', (code) => {
        reject(new Error(`The thread of the embedding model ended at its start, by code ${code}`));
        this.#lose(code);
      });
    });
  }

  #answer(message: Exclude<FromOnnx, { kind: 'ready' }>): void {
    const waiting = this.#settle(message.call);
    if (message.kind === 'vectors') waiting?.resolve([...message.vectors]);
    else waiting?.reject(new EmbedderUnavailableError(`The embedding model failed: ${message.reason}`));
  }

  #settle(call: number): Waiting | undefined {
    const waiting = this.#waiting.get(call);
    this.#waiting.delete(call);
    return waiting;
  }

  #lose(cause: unknown): void {
    this.#worker = null;
    const error = new EmbedderUnavailableError('The thread of the embedding model ended', { cause });
    for (const call of [...this.#waiting.keys()]) this.#settle(call)?.reject(error);
  }
}
