/** A number has to come so often before it takes a place. */
const leastCount = 8;
/** Counts are halved each time that so many numbers came: what was frequent long ago gives way. */
const period = 16_384;

/** Of numbers below a bound those that come most often lately: so many of them have a place each, from 0 on. */
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

  /** -1 where the number has none. */
  placeOf(number: number): number {
    return (this.#placeOf[number] ?? 0) - 1;
  }

  /** Counts a number that came. Gives the place that it takes now, another one's or a free one; -1 where it takes none. */
  note(number: number): number {
    if (number >= this.#counts.length) return -1;
    const count = (this.#counts[number] ?? 0) + 1;
    this.#counts[number] = count;
    this.#noted += 1;
    if (this.#noted % period === 0) this.#halve();
    if (count < leastCount || this.placeOf(number) >= 0) return -1;
    const place = this.#leastPlace();
    const holder = this.#numberAt[place] ?? 0;
    // Two that come about as often must not drive each other out for ever.
    if (holder > 0 && count <= 2 * (this.#counts[holder - 1] ?? 0)) return -1;
    if (holder > 0) this.#placeOf[holder - 1] = 0;
    this.#numberAt[place] = number + 1;
    this.#placeOf[number] = place + 1;
    return place;
  }

  /** The first free place, or that of the number that came least. */
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
