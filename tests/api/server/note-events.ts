/** What a subscription of the notes tells. */
export interface NoteEvent {
  readonly typeName: 'NoteEvent';
  readonly cursor: string;
  readonly at: Date;
  readonly text: string;
}

/** How one that follows fails: where it begins, or once it has told what there was. `for good`: it cannot be ended either. */
export type Breakage = 'begin' | 'throw' | 'reject' | 'reject for good';

/** A log that can be followed, as plainly as can be: the streams of the product are another matter than transports. */
export class NoteEvents {
  readonly #log: NoteEvent[] = [];
  readonly #followers = new Set<() => void>();
  #end: { readonly error: Error | null } | null = null;
  #breakage: Breakage | null = null;

  get followers(): number {
    return this.#followers.size;
  }

  tell(text: string): void {
    this.#log.push({ typeName: 'NoteEvent', cursor: String(this.#log.length + 1), at: new Date(), text });
    this.#wake();
  }

  /** Ends all who follow, once they have read everything. */
  end(error: Error | null = null): void {
    this.#end = { error };
    this.#wake();
  }

  /** Whoever follows from now on fails, for a reason that is nobody's business. */
  break(how: Breakage): void {
    this.#breakage = how;
  }

  follow<Told>(after: number, tell: (event: NoteEvent) => Told): AsyncIterableIterator<Told, undefined> {
    const breakage = this.#breakage;
    const broken = new Error('the password is swordfish');
    if (breakage === 'begin') throw broken;
    let place = after;
    let waiting: PromiseWithResolvers<IteratorResult<Told, undefined>> | null = null;
    const leave = () => {
      this.#followers.delete(look);
      waiting?.resolve({ done: true, value: undefined });
      waiting = null;
    };
    const look = () => {
      const value = this.#log[place];
      if (!waiting || (!value && !this.#end)) return;
      if (value) {
        place += 1;
        waiting.resolve({ done: false, value: tell(value) });
        waiting = null;
      } else {
        if (this.#end?.error) waiting.reject(this.#end.error);
        leave();
      }
    };
    this.#followers.add(look);
    return {
      next: () => {
        if (breakage && place === this.#log.length) {
          if (breakage === 'throw') throw broken;
          return Promise.reject(broken);
        }
        waiting = Promise.withResolvers();
        const { promise } = waiting;
        look();
        return promise;
      },
      return: async () => {
        leave();
        if (breakage === 'reject for good') throw broken;
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  #wake(): void {
    for (const look of this.#followers) look();
  }
}
