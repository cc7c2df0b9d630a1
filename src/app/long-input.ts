import { FairPace } from './fair-pace.ts';

/** What is longer is admitted one by one: reading it is work in one go, of some milliseconds a megabyte. */
export const longBytes = 256 * 1024;
/** Sixteen megabytes after a pause, then eight a second: no import needs more. */
const unitBytes = 64 * 1024;
const pace = { atOnce: 256, gapMs: 8 };

/** Begins what was admitted, and calls `done` when nothing of it is held any more; false where nobody waits for it. */
type Begin = (done: () => void) => boolean;

/** Long bodies and messages: each crowd's in turn, and no more of them than may be held together. */
export class LongInput {
  readonly #line: FairPace;
  readonly #reading = new FairPace(pace);
  #held = 0;

  constructor(mostBytes: number) {
    this.#line = new FairPace({ ...pace, hasRoom: () => this.#held < mostBytes });
  }

  /** Whether some of it waits. */
  get crowded(): boolean {
    return this.#line.crowded;
  }

  /** Calls `go` when so much more may be read of what has begun already; `go` answers false where nobody sends it any more. */
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
