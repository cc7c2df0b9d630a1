import { setTimeout as delay } from 'node:timers/promises';

/** Connections that live long. When their process goes, each is asked to go on elsewhere at a moment of its own. */
export class Departures {
  readonly #present = new Set<() => void>();
  #until: number | null = null;

  /** `leave` asks one to go. Dispose it where the connection has ended. */
  add(leave: () => void): Disposable {
    this.#present.add(leave);
    if (this.#until !== null) this.#schedule(leave);
    return { [Symbol.dispose]: () => void this.#present.delete(leave) };
  }

  /** Asks all of them within this time, and who comes meanwhile: together they would come upon the others like a flood. */
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
