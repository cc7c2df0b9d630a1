import type { WebSocket } from 'ws';
import type { LoopSlices } from './loop-slices.ts';
import { type InputParts, SocketInput } from './socket-input.ts';

/** With more on its way, nothing is taken out of a bounded queue. */
const roomBytes = 64 * 1024;
/** A client that leaves more than this unread is read no further itself, until it has caught up. */
const mostUnreadBytes = 1024 * 1024;

interface LinkParts extends InputParts {
  /** Shared by all sockets. */
  readonly slices: LoopSlices;
}

/** One socket as graphql-ws uses it: who sends waits until the client's side has room. */
export class SocketLink {
  readonly input: SocketInput;
  readonly #socket: WebSocket;
  readonly #parts: LinkParts;
  /** Who waits for room. */
  readonly #waiting = new Set<() => void>();
  /** It gave a sign of life since it was asked for one last. */
  #alive = true;

  constructor(socket: WebSocket, parts: LinkParts) {
    this.#socket = socket;
    this.#parts = parts;
    // A pong waits behind all that its client is sending, which takes minutes over a poor network.
    parts.connection.on('data', () => this.#lives());
    this.input = new SocketInput(socket, parts, () => this.#pauseOrGoOn());
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
    this.#parts.connection.write(frames, this.#left);
    this.#pauseOrGoOn();
  }

  /** Goes on with what puts something on it, when it is its turn among all sockets. */
  goOn(work: () => void): void {
    this.#parts.slices.goOn(work);
  }

  /** Whether it takes more now; false for good when it is closed. */
  get hasRoom(): boolean {
    return this.#isOpen && this.#socket.bufferedAmount < roomBytes;
  }

  /** Calls back once there is room again. */
  whenRoom(go: () => void): void {
    if (this.#isOpen) this.#waiting.add(go);
  }

  onMessage(take: (text: string) => Promise<void>): void {
    this.input.onMessage(take);
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  cutOff(): void {
    this.#socket.terminate();
  }

  /** Asks for a sign of life; cuts it off where none has come since it was asked last. */
  ping(): void {
    const wasAlive = this.#alive || this.input.waitsLong;
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

  get #isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** Reads on as long as its client reads, too, and waits for what it asked for. */
  #pauseOrGoOn(): void {
    const socket = this.#socket;
    if (this.input.waits || socket.bufferedAmount > mostUnreadBytes) socket.pause();
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
