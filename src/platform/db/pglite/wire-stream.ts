import { Duplex } from 'node:stream';
import { messageOf } from '../../error-message.ts';
import { EmbeddedDatabaseError } from './embedded-database.errors.ts';
import { type FrontendFrame, FrontendFramer } from './frontend-framer.ts';
import type { Session, SessionLine, WorkerLink } from './worker-link.ts';

/** AuthenticationOk and ReadyForQuery: nobody else can reach the worker, so there is no authentication. */
const WELCOME = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49]);
const NO_ENCRYPTION = Buffer.from('N');

const PROTOCOL_3 = 3;
const CANCEL_REQUEST = 80877102;

/** Backpressure: the client sends no more while the worker has this many bytes to process, so that rows of a COPY do not pile up. */
const MAX_BYTES_UNDER_WAY = 1024 * 1024;

/** Maximum of a response that is parsed per turn of the event loop. */
const BYTES_PER_TURN = 512 * 1024;

/**
 * What `pg` uses as the socket to a server: the other end is the worker. Each stream is a session of its own, and gets
 * only the responses to its own messages.
 */
export class WireStream extends Duplex implements Session {
  readonly #link: WorkerLink;
  readonly #framer = new FrontendFramer();
  #line: SessionLine | null = null;
  #bytesUnderWay = 0;
  #writeOn: (() => void) | null = null;
  #inbox: Uint8Array<ArrayBuffer>[] = [];
  #bytesThisTurn = 0;
  #pausing = false;

  constructor(link: WorkerLink) {
    super();
    this.#link = link;
  }

  /** Like `net.Socket`, emits `connect` when the other end is ready. */
  connect(): this {
    try {
      this.#line = this.#link.open(this);
    } catch (error) {
      this.destroy(error instanceof Error ? error : undefined);
      return this;
    }
    this.#line.ready.then(
      () => this.emit('connect'),
      (error: Error) => this.destroy(error),
    );
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  receive(bytes: Uint8Array<ArrayBuffer>, consumed: number): void {
    this.#bytesUnderWay -= consumed;
    if (this.#bytesUnderWay < MAX_BYTES_UNDER_WAY) this.#resumeWriting();
    if (bytes.length === 0) return;
    this.#inbox.push(bytes);
    if (!this.#pausing) this.#deliver();
  }

  fail(error: EmbeddedDatabaseError): void {
    this.destroy(error);
  }

  override _read(): void {}

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    this._writev([{ chunk }], done);
  }

  override _writev(chunks: { readonly chunk: Uint8Array }[], done: (error?: Error) => void): void {
    try {
      for (const { chunk } of chunks) {
        for (const frame of this.#framer.push(chunk)) this.#handle(frame);
      }
    } catch (cause) {
      done(new EmbeddedDatabaseError('EMBEDDED_DATABASE_PROTOCOL', messageOf(cause), cause));
      return;
    }
    if (this.#bytesUnderWay < MAX_BYTES_UNDER_WAY) done();
    else this.#writeOn = done;
  }

  override _final(done: () => void): void {
    this.#hangUp();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#hangUp();
    done(error);
  }

  #handle(frame: FrontendFrame): void {
    if (frame.kind === 'terminate') this.#hangUp();
    else if (frame.kind === 'startup') this.#startUp(frame.code);
    else {
      this.#bytesUnderWay += frame.bytes.length;
      this.#line?.send(frame.bytes);
    }
  }

  #startUp(code: number): void {
    if (code >>> 16 === PROTOCOL_3) {
      this.#framer.startupDone();
      this.push(WELCOME);
    } else if (code === CANCEL_REQUEST) this.#hangUp();
    else this.push(NO_ENCRYPTION);
  }

  #deliver(): void {
    while (this.#bytesThisTurn < BYTES_PER_TURN) {
      const bytes = this.#inbox.shift();
      if (bytes === undefined) return;
      this.#bytesThisTurn += bytes.length;
      this.push(bytes);
    }
    this.#pausing = true;
    setImmediate(() => {
      this.#pausing = false;
      this.#bytesThisTurn = 0;
      this.#deliver();
    });
  }

  #hangUp(): void {
    this.#line?.hangUp();
    this.#line = null;
    this.#inbox = [];
    this.#resumeWriting();
    if (!this.destroyed && !this.readableEnded) this.push(null);
  }

  #resumeWriting(): void {
    const writeOn = this.#writeOn;
    this.#writeOn = null;
    writeOn?.();
  }
}
