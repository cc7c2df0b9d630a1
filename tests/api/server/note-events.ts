/** An event of the subscription to notes. */
export interface NoteEvent {
  readonly typeName: 'NoteEvent';
  readonly cursor: string;
  readonly at: Date;
  readonly text: string;
}

/** How a follower fails: at the start, or after all past events. `for good`: ending it fails, too. */
export type Breakage = 'begin' | 'throw' | 'reject' | 'reject for good';

/** A minimal log that can be followed: tests of transports do not depend on the streams of the product. */
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

  /** Ends all followers once they have read everything. */
  end(error: Error | null = null): void {
    this.#end = { error };
    this.#wake();
  }

  /** Makes all followers from now on fail with an error that must be masked. */
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
