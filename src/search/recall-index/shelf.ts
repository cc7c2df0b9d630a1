import type { HeldIndex } from './held-index.ts';

/** The budget does not hold a collection beside those that others need. */
export class NoRoomError extends Error {}

/** A collection on the shelf. Turns number the searches, so that they say what was used before what. */
export interface Place {
  readonly name: string;
  readonly held: HeldIndex;
  readonly askedAt: number;
  usedAt: number;
  /** What it had when it was counted last. */
  bytes: number;
}

/** Collections within a budget of bytes, in the order of their last use. The budget is fair to accounts, not to collections. */
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

  /** The collection of this name, which is now the most recently used. */
  use(name: string, turn: number): Place | null {
    const place = this.#places.get(name);
    if (!place) return null;
    place.usedAt = turn;
    this.#places.delete(name);
    this.#places.set(name, place);
    return place;
  }

  add(name: string, held: HeldIndex, turn: number): Place {
    const place = { name, held, askedAt: turn, usedAt: turn, bytes: 0 };
    this.#places.set(name, place);
    return place;
  }

  /** Takes a collection off and stops what it does; one that is off already is passed over. */
  remove(place: Place): void {
    if (this.#places.get(place.name) !== place) return;
    this.#places.delete(place.name);
    this.#bytes -= place.bytes;
    place.held.stop();
  }

  /** Whether there would be room for so many bytes more. */
  hasRoom(bytes: number): boolean {
    return this.#bytes + bytes <= this.budgetBytes;
  }

  /**
   * Counts a collection anew and makes room for so many bytes more of it: of those that were not used in this turn or
   * since, the account's that holds most go first. Throws a NoRoomError where that is not enough.
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

  /** Lets the least recently used go until no more than so many bytes are left. */
  shrink(bytes: number): void {
    for (const place of this.places) if (this.#bytes > bytes) this.#evict(place);
  }

  /** The least recently used of the account with the most bytes: who has much does not drive out who has little. */
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
