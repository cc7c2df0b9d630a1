import { readRows } from './backend-messages.ts';
import { parseMessage, queryMessage, syncMessage } from './frontend-messages.ts';

/** The functions of PGlite's compiled Postgres that drive a session. */
interface BackendModule {
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

interface BackendIo {
  /** Receives a piece of a long response. */
  answer(piece: Uint8Array<ArrayBuffer>): unknown;
  /** A COPY needs rows: receives the response so far, and blocks until the client has sent more messages. */
  more(answered: Uint8Array<ArrayBuffer>): Uint8Array;
}

/** A response is posted in pieces of this size; a shorter one is posted at once. */
const ANSWER_PIECE_BYTES = 256 * 1024;

/** PGlite's exit code for an error in Postgres after which its main loop must continue. */
const LONG_JUMP = 100;

const READY_FOR_QUERY_IDLE = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);

/**
 * Rolls back whatever a session was doing, and resets the session to its initial state. The first message
 * is an error on purpose: a Sync alone would commit statements that ran outside of an explicit transaction.
 */
const RESET = Buffer.concat([
  parseMessage('session reset'),
  syncMessage(),
  queryMessage('ROLLBACK'),
  queryMessage('DISCARD ALL'),
]);

/**
 * Runs batches of wire protocol messages on PGlite's Postgres. PGlite's own `execProtocolRaw` is not used: it keeps a
 * parsed copy of every response for ever, and does not support COPY, because it cannot wait for the client's rows.
 */
export class Backend {
  readonly #module: BackendModule;
  #io: BackendIo | null = null;
  #input: Uint8Array = new Uint8Array(0);
  readonly #output = new Uint8Array(ANSWER_PIECE_BYTES);
  #outputBytes = 0;
  /** The last bytes of the response, which tell whether a transaction is open. */
  readonly #tail = Buffer.from(READY_FOR_QUERY_IDLE);

  constructor(module: BackendModule) {
    this.#module = module;
    const read = module.addFunction((pointer, length) => this.#read(pointer, length), 'ipi');
    const write = module.addFunction((pointer, length) => this.#write(pointer, length), 'ipi');
    module._pgl_set_rw_cbs(read, write);
  }

  /** Whether no transaction is open and no statement is in progress. */
  get idle(): boolean {
    return this.#tail.equals(READY_FOR_QUERY_IDLE);
  }

  /** Runs whole messages and returns the rest of the response. If it throws, the database is dead. */
  run(messages: Uint8Array, io: BackendIo): Uint8Array<ArrayBuffer> {
    this.#input = messages;
    this.#io = io;
    while (this.#input.length > 0 || this.#module._pq_buffer_remaining_data() > 0) this.#step();
    this.#module._PostgresSendReadyForQueryIfNecessary();
    this.#module._pgl_pq_flush();
    return this.#takeOutput();
  }

  /** Returns the response written before `run` threw. */
  lastWords(): Uint8Array<ArrayBuffer> {
    return this.#takeOutput();
  }

  reset(): void {
    this.run(RESET, { answer: () => undefined, more: () => new Uint8Array(0) });
  }

  /** Runs one of our own statements; call it only while the session is idle. */
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

  /** Created each time: the buffer is replaced when the memory grows. */
  #memory(pointer: number, length: number): Uint8Array {
    return new Uint8Array(this.#module.wasmMemory.buffer, pointer, length);
  }

  /** A copy of its own size, because it is transferred to the other thread. */
  #takeOutput(): Uint8Array<ArrayBuffer> {
    const output = new Uint8Array(this.#output.subarray(0, this.#outputBytes));
    this.#outputBytes = 0;
    return output;
  }
}

const isLongJump = (thrown: unknown): boolean =>
  typeof thrown === 'object' && thrown !== null && 'status' in thrown && thrown.status === LONG_JUMP;
