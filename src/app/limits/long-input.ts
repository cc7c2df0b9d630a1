import { FairPace } from './fair-pace.ts';

/** Longer input is admitted one by one: reading it blocks the event loop, some milliseconds per megabyte. */
export const longBytes = 256 * 1024;
/** Sixteen megabytes after a pause, then eight per second: no import needs more. */
const unitBytes = 64 * 1024;
const pace = { atOnce: 256, gapMs: 8 };

/** Begins what was admitted, and calls `done` when nothing of it is held any more; returns false if nobody waits for it. */
type Begin = (done: () => void) => boolean;

/** Admits long bodies and messages: round-robin over the client groups, and only as many as may be held together. */
export class LongInput {
  readonly #line: FairPace;
  readonly #reading = new FairPace(pace);
  #held = 0;

  constructor(mostBytes: number) {
    this.#line = new FairPace({ ...pace, hasRoom: () => this.#held < mostBytes });
  }

  /** Whether any input waits. */
  get crowded(): boolean {
    return this.#line.crowded;
  }

  /** Calls `go` when that many more bytes of a begun input may be read; `go` returns false if nobody sends it any more. */
  read(crowd: string, bytes: number, go: () => boolean): void {
    this.#reading.enter(crowd, () => (go() ? Math.ceil(bytes / unitBytes) : 0));
  }

  admit(crowd: string, bytes: number, begin: Begin): void {
    this.#line.enter(crowd, () => {
      this.#held += bytes;
      const done = () => {
        this.#held -= bytes;
      };
      if (begin(done)) return Math.ceil(bytes / unitBytes);
      done();
      return 0;
    });
  }
}
