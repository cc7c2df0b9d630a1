import type { HeldIndex } from './held-index.ts';

/** The budget has no room for a collection beside those that others need. */
export class NoRoomError extends Error {}

/** A collection on the shelf. Turns number the searches, and thus order the uses. */
export interface Place {
  readonly name: string;
  readonly held: HeldIndex;
  /** Resolved when its load has ended, whether it succeeded or not. */
  readonly load: PromiseWithResolvers<void>;
  /** Whether a search waits for its load. */
  isAwaited: boolean;
  readonly askedAt: number;
  usedAt: number;
  /** Size when it was last accounted for. */
  bytes: number;
}

/** LRU cache of collections within a budget of bytes, which is fair between accounts, not between collections. */
export class Shelf {
  readonly budgetBytes: number;
  readonly #mostPlaces: number;
  readonly #places = new Map<string, Place>();
  #bytes = 0;
  #evictions = 0;

  constructor(budgetBytes: number, mostPlaces: number) {
    this.budgetBytes = budgetBytes;
    this.#mostPlaces = mostPlaces;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get evictions(): number {
    return this.#evictions;
  }

  /** The least recently used first. */
  get places(): readonly Place[] {
    return [...this.#places.values()];
  }

  get(name: string): Place | null {
    return this.#places.get(name) ?? null;
  }

  /** Returns the collection with this name and marks it as most recently used. */
  use(name: string, turn: number): Place | null {
    const place = this.#places.get(name);
    if (!place) return null;
    place.usedAt = turn;
    this.#places.delete(name);
    this.#places.set(name, place);
    return place;
  }

  add(name: string, held: HeldIndex, turn: number): Place {
    const load = Promise.withResolvers<void>();
    const place = { name, held, load, isAwaited: false, askedAt: turn, usedAt: turn, bytes: 0 };
    this.#places.set(name, place);
    return place;
  }

  /** Removes a collection and stops its background work; ignores one that is already gone. */
  remove(place: Place): void {
    if (this.#places.get(place.name) !== place) return;
    this.#places.delete(place.name);
    this.#bytes -= place.bytes;
    place.held.stop();
  }

  /** Whether there is room for this many more bytes. */
  hasRoom(bytes: number): boolean {
    return this.#bytes + bytes <= this.budgetBytes;
  }

  /**
   * Updates the size of a collection and makes room for `bytes` more: among collections not used since `turn`, it evicts those of
   * the account that holds most first. Throws NoRoomError if that is not enough.
   */
  makeRoom(place: Place, bytes: number, turn: number): void {
    if (this.#places.get(place.name) !== place) return;
    this.#count(place);
    while (!this.hasRoom(bytes) || this.#places.size > this.#mostPlaces) {
      const next = this.#nextToGo(place, turn);
      if (!next) throw new NoRoomError('The budget holds no more');
      this.#evict(next);
    }
  }

  /** Evicts the least recently used collections until at most this many bytes are left. */
  shrink(bytes: number): void {
    for (const place of this.places) if (this.#bytes > bytes) this.#evict(place);
  }

  /** The least recently used collection of the account with the most bytes, so that large accounts do not evict small ones. */
  #nextToGo(newcomer: Place, turn: number): Place | null {
    const bytes = new Map<string, number>();
    for (const { held, bytes: own } of this.#places.values())
      bytes.set(held.key.accountId, (bytes.get(held.key.accountId) ?? 0) + own);
    let next: Place | null = null;
    let most = -1;
    for (const place of this.#places.values()) {
      const share = bytes.get(place.held.key.accountId) ?? 0;
      if (place === newcomer || place.usedAt >= turn || share <= most) continue;
      [next, most] = [place, share];
    }
    return next;
  }

  #evict(place: Place): void {
    this.remove(place);
    this.#evictions += 1;
  }

  #count(place: Place): void {
    const { bytes } = place.held;
    this.#bytes += bytes - place.bytes;
    place.bytes = bytes;
  }
}
