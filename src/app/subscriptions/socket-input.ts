import { randomUUID } from 'node:crypto';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { FairPace } from '../fair-pace.ts';
import { type LongInput, longBytes } from '../long-input.ts';
import { tooManyValues } from '../query-limits.ts';
import { OperationIds } from './operation-ids.ts';

/** Of a frame without content: its head and its mask. */
const frameBytes = 6;
/** For so long a long message counts as held, unless it is done with before. */
const heldMs = 60_000;
/** As of a message with too many bytes. */
export const tooLarge = 1009;

/** What graphql-ws throws where a client sends `next` or another message that only servers send, as if that were a failure of the server. */
const isOfServers = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('Unexpected message of type ');

export interface InputParts {
  /** What the socket stands on. */
  readonly connection: Duplex;
  /** Shared by all sockets. */
  readonly reading: FairPace;
  /** With more messages that are not done with no other is handed over; more than what lives for long, since the end of that has to be read. */
  readonly mostUnderWay: number;
  /** Shared by all sockets. */
  readonly long: LongInput;
  readonly onFailure: (error: unknown) => void;
}

/** What a client sends over a socket, handed over message by message, in its turn among all sockets. */
export class SocketInput {
  /** Of the operations that come over it. */
  readonly ids = new OperationIds();
  readonly #socket: WebSocket;
  readonly #parts: InputParts;
  /** It waits for something else, or for nothing any more. */
  readonly #onChange: () => void;
  readonly #name = randomUUID();
  /** What is to be done with a message. */
  #take: (text: string) => Promise<void> = async () => {};
  /** What has come and is not handed over. */
  readonly #later: string[] = [];
  /** What the first of these waits for: its turn, the end of an operation whose id it uses, or, where it is long, to be admitted. */
  #nextWaitsFor: 'turn' | 'id' | 'admission' | null = null;
  /** More of a long message is to come, and may not be read yet. */
  #restWaits = false;
  /** Messages that are not done with; a client may call them done, and go on with others, long before they are. */
  #underWay = 0;
  /** Bytes that had come with its last whole message. */
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
    // Its turn may be a minute away, and come for many at once.
    socket.once('close', () => {
      this.#later.length = 0;
    });
  }

  /** While any of it waits, nothing more is to be read. */
  get waits(): boolean {
    return this.#restWaits || this.#later.length > 0;
  }

  /** It waits for so long, and for others, that its client cannot give a sign of life that is read. */
  get waitsLong(): boolean {
    return this.#restWaits || this.#nextWaitsFor === 'admission';
  }

  /** Bytes of a message whose end has not come, or that waits to be admitted: they are held until then. */
  get unsentBytes(): number {
    const waiting = this.#nextWaitsFor === 'admission' ? this.#later[0] : undefined;
    return this.#received - this.#whole + (waiting?.length ?? 0);
  }

  /** Characters of the message that is handed over right now. It is held until that is done with. */
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
    // Nobody waits for them any more.
    if (!this.#isOpen) this.#later.length = 0;
    const mayHandOver = this.#nextWaitsFor === null && this.#underWay < this.#parts.mostUnderWay;
    if (this.#later.length > 0 && mayHandOver) {
      this.#nextWaitsFor = 'turn';
      this.#parts.reading.enter(this.#name, this.#handOver);
    }
    this.#onChange();
  }

  /** Hands the next message over; answers how many that were. */
  readonly #handOver = (): number => {
    this.#nextWaitsFor = null;
    const [text] = this.#isOpen ? this.#later : [];
    if (text === undefined || this.#waitsForId(text)) return 0;
    if (text.length < longBytes) void this.#handleNext();
    else this.#admit(text.length);
    this.#begin();
    return 1;
  };

  /** What comes after it waits, too: it may call done what begins with this. */
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

  /** What comes after it waits, too. */
  #admit(length: number): void {
    this.#nextWaitsFor = 'admission';
    this.#parts.long.admit(this.#name, length, (done) => {
      this.#nextWaitsFor = null;
      if (!this.#isOpen) return false;
      // A subscription goes on and on.
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

  /** Putting the pieces of a long message together is work in one go, whoever sends it: of all of them only so much is read in a second. */
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
