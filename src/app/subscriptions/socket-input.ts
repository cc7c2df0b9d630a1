import { randomUUID } from 'node:crypto';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { jsonObjectOrNull } from '../../platform/json-object.ts';
import type { FairPace } from '../limits/fair-pace.ts';
import { type LongInput, longBytes } from '../limits/long-input.ts';
import { tooManyValues } from '../limits/query-limits.ts';

/** Bytes of a client's frame without payload: header and mask. */
const frameBytes = 6;
/** A long message counts as held for at most this long, or until it is handled. */
const heldMs = 60_000;
/** Close code, as for a message with too many bytes. */
export const tooLarge = 1009;

/** Whether graphql-ws threw because a client sent `next` or another message that only servers send: not a failure of the server. */
const isOfServers = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('Unexpected message of type ');

export interface InputParts {
  /** The stream under the socket. */
  readonly connection: Duplex;
  /** Shared by all sockets. */
  readonly reading: FairPace;
  /** Most messages handled at once. More than the long-lived operations, whose `complete` messages must still be read. */
  readonly mostUnderWay: number;
  /** Shared by all sockets. */
  readonly long: LongInput;
  readonly onFailure: (error: unknown) => void;
}

/** A client's messages over a socket, handed over one by one, in turn with all other sockets. */
export class SocketInput {
  /** The ids of its unfinished operations. */
  readonly ids = new OperationIds();
  readonly #socket: WebSocket;
  readonly #parts: InputParts;
  /** Called when `waits` may have changed. */
  readonly #onChange: () => void;
  readonly #name = randomUUID();
  /** Handles a message. */
  #take: (text: string) => Promise<void> = async () => {};
  /** Received messages that are not handed over yet. */
  readonly #later: string[] = [];
  /** What the first of these waits for: its turn, the end of an operation whose id it reuses, or, if long, admission. */
  #nextWaitsFor: 'turn' | 'id' | 'admission' | null = null;
  /** Whether the rest of a long message may not be read yet. */
  #restWaits = false;
  /** Messages being handled; a client may complete their operations, and go on with others, long before that ends. */
  #underWay = 0;
  /** Bytes received up to the last whole message. */
  #whole: number;
  #handledLength = 0;

