/** What a client sent, cut where the database can go to work on it. */
export type FrontendFrame =
  /** A StartupMessage, SSLRequest, GSSENCRequest or CancelRequest, told apart by its code. */
  | { readonly kind: 'startup'; readonly code: number }
  /** Whole messages, the last of which wants an answer or carries copied rows. */
  | { readonly kind: 'batch'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'terminate' };

const tag = (letter: string): number => letter.charCodeAt(0);
const SYNC = tag('S');
const TERMINATE = tag('X');
/** After these a batch goes out: Query, Sync, Flush, FunctionCall, CopyData, CopyDone, CopyFail. */
const BATCH_ENDS = new Set([tag('Q'), SYNC, tag('H'), tag('F'), tag('d'), tag('c'), tag('f')]);

/** Postgres itself takes no longer message. */
const MAX_MESSAGE_BYTES = 0x3fff_ffff;

export class FrontendFramingError extends Error {}

/**
 * Cuts the byte stream of a Postgres client into batches. Chunks are kept as they come and copied once, when their
 * batch is whole, so that a message of many megabytes costs no more than its length.
 */
export class FrontendFramer {
  #startingUp = true;
  #chunks: Uint8Array[] = [];
  #chunkBytes = 0;
  /** The tag and the length of the message that is being read, as far as they came. */
  readonly #header = Buffer.alloc(5);
  #headerBytes = 0;
  #bodyBytesLeft = 0;

  /** The next message has a tag: the startup is over. */
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

  /** Reads on in the current message, as far as the chunk goes. Answers where it stopped. */
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

  /** A buffer of its own, because it is handed over to the worker and not copied again. */
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
