import { randomUUID } from 'node:crypto';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { FairPace } from '../fair-pace.ts';
import { type LongInput, longBytes } from '../long-input.ts';
import { tooManyValues } from '../query-limits.ts';
import type { LoopSlices } from './loop-slices.ts';
import { OperationIds } from './operation-ids.ts';

/** With more on its way, nothing is taken out of a bounded queue. */
const roomBytes = 64 * 1024;
/** Of a frame without content: its head and its mask. */
const frameBytes = 6;
/** A client that leaves more than this unread is read no further itself, until it has caught up. */
const mostUnreadBytes = 1024 * 1024;
/** For so long a long message counts as held, unless it is done with before. */
const heldMs = 60_000;
/** As of a message with too many bytes. */
export const tooLarge = 1009;

/** What graphql-ws throws where a client sends `next` or another message that only servers send, as if that were a failure of the server. */
const isOfServers = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('Unexpected message of type ');

interface LinkParts {
  /** What the socket stands on. */
  readonly connection: Duplex;
  /** Shared by all sockets. */
  readonly slices: LoopSlices;
  /** Shared by all sockets. */
  readonly reading: FairPace;
  /** With more messages that are not done with it is read no further; more than what lives for long, since the end of that has to be read. */
  readonly mostUnderWay: number;
  /** Shared by all sockets. */
  readonly long: LongInput;
  readonly onFailure: (error: unknown) => void;
}

/** One socket as graphql-ws uses it: who sends waits until the client's side has room. */
export class SocketLink {
  /** Of the operations that come over it. */
  readonly ids = new OperationIds();
  readonly #socket: WebSocket;
  readonly #connection: Duplex;
  readonly #parts: LinkParts;
  readonly #name = randomUUID();
  /** What is to be done with a message. */
  #take: (text: string) => Promise<void> = async () => {};
  /** Whether more of a long message is to come, and may not be read yet. */
  #readingWaits = false;
  /** A long message that is to be admitted. */
  #longWaits: string | null = null;
  readonly #waiting = new Set<() => void>();
  #alive = true;
  /** Messages that are not done with; a client may call them done, and go on with others, long before they are. */
  #underWay = 0;
  /** What has come already and is not handed over: there are too many of these, or those of other sockets come first. */
  readonly #later: string[] = [];
  /** It waits for its turn to hand over the next of them. */
  #handingWaits = false;
  /** The next of them uses the id of an operation that is not done with. */
  #idWaits = false;
  /** Bytes that had come with its last whole message. */
  #whole: number;
  #handledLength = 0;

  constructor(socket: WebSocket, parts: LinkParts) {
    const { connection } = parts;
    this.#socket = socket;
    this.#connection = connection;
    this.#parts = parts;
    this.#whole = this.#received;
    connection.on('data', (bytes: Buffer) => {
      // A pong waits behind all that its client is sending, which takes minutes over a poor network.
      this.#lives();
      this.#paceReading(bytes.length);
    });
    const noteFrame = ({ length }: Buffer) => {
      this.#whole += length + frameBytes;
    };
    socket.on('ping', noteFrame).on('pong', noteFrame);
    // Its turn may be a minute away, and come for many at once.
    socket.once('close', () => {
      this.#longWaits = null;
    });
  }

  get protocol(): string {
    return this.#socket.protocol;
  }

