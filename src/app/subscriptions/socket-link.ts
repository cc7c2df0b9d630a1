import type { WebSocket } from 'ws';
import { ConnectionCutOff } from './connection-cut-off.ts';
import type { LoopSlices } from './loop-slices.ts';
import { SignsOfLife } from './signs-of-life.ts';
import { type InputParts, SocketInput } from './socket-input.ts';

/** With this much unsent, nothing more is taken out of the bounded queue. */
const roomBytes = 64 * 1024;
/** A client with this much unread is not read from until it has caught up. */
const mostUnreadBytes = 1024 * 1024;

interface LinkParts extends InputParts {
  /** Shared by all sockets. */
  readonly slices: LoopSlices;
  /** How long a client may take nothing of what waits for it. */
  readonly stalledMs: number;
}

/** The same for all sockets. */
export type SharedParts = Omit<LinkParts, 'connection' | 'onFailure'>;

/** A socket as graphql-ws uses it: senders wait until the client's side has room. */
export class SocketLink {
  readonly input: SocketInput;
  readonly #socket: WebSocket;
  readonly #parts: LinkParts;
  /** Callbacks that wait for room. */
  readonly #waiting = new Set<() => void>();
  readonly #signs: SignsOfLife;
  #cutOff: ConnectionCutOff | null = null;

  constructor(socket: WebSocket, parts: LinkParts) {
    this.#socket = socket;
    this.#parts = parts;
    this.#signs = new SignsOfLife(parts.connection, parts.stalledMs);
    this.input = new SocketInput(socket, parts, () => this.#pauseOrGoOn());
  }

  get protocol(): string {
    return this.#socket.protocol;
  }

  /** Resolves when the message has left, or cannot any more: then the socket's end informs everybody. */
  send(message: string): Promise<void> {
    const socket = this.#socket;
    if (!this.#isOpen) return Promise.resolve();
    return new Promise((resolve) => {
      socket.send(message, () => {
        this.#left();
        resolve();
      });
      this.#signs.wrote();
      this.#pauseOrGoOn();
    });
  }

  /** Writes raw frames: they are not compressed, so they need not pass through the WebSocket. */
  write(frames: Buffer): void {
    if (!this.#isOpen) return;
    this.#parts.connection.write(frames, this.#left);
    this.#signs.wrote();
    this.#pauseOrGoOn();
  }

  /** Resumes work that writes to this socket, in its turn among all sockets. */
  goOn(work: () => void): void {
    this.#parts.slices.goOn(work);
  }

  /** Whether it takes more now; false for good once closed. */
  get hasRoom(): boolean {
    return this.#isOpen && this.#socket.bufferedAmount < roomBytes;
  }

  /** Calls `go` once there is room again. */
  whenRoom(go: () => void): void {
    if (this.#isOpen) this.#waiting.add(go);
  }

  onMessage(take: (text: string) => Promise<void>): void {
    this.input.onMessage(take);
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  /** Null unless its client gave no sign of life. */
  get wasCutOff(): ConnectionCutOff | null {
    return this.#cutOff;
  }

  cutOff(): void {
    this.#socket.terminate();
  }

  /** Pings the client; cuts it off if it gave no sign of life since the last ping, and nothing but itself kept it from being read. */
  ping(): void {
    const wasAlive = this.#signs.look() || (this.input.waits && !this.#signs.isStalled);
    if (!wasAlive) {
      this.#cutOff = new ConnectionCutOff(this.#signs.isHeldUp ? 'slow' : 'lost');
      this.#socket.terminate();
    } else if (this.#isOpen) this.#socket.ping();
  }

  /** Closes the socket, and cuts it off if the client takes too long to agree. */
  async end(code: number, reason: string, patienceMs: number): Promise<void> {
    const socket = this.#socket;
    if (socket.readyState === socket.CLOSED) return;
    const closed = new Promise((resolve) => socket.once('close', resolve));
    const timer = setTimeout(() => socket.terminate(), patienceMs);
    socket.close(code, reason);
    await closed;
    clearTimeout(timer);
  }

  get #isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** Reads on while the client reads, too, and no input waits. */
  #pauseOrGoOn(): void {
    const socket = this.#socket;
    if (this.input.waits || socket.bufferedAmount > mostUnreadBytes) socket.pause();
    else if (socket.isPaused && socket.bufferedAmount < mostUnreadBytes) socket.resume();
  }

  readonly #left = (): void => {
    this.#signs.left();
    this.#pauseOrGoOn();
    if (this.#waiting.size === 0 || !this.hasRoom) return;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const go of waiting) go();
  };
}
