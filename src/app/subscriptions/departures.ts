import { setTimeout as delay } from 'node:timers/promises';

/** Long-lived connections. When their process leaves, each is asked to reconnect elsewhere at a random moment of its own. */
export class Departures {
  readonly #present = new Set<() => void>();
  #until: number | null = null;

  /** `leave` asks one to reconnect elsewhere. Dispose the result when the connection has ended. */
  add(leave: () => void): Disposable {
    this.#present.add(leave);
    if (this.#until !== null) this.#schedule(leave);
    return { [Symbol.dispose]: () => void this.#present.delete(leave) };
  }

  /** Asks all of them within this time, including those that join meanwhile: all at once would flood the other processes. */
  begin(overMs: number): void {
    if (this.#until !== null) return;
    this.#until = performance.now() + overMs;
    for (const leave of this.#present) this.#schedule(leave);
  }

  #schedule(leave: () => void): void {
    const left = Math.max(0, (this.#until ?? 0) - performance.now());
    void delay(Math.random() * left, undefined, { ref: false }).then(() => {
      if (this.#present.delete(leave)) leave();
    });
  }
}
