/** Numbers from 0 on, one for each key: what is compared often is compared as a number. */
export class Numbers<Key> {
  readonly #numbers = new Map<Key, number>();
  readonly #keys: Key[] = [];
  readonly #kept: (key: Key) => Key;

  /** `kept` makes of a key the one that is kept; omitted: itself. */
  constructor(kept = (key: Key): Key => key) {
    this.#kept = kept;
  }

  /** The key's number; it gets one where it has none yet. */
  of(key: Key): number {
    return this.#numbers.get(key) ?? this.#add(this.#kept(key));
  }

  /** The key's number; -1 where it has none. */
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
