import { getOrInsert } from '../../platform/get-or-insert.ts';

interface EntryGateOptions {
  /** Whether the event loop has enough to do: a new operation would wait anyway, together with everything read and allocated for it. */
  readonly isFull: () => boolean;
  /** Operations of a client group that run however full the loop is; omitted: 4. */
  readonly few?: number;
}

/** Runs one operation to its end. */
type Work = () => Promise<void>;

interface Crowd {
  working: number;
  readonly waiting: Work[];
}

/** Operations that may begin as one ends, unless the event loop is full. */
const growth = 2;
/** Interval at which operations begin even if none ends, as when all wait for something else. */
const tickMs = 20;

/**
 * Holds back the operations of one client group, unread, while the event loop has enough to do. Whatever is allocated for fifty waiting ones is
 * copied by each young collection; with the gate, fifty clients get 7 % more searches (docs/adr/0058). Other groups begin at once.
 */
export class EntryGate {
  readonly #isFull: () => boolean;
  readonly #few: number;
  readonly #crowds = new Map<string, Crowd>();
  #timer: NodeJS.Timeout | null = null;

  constructor({ isFull, few = 4 }: EntryGateOptions) {
    this.#isFull = isFull;
    this.#few = few;
  }

  /** `name` identifies the client group. */
  enter(name: string, work: Work): void {
    const crowd = getOrInsert(this.#crowds, name, () => ({ working: 0, waiting: [] }));
    if (crowd.waiting.length === 0 && this.#mayBegin(crowd)) {
      this.#begin(name, crowd, work);
      return;
    }
    crowd.waiting.push(work);
    this.#timer ??= setInterval(this.#tick, tickMs).unref();
  }

  #mayBegin({ working }: Crowd): boolean {
    return working < this.#few || !this.#isFull();
  }

  #begin(name: string, crowd: Crowd, work: Work): void {
    crowd.working += 1;
    void work().finally(() => {
      crowd.working -= 1;
      this.#beginSome(name, crowd);
      if (crowd.working === 0) this.#crowds.delete(name);
    });
  }

  #beginSome(name: string, crowd: Crowd): void {
    for (let begun = 0; begun < growth && this.#mayBegin(crowd); begun++) {
      const work = crowd.waiting.shift();
      if (!work) return;
      this.#begin(name, crowd, work);
    }
  }

  readonly #tick = (): void => {
    let waiting = 0;
    for (const [name, crowd] of this.#crowds) {
      this.#beginSome(name, crowd);
      waiting += crowd.waiting.length;
    }
    if (waiting > 0 || !this.#timer) return;
    clearInterval(this.#timer);
    this.#timer = null;
  };
}
