/** Minimum count before a number gets a place. */
const leastCount = 8;
/** Counts are halved after this many numbers, so that what was frequent long ago gives way. */
const period = 16_384;

/** Assigns places, from 0 on, to the numbers that occurred most often recently, among numbers below a bound. */
export class MostFrequent {
  readonly #counts: Uint16Array;
  /** The place of each number, plus 1. */
  readonly #placeOf: Uint16Array;
  /** The number at each place, plus 1. */
  readonly #numberAt: Uint32Array;
  #noted = 0;

  constructor(bound: number, places: number) {
    this.#counts = new Uint16Array(bound);
    this.#placeOf = new Uint16Array(bound);
    this.#numberAt = new Uint32Array(Math.min(places, bound));
  }

  /** Returns -1 if the number has no place. */
  placeOf(number: number): number {
    return (this.#placeOf[number] ?? 0) - 1;
  }

  /** Counts an occurrence. Returns the place that the number is newly assigned, free or taken from another; otherwise -1. */
  note(number: number): number {
    if (number >= this.#counts.length) return -1;
    const count = (this.#counts[number] ?? 0) + 1;
    this.#counts[number] = count;
    this.#noted += 1;
    if (this.#noted % period === 0) this.#halve();
    if (count < leastCount || this.placeOf(number) >= 0) return -1;
    const place = this.#leastPlace();
    const holder = this.#numberAt[place] ?? 0;
    // Hysteresis: two numbers of similar frequency must not displace each other forever.
    if (holder > 0 && count <= 2 * (this.#counts[holder - 1] ?? 0)) return -1;
    if (holder > 0) this.#placeOf[holder - 1] = 0;
    this.#numberAt[place] = number + 1;
    this.#placeOf[number] = place + 1;
    return place;
  }

  /** The first free place, or that of the least frequent number. */
  #leastPlace(): number {
    let [least, fewest] = [0, Number.POSITIVE_INFINITY];
    for (let place = 0; place < this.#numberAt.length; place++) {
      const holder = this.#numberAt[place] ?? 0;
      if (holder === 0) return place;
      const count = this.#counts[holder - 1] ?? 0;
      if (count < fewest) [least, fewest] = [place, count];
    }
    return least;
  }

  #halve(): void {
    for (let number = 0; number < this.#counts.length; number++) {
      this.#counts[number] = (this.#counts[number] ?? 0) >>> 1;
    }
  }
}
