import { hashOfText } from './slots.ts';

/** A power of two. With 10,000 keys in one generation, some 2 in 100 new ones are taken for known. */
const slots = 65_536;
const slotBits = Math.log2(slots);

const generation = () => new Uint8ClampedArray(slots);

/**
 * Counts how often keys came recently, without keeping them: two generations of a count-min sketch of depth two (Cormode, Muthukrishnan
 * 2005). Never counts too few of a generation, at times too many, and at most 255. Takes 131 KB, however many keys there are.
 */
export class RoughCounts {
  readonly #generationMs: number;
  #young = generation();
  #old = generation();
  #began = performance.now();

  /** Counts last between one and two generations. */
  constructor(generationMs: number) {
    this.#generationMs = generationMs;
  }

  /** Counts a key, and returns how often it came, this time included. */
  add(key: string): number {
    this.#age();
    const [one, other] = slotsOf(key);
    const [young, old] = [this.#young, this.#old];
    const times = Math.min(young[one] ?? 0, young[other] ?? 0) + 1;
    // Only the lower of the two is certainly of this key alone ("conservative update").
    young[one] = Math.max(young[one] ?? 0, times);
    young[other] = Math.max(young[other] ?? 0, times);
    return times + Math.min(old[one] ?? 0, old[other] ?? 0);
  }

  #age(): void {
    const generations = Math.floor((performance.now() - this.#began) / this.#generationMs);
    if (generations === 0) return;
    this.#old = generations === 1 ? this.#young : generation();
    this.#young = generation();
    this.#began += generations * this.#generationMs;
  }
}

/** Both halves of the key's hash. */
function slotsOf(key: string): [number, number] {
  const hash = hashOfText(key);
  return [hash & (slots - 1), hash >>> slotBits];
}
