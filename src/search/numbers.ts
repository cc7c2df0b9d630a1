/** Maps keys to numbers from 0 on, which are faster to compare. */
export class Numbers<Key> {
  readonly #numbers = new Map<Key, number>();
  readonly #keys: Key[] = [];
  readonly #kept: (key: Key) => Key;

  /** `kept` converts a key to the one that is stored; omitted: unchanged. */
  constructor(kept = (key: Key): Key => key) {
    this.#kept = kept;
  }

  /** Returns the key's number; assigns one if it has none yet. */
  of(key: Key): number {
    return this.#numbers.get(key) ?? this.#add(this.#kept(key));
  }

  /** Returns the key's number; -1 if it has none. */
  known(key: Key): number {
    return this.#numbers.get(key) ?? -1;
  }

  key(number: number): Key | undefined {
    return this.#keys[number];
  }

  get size(): number {
    return this.#keys.length;
  }

  #add(key: Key): number {
    this.#numbers.set(key, this.#keys.length);
    return this.#keys.push(key) - 1;
  }
}

/** Copies a text: a slice, as stems are, would keep the whole response of the database alive. */
export const detached = (text: string): string => Buffer.from(text).toString();
