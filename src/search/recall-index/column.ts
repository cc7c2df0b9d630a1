type NumberArray = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array | Float64Array;
type Kind<A> = new (length: number) => A;

/** A column that has to grow takes so much more than it needs: its rows are copied about eight times in all. */
const slack = 1.125;
const fewest = 16;

/** Numbers of one kind in a typed array that grows. `values` is another array after it grew: read it anew each time. */
export class Column<A extends NumberArray> {
  values: A;
  #Values: Kind<A>;

  constructor(Values: Kind<A>) {
    this.#Values = Values;
    this.values = new Values(0);
  }

  get bytes(): number {
    return this.values.byteLength;
  }

  /** Makes room for exactly so many numbers where it has less. */
  reserve(length: number): void {
    if (length > this.values.length) this.#resize(length);
  }

  /** Makes room for so many numbers, and for some to come. */
  grow(length: number): void {
    if (length > this.values.length) this.#resize(Math.max(fewest, Math.ceil(length * slack)));
  }

  /** Writes a number for which there is room. */
  set(at: number, value: number): void {
    this.values[at] = value;
  }

  /** Goes on in an array of another kind. */
  protected become(Values: Kind<A>): void {
    this.#Values = Values;
    this.#resize(this.values.length);
  }

  #resize(length: number): void {
    const larger = new this.#Values(length);
    larger.set(this.values);
    this.values = larger;
  }
}

export type Naturals = Uint16Array | Uint32Array;

const mostOf16Bits = 2 ** 16 - 1;

/**
 * Whole numbers from 0 on, of 16 bits each until one takes 32: in a small collection none does. To be written by `set` and `add` alone;
 * `values` may be another array afterwards.
 */
export class NaturalColumn extends Column<Naturals> {
  constructor() {
    super(Uint16Array);
  }

  override set(at: number, value: number): void {
    if (value > mostOf16Bits && this.values instanceof Uint16Array) this.become(Uint32Array);
    this.values[at] = value;
  }

  /** Makes a number larger or smaller by so much. */
  add(at: number, amount: number): void {
    this.set(at, (this.values[at] ?? 0) + amount);
  }
}

/** So many slots of a hash table, all 0. */
export function slotsOf(count: number): NaturalColumn {
  const slots = new NaturalColumn();
  slots.reserve(count);
  return slots;
}

export const bytesOf = (columns: readonly { readonly bytes: number }[]): number =>
  columns.reduce((sum, { bytes }) => sum + bytes, 0);
