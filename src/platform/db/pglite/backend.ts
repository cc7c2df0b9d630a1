import { readRows } from './backend-messages.ts';
import { parseMessage, queryMessage, syncMessage } from './frontend-messages.ts';

/** The part of PGlite's compiled Postgres that a session is driven with. */
export interface BackendModule {
  readonly wasmMemory: { readonly buffer: ArrayBuffer };
  addFunction(callback: (pointer: number, length: number) => number, signature: string): number;
  stackSave(): number;
  stackRestore(pointer: number): unknown;
  _pgl_set_rw_cbs(read: number, write: number): void;
  _pgl_pq_flush(): void;
  _pq_buffer_remaining_data(): number;
  _PostgresMainLoopOnce(): void;
  _PostgresMainLongJmp(): void;
  _PostgresSendReadyForQueryIfNecessary(): void;
}

export interface BackendIo {
  /** Takes a piece of a long answer. */
  answer(piece: Uint8Array<ArrayBuffer>): unknown;
  /** A COPY wants its rows: takes the answer so far, and blocks until more of the client's messages are there. */
  more(answered: Uint8Array<ArrayBuffer>): Uint8Array;
}

/** A piece of an answer is posted when it has grown to this; a whole answer of less goes at once. */
const ANSWER_PIECE_BYTES = 256 * 1024;

/** The exit code by which PGlite tells that Postgres raised an error and wants its main loop to go on. */
const LONG_JUMP = 100;

const READY_FOR_QUERY_IDLE = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);

/**
 * Ends whatever a session was in the middle of, uncommitted, and makes the session as good as new. The first message
 * is an error on purpose: a Sync alone would commit what ran without one.
 */
const RESET = Buffer.concat([
  parseMessage('session reset'),
  syncMessage(),
  queryMessage('ROLLBACK'),
  queryMessage('DISCARD ALL'),
]);

/**
 * Runs batches of wire protocol messages on PGlite's Postgres. PGlite's own `execProtocolRaw` is not used: it keeps a
 * parsed copy of every answer for ever, and knows no COPY, because it cannot wait for the client's rows.
 */
export class Backend {
  readonly #module: BackendModule;
  #io: BackendIo | null = null;
  #input: Uint8Array = new Uint8Array(0);
  readonly #output = new Uint8Array(ANSWER_PIECE_BYTES);
  #outputBytes = 0;
  /** The last bytes of the answer: they tell whether a transaction is open. */
  readonly #tail = Buffer.from(READY_FOR_QUERY_IDLE);

  constructor(module: BackendModule) {
    this.#module = module;
    const read = module.addFunction((pointer, length) => this.#read(pointer, length), 'ipi');
    const write = module.addFunction((pointer, length) => this.#write(pointer, length), 'ipi');
    module._pgl_set_rw_cbs(read, write);
  }

  /** No transaction is open and no statement is half run. */
  get idle(): boolean {
    return this.#tail.equals(READY_FOR_QUERY_IDLE);
  }

  /** Runs whole messages and gives the rest of the answer. What it throws is the end of the database. */
  run(messages: Uint8Array, io: BackendIo): Uint8Array<ArrayBuffer> {
    this.#input = messages;
    this.#io = io;
    while (this.#input.length > 0 || this.#module._pq_buffer_remaining_data() > 0) this.#step();
    this.#module._PostgresSendReadyForQueryIfNecessary();
    this.#module._pgl_pq_flush();
    return this.#takeOutput();
  }

  /** What was answered before `run` threw. */
  lastWords(): Uint8Array<ArrayBuffer> {
    return this.#takeOutput();
  }

  reset(): void {
    this.run(RESET, { answer: () => undefined, more: () => new Uint8Array(0) });
  }

  /** Runs a statement of our own, to be called while the session is idle. */
  query(sql: string): string[][] {
    const pieces: Uint8Array[] = [];
    const io: BackendIo = { answer: (piece) => pieces.push(piece), more: () => new Uint8Array(0) };
    const rest = this.run(queryMessage(sql), io);
    return readRows(Buffer.concat([...pieces, rest]));
  }

  #step(): void {
    const stack = this.#module.stackSave();
    try {
      this.#module._PostgresMainLoopOnce();
    } catch (thrown) {
      this.#module.stackRestore(stack);
      if (!isLongJump(thrown)) throw thrown;
      this.#module._PostgresMainLongJmp();
    }
  }

  #read(pointer: number, length: number): number {
    if (this.#input.length === 0 && this.#io !== null) this.#input = this.#io.more(this.#takeOutput());
    const piece = this.#input.subarray(0, length);
    this.#memory(pointer, piece.length).set(piece);
    this.#input = this.#input.subarray(piece.length);
    return piece.length;
  }

  #write(pointer: number, length: number): number {
    if (this.#outputBytes + length > this.#output.length) this.#io?.answer(this.#takeOutput());
    const piece = this.#memory(pointer, length);
    if (length > this.#output.length) this.#io?.answer(new Uint8Array(piece));
    else {
      this.#output.set(piece, this.#outputBytes);
      this.#outputBytes += length;
    }
    this.#tail.copyWithin(0, Math.min(length, this.#tail.length));
    this.#tail.set(piece.subarray(-this.#tail.length), Math.max(0, this.#tail.length - length));
    return length;
  }

  /** Looked up each time: the buffer is another one after the memory has grown. */
  #memory(pointer: number, length: number): Uint8Array {
    return new Uint8Array(this.#module.wasmMemory.buffer, pointer, length);
  }

  /** A copy of its own length, because it is handed over to the other thread. */
  #takeOutput(): Uint8Array<ArrayBuffer> {
    const output = new Uint8Array(this.#output.subarray(0, this.#outputBytes));
    this.#outputBytes = 0;
    return output;
  }
}

const isLongJump = (thrown: unknown): boolean =>
  typeof thrown === 'object' && thrown !== null && 'status' in thrown && thrown.status === LONG_JUMP;
