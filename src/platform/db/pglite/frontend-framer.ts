/** A client's data, cut where the database can start to work on it. */
export type FrontendFrame =
  /** A StartupMessage, SSLRequest, GSSENCRequest or CancelRequest, distinguished by its code. */
  | { readonly kind: 'startup'; readonly code: number }
  /** Whole messages, the last of which requires a response or carries COPY rows. */
  | { readonly kind: 'batch'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'terminate' };

const tag = (letter: string): number => letter.charCodeAt(0);
const SYNC = tag('S');
const TERMINATE = tag('X');
/** A batch ends after one of these: Query, Sync, Flush, FunctionCall, CopyData, CopyDone, CopyFail. */
const BATCH_ENDS = new Set([tag('Q'), SYNC, tag('H'), tag('F'), tag('d'), tag('c'), tag('f')]);

/** The maximum of Postgres itself. */
const MAX_MESSAGE_BYTES = 0x3fff_ffff;

export class FrontendFramingError extends Error {}

/**
 * Cuts the byte stream of a Postgres client into batches. Keeps chunks as they arrive and copies them once, when their
 * batch is complete, so that the cost of a message of many megabytes stays linear.
 */
export class FrontendFramer {
  #startingUp = true;
  #chunks: Uint8Array[] = [];
  #chunkBytes = 0;
  /** Tag and length of the current message, as far as received. */
  readonly #header = Buffer.alloc(5);
  #headerBytes = 0;
  #bodyBytesLeft = 0;

  /** The startup is over: from now on messages have a tag. */
  startupDone(): void {
    this.#startingUp = false;
  }

  *push(chunk: Uint8Array): Generator<FrontendFrame> {
    let start = 0;
    let at = 0;
    while (at < chunk.length) {
      at = this.#take(chunk, at);
      if (!this.#messageIsWhole()) break;
      const frame = this.#finishMessage(chunk.subarray(start, at));
      start = at;
      if (frame !== null) yield frame;
    }
    this.#keep(chunk.subarray(start, at));
  }

  /** Reads on in the current message, as far as the chunk goes. Returns where it stopped. */
  #take(chunk: Uint8Array, from: number): number {
    let at = from;
    while (this.#headerBytes < this.#headerLength() && at < chunk.length) {
      this.#header[this.#headerBytes] = chunk[at] ?? 0;
      this.#headerBytes += 1;
      at += 1;
      if (this.#headerBytes === this.#headerLength()) this.#bodyBytesLeft = this.#readLength() - 4;
    }
    const body = Math.min(this.#bodyBytesLeft, chunk.length - at);
    this.#bodyBytesLeft -= body;
    return at + body;
  }

  #headerLength(): number {
    return this.#startingUp ? 4 : 5;
  }

  #messageIsWhole(): boolean {
    return this.#headerBytes === this.#headerLength() && this.#bodyBytesLeft === 0;
  }

  #readLength(): number {
    const length = this.#header.readUInt32BE(this.#headerLength() - 4);
    const least = this.#startingUp ? 8 : 4;
    if (length < least || length > MAX_MESSAGE_BYTES) {
      throw new FrontendFramingError(`a message of the client claims a length of ${length} bytes`);
    }
    return length;
  }

  #finishMessage(rest: Uint8Array): FrontendFrame | null {
    this.#keep(rest);
    const messageTag = this.#header[0] ?? 0;
    this.#headerBytes = 0;
    if (this.#startingUp) return { kind: 'startup', code: Buffer.from(this.#join()).readUInt32BE(4) };
    if (messageTag === TERMINATE) return { kind: 'terminate' };
    return BATCH_ENDS.has(messageTag) ? { kind: 'batch', bytes: this.#join() } : null;
  }

  #keep(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#chunks.push(bytes);
    this.#chunkBytes += bytes.length;
  }

  /** Returns a buffer of its own, because it is transferred to the worker without another copy. */
  #join(): Uint8Array<ArrayBuffer> {
    const joined = new Uint8Array(this.#chunkBytes);
    let at = 0;
    for (const chunk of this.#chunks) {
      joined.set(chunk, at);
      at += chunk.length;
    }
    this.#chunks = [];
    this.#chunkBytes = 0;
    return joined;
  }
}
