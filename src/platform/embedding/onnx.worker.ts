import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { E5Encoder } from './e5-encoder.ts';
import type { Vector } from './embedder.ts';
import type { FromOnnx, OnnxStart, ToOnnx } from './onnx-messages.ts';

interface Call {
  readonly number: number;
  readonly texts: readonly string[];
  readonly vectors: Vector[];
}

/** Works calls off text by text. Questions come first: somebody waits for them, and a bulk of passages may take seconds. */
class OnnxWorker {
  readonly #port: MessagePort;
  readonly #encoder: E5Encoder;
  readonly #calls = { query: [] as Call[], passage: [] as Call[] };
  #running = false;
  #closing = false;

  constructor(port: MessagePort, encoder: E5Encoder) {
    this.#port = port;
    this.#encoder = encoder;
  }

  take(message: ToOnnx): void {
    if (message.kind === 'embed') {
      this.#calls[message.as].push({ number: message.call, texts: message.texts, vectors: [] });
    } else if (message.kind === 'forget') {
      for (const calls of Object.values(this.#calls)) {
        const at = calls.findIndex(({ number }) => number === message.call);
        if (at >= 0) calls.splice(at, 1);
      }
    } else this.#closing = true;
    if (!this.#running) void this.#work();
  }

  async #work(): Promise<void> {
    this.#running = true;
    while (!this.#closing) {
      const kind = this.#calls.query.length > 0 ? 'query' : 'passage';
      const [call] = this.#calls[kind];
      if (!call) break;
      await this.#encodeNext(call, kind);
      // Messages are taken between two texts: a question then, or that nobody waits any more.
      await new Promise(setImmediate);
    }
    this.#running = false;
    if (!this.#closing) return;
    await this.#encoder.close();
    // Nothing is left then that the thread would live for.
    this.#port.close();
  }

  async #encodeNext(call: Call, kind: 'query' | 'passage'): Promise<void> {
    const text = call.texts[call.vectors.length];
    try {
      if (text !== undefined) call.vectors.push(await this.#encoder.encode(text, kind));
      if (call.vectors.length < call.texts.length) return;
      this.#tell({ kind: 'vectors', call: call.number, vectors: call.vectors });
    } catch (error) {
      this.#tell({ kind: 'failed', call: call.number, reason: String(error) });
    }
    const at = this.#calls[kind].indexOf(call);
    if (at >= 0) this.#calls[kind].splice(at, 1);
  }

  #tell(message: FromOnnx): void {
    this.#port.postMessage(message);
  }
}

const port = parentPort;
if (!port) throw new Error('This file runs as a worker thread');
const files: OnnxStart = workerData;
const worker = new OnnxWorker(port, await E5Encoder.open(files));
port.on('message', (message: ToOnnx) => worker.take(message));
port.postMessage({ kind: 'ready' } satisfies FromOnnx);
