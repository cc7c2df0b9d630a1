import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Says whether the client of a connection is still there, by what comes from it and by what it takes. */
export class SignsOfLife {
  readonly #connection: Duplex;
  readonly #stalledMs: number;
  #sinceLook = true;
  /** Whether something waits that the system has not taken. */
  #isHeldUp = false;
  /** Whether none of it has left for too long. */
  #isStuck = false;
  /** Behind what has just left, an answer to a ping takes as long as the client needs for all that the system holds. */
  #readsUntil = 0;

  /** `stalledMs`: how long a client may take nothing of what waits for it. */
  constructor(connection: Duplex, stalledMs: number) {
    this.#connection = connection;
    this.#stalledMs = stalledMs;
    // A pong waits behind all that its client is sending, which takes minutes over a poor network: any data counts.
    connection.on('data', () => {
      this.#sinceLook = true;
      this.#isStuck = false;
    });
    if (!(connection instanceof Socket)) return;
    // A write of something long ends only when all of it has left. This timer of Node's also sees a part leave.
    connection.setTimeout(stalledMs).on('timeout', () => {
      this.#isStuck = true;
    });
  }

  /** To be called after each write. What the system takes at once says nothing about the client. */
  wrote(): void {
    if (this.#isHeldUp || this.#connection.writableLength === 0) return;
    this.#isHeldUp = true;
    this.#isStuck = false;
  }

  /** To be called when a write has left. */
  left(): void {
    if (!this.#isHeldUp) return;
    this.#isHeldUp = this.#connection.writableLength > 0;
    this.#isStuck = false;
    this.#readsUntil = performance.now() + this.#stalledMs;
  }

  /** Whether something came since the last look, or the client may still be reading. */
  look(): boolean {
    const isThere = this.#sinceLook || this.#isReading;
    this.#sinceLook = false;
    return isThere;
  }

  /** Whether something waits for the client. */
  get isHeldUp(): boolean {
    return this.#isHeldUp;
  }

  /** Whether the client has taken nothing of what waits for it for too long. */
  get isStalled(): boolean {
    return this.#isHeldUp && this.#isStuck;
  }

  get #isReading(): boolean {
    return this.#isHeldUp ? !this.#isStuck : performance.now() < this.#readsUntil;
  }
}