  /** Resolves when it has left, or cannot any more: then the socket's end tells everybody. */
  send(message: string): Promise<void> {
    const socket = this.#socket;
    if (!this.#isOpen) return Promise.resolve();
    return new Promise((resolve) => {
      socket.send(message, () => {
        this.#left();
        resolve();
      });
      this.#pauseOrGoOn();
    });
  }

  /** Frames as they are: nothing here is compressed, so they need not pass through the WebSocket. */
  write(frames: Buffer): void {
    if (!this.#isOpen) return;
    this.#connection.write(frames, this.#left);
    this.#pauseOrGoOn();
  }

  /** Goes on with what puts something on it, when it is its turn among all sockets. */
  goOn(work: () => void): void {
    this.#parts.slices.goOn(work);
  }

  /** Bytes of a message whose end has not come, or that waits to be admitted: they are held until then. */
  get unsentBytes(): number {
    return this.#received - this.#whole + (this.#longWaits?.length ?? 0);
  }

  /** Characters of the message that is handed over right now. It is held until that is done with. */
  get handledLength(): number {
    return this.#handledLength;
  }

  /** Whether it takes more now; false for good when it is closed. */
  get hasRoom(): boolean {
    return this.#isOpen && this.#socket.bufferedAmount < roomBytes;
  }

  /** Calls back once there is room again. */
  whenRoom(go: () => void): void {
    if (this.#isOpen) this.#waiting.add(go);
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
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

  cutOff(): void {
    this.#socket.terminate();
  }

  /** Asks for a sign of life; cuts it off where none has come since it was asked last. */
  ping(): void {
    // While what it sent waits to be admitted, nothing more of it is read.
    const wasAlive = this.#alive || this.#longWaits !== null || this.#readingWaits;
    this.#alive = false;
    if (!wasAlive) this.#socket.terminate();
    else if (this.#isOpen) this.#socket.ping();
  }

  /** Closes it, and cuts it off where the client takes its time to agree. */
  async end(code: number, reason: string, patienceMs: number): Promise<void> {
    const socket = this.#socket;
    if (socket.readyState === socket.CLOSED) return;
    const closed = new Promise((resolve) => socket.once('close', resolve));
    const timer = setTimeout(() => socket.terminate(), patienceMs);
    socket.close(code, reason);
    await closed;
    clearTimeout(timer);
  }

  get #received(): number {
    return this.#connection instanceof Socket ? this.#connection.bytesRead : 0;
  }

  get #isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  #begin(): void {
    // Nobody waits for them any more.
    if (!this.#isOpen) this.#later.length = 0;
    const mayHandOver = this.#underWay < this.#parts.mostUnderWay && this.#longWaits === null && !this.#idWaits;
    if (this.#later.length > 0 && mayHandOver && !this.#handingWaits) {
      this.#handingWaits = true;
      this.#parts.reading.enter(this.#name, this.#handOver);
    }
    this.#pauseOrGoOn();
  }

  /** Hands the next message over; answers how many that were. */
  readonly #handOver = (): number => {
    this.#handingWaits = false;
    const [text] = this.#isOpen ? this.#later : [];
    if (text === undefined || this.#waitsForId(text)) return 0;
    this.#later.shift();
    if (text.length < longBytes) void this.#handle(text);
    else this.#admit(text);
    this.#begin();
    return 1;
  };

  /** What comes after it waits, too: it may call done what begins with this. */
  #waitsForId(text: string): boolean {
    const before = this.ids.before(text);
    if (!before) return false;
    this.#idWaits = true;
    void before.then(() => {
      this.#idWaits = false;
      this.#begin();
    });
    return true;
  }

  /** What comes after it waits, too. */
  #admit(text: string): void {
    this.#longWaits = text;
    this.#parts.long.admit(this.#name, text.length, (done) => {
      const admitted = this.#longWaits;
      this.#longWaits = null;
      if (admitted === null || !this.#isOpen) return false;
      // A subscription goes on and on.
      const held = new DisposableStack();
      held.defer(done);
      const timer = setTimeout(() => held.dispose(), heldMs).unref();
      held.defer(() => clearTimeout(timer));
      void this.#handle(admitted).then(() => held.dispose());
      this.#begin();
      return true;
    });
  }

  async #handle(text: string): Promise<void> {
    this.#underWay += 1;
    this.#handledLength = text.length;
    try {
      await this.ids.during(() => this.#take(text));
    } catch (error) {
      if (isOfServers(error)) this.close(4400, 'Invalid message received');
      else {
        this.#parts.onFailure(error);
        this.close(4500, 'Internal server error');
      }
    }
    this.#underWay -= 1;
    this.#begin();
  }

  /** Putting the pieces of a long message together is work in one go, whoever sends it: of all of them only so much is read in a second. */
  #paceReading(bytes: number): void {
    if (this.#readingWaits || this.#received - this.#whole < longBytes) return;
    this.#readingWaits = true;
    this.#parts.long.read(this.#name, bytes, () => {
      this.#readingWaits = false;
      this.#pauseOrGoOn();
      return this.#isOpen;
    });
    this.#pauseOrGoOn();
  }

  /** Reads on as long as its client reads, too, and waits for what it asked for. */
  #pauseOrGoOn(): void {
    const socket = this.#socket;
    const waits = this.#readingWaits || this.#longWaits !== null || this.#later.length > 0;
    if (waits || socket.bufferedAmount > mostUnreadBytes) socket.pause();
    else if (socket.isPaused && socket.bufferedAmount < mostUnreadBytes) socket.resume();
  }

  readonly #left = (): void => {
    this.#lives();
    this.#pauseOrGoOn();
    if (this.#waiting.size === 0 || !this.hasRoom) return;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const go of waiting) go();
  };

  #lives(): void {
    this.#alive = true;
  }
}