  constructor(socket: WebSocket, parts: InputParts, onChange: () => void) {
    this.#socket = socket;
    this.#parts = parts;
    this.#onChange = onChange;
    this.#whole = this.#received;
    parts.connection.on('data', ({ length }: Buffer) => this.#paceReading(length));
    const noteFrame = ({ length }: Buffer) => {
      this.#whole += length + frameBytes;
    };
    socket.on('ping', noteFrame).on('pong', noteFrame);
    // Released now: the next turn may be a minute away, and come for many sockets at once.
    socket.once('close', () => {
      this.#later.length = 0;
    });
  }

  /** Whether input waits; until it does not, nothing more is read, and so no sign of life of the client. */
  get waits(): boolean {
    return this.#restWaits || this.#later.length > 0;
  }

  /** Bytes held for an incomplete message, or for one that waits for admission. */
  get unsentBytes(): number {
    const waiting = this.#nextWaitsFor === 'admission' ? this.#later[0] : undefined;
    return this.#received - this.#whole + (waiting?.length ?? 0);
  }

  /** Characters of the message being handed over. It is held until it is handled. */
  get handledLength(): number {
    return this.#handledLength;
  }

  onMessage(take: (text: string) => Promise<void>): void {
    this.#take = take;
    this.#socket.on('message', (data) => {
      this.#whole = this.#received;
      const text = String(data);
      if (tooManyValues(text)) return this.#socket.close(tooLarge, 'Too many values');
      this.#later.push(text);
      this.#begin();
    });
  }

  get #received(): number {
    const { connection } = this.#parts;
    return connection instanceof Socket ? connection.bytesRead : 0;
  }

  get #isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  #begin(): void {
    // The socket is closed: nobody waits for them any more.
    if (!this.#isOpen) this.#later.length = 0;
    const mayHandOver = this.#nextWaitsFor === null && this.#underWay < this.#parts.mostUnderWay;
    if (this.#later.length > 0 && mayHandOver) {
      this.#nextWaitsFor = 'turn';
      this.#parts.reading.enter(this.#name, this.#handOver);
    }
    this.#onChange();
  }

  /** Hands the next message over; returns how many it handed over. */
  readonly #handOver = (): number => {
    this.#nextWaitsFor = null;
    const [text] = this.#isOpen ? this.#later : [];
    if (text === undefined || this.#waitsForId(text)) return 0;
    if (text.length < longBytes) void this.#handleNext();
    else this.#admit(text.length);
    this.#begin();
    return 1;
  };

  /** Later messages wait, too: they may complete the operation that this one begins. */
  #waitsForId(text: string): boolean {
    const before = this.ids.before(text);
    if (!before) return false;
    this.#nextWaitsFor = 'id';
    void before.then(() => {
      this.#nextWaitsFor = null;
      this.#begin();
    });
    return true;
  }

  /** Later messages wait, too. */
  #admit(length: number): void {
    this.#nextWaitsFor = 'admission';
    this.#parts.long.admit(this.#name, length, (done) => {
      this.#nextWaitsFor = null;
      if (!this.#isOpen) return false;
      // A subscription never finishes by itself: release its message after a while.
      const held = new DisposableStack();
      held.defer(done);
      const timer = setTimeout(() => held.dispose(), heldMs).unref();
      held.defer(() => clearTimeout(timer));
      void this.#handleNext().then(() => held.dispose());
      this.#begin();
      return true;
    });
  }

  async #handleNext(): Promise<void> {
    const text = this.#later.shift() ?? '';
    this.#underWay += 1;
    this.#handledLength = text.length;
    try {
      await this.ids.during(() => this.#take(text));
    } catch (error) {
      if (isOfServers(error)) this.#socket.close(4400, 'Invalid message received');
      else {
        this.#parts.onFailure(error);
        this.#socket.close(4500, 'Internal server error');
      }
    }
    this.#underWay -= 1;
    this.#begin();
  }

  /** Assembling a long message blocks the event loop: bound the bytes read per second over all clients. */
  #paceReading(bytes: number): void {
    if (this.#restWaits || this.#received - this.#whole < longBytes) return;
    this.#restWaits = true;
    this.#parts.long.read(this.#name, bytes, () => {
      this.#restWaits = false;
      this.#onChange();
      return this.#isOpen;
    });
    this.#onChange();
  }
}

/** An operation of a socket, from its first message until it is finished. */
interface Begun {
  readonly id: string;
  /** Whether its client has not completed it. */
  isWanted(): boolean;
}

/**
 * The ids of a socket's unfinished operations. graphql-ws identifies an operation by its id alone: one that its client has completed but that is
 * not finished would send its results as those of the next operation with this id, and end that one with itself.
 */
class OperationIds {
  readonly #underWay = new Map<string, Begun & { readonly done: Promise<void> }>();
  #begun: Begun[] = [];

  /** Notes that the message being handed over begins an operation. */
  begin(operation: Begun): void {
    this.#begun.push(operation);
  }

  /** Hands a message over; resolves when its handling is finished. */
  async during(handOver: () => Promise<void>): Promise<void> {
    const begun: Begun[] = [];
    this.#begun = begun;
    const handled = handOver();
    const done = handled.catch(() => {});
    for (const operation of begun) this.#underWay.set(operation.id, { ...operation, done });
    await done;
    for (const { id } of begun) if (this.#underWay.get(id)?.done === done) this.#underWay.delete(id);
    await handled;
  }

  /** What must finish before a message may be handed over; null: nothing. */
  before(text: string): Promise<void> | null {
    const isFree = this.#underWay.values().every((operation) => operation.isWanted());
    if (isFree) return null;
    const { type, id } = jsonObjectOrNull(text) ?? {};
    const operation = type === 'subscribe' && typeof id === 'string' ? this.#underWay.get(id) : undefined;
    return operation && !operation.isWanted() ? operation.done : null;
  }
}
