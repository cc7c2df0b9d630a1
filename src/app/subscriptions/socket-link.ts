import type { WebSocket } from 'ws';
import type { SharedPayloads } from './shared-payloads.ts';

/** A client that leaves more than this unread is read no further itself, until it has caught up. */
const mostUnreadBytes = 1024 * 1024;

/** One socket as graphql-ws uses it: who sends waits until the client's side has room. */
export class SocketLink {
  readonly #socket: WebSocket;
  readonly #payloads: SharedPayloads;
  readonly #onFailure: (error: unknown) => void;
  #alive = true;

  constructor(socket: WebSocket, payloads: SharedPayloads, onFailure: (error: unknown) => void) {
    this.#socket = socket;
    this.#payloads = payloads;
    this.#onFailure = onFailure;
    socket.on('pong', () => this.#lives());
  }

  get protocol(): string {
    return this.#socket.protocol;
  }

  /** Resolves when it has left, or cannot any more: then the socket's end tells everybody. */
  send(message: string): Promise<void> {
    const text = this.#payloads.fill(message);
    const socket = this.#socket;
    if (socket.readyState !== socket.OPEN) return Promise.resolve();
    return new Promise((resolve) => {
      socket.send(text, () => {
        this.#lives();
        if (socket.isPaused && socket.bufferedAmount < mostUnreadBytes) socket.resume();
        resolve();
      });
      if (socket.bufferedAmount > mostUnreadBytes) socket.pause();
    });
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  onMessage(handle: (text: string) => Promise<void>): void {
    this.#socket.on('message', (data) => {
      this.#lives();
      handle(String(data)).catch((error: unknown) => {
        this.#onFailure(error);
        this.#socket.close(4500, 'Internal server error');
      });
    });
  }

  /** Asks for a sign of life; cuts it off where none has come since it was asked last. */
  ping(): void {
    const wasAlive = this.#alive;
    this.#alive = false;
    if (!wasAlive) this.#socket.terminate();
    else if (this.#socket.readyState === this.#socket.OPEN) this.#socket.ping();
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

  #lives(): void {
    this.#alive = true;
  }
}
