type NumberArray = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array | Float64Array;
type Kind<A> = new (length: number) => A;

/** Growth factor of a column: each row is copied about eight times in total. */
const slack = 1.125;
const fewest = 16;

/** A growable typed array. Growing replaces `values`: read it again each time. */
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

  /** Ensures a capacity of `length` numbers, exactly. */
  reserve(length: number): void {
    if (length > this.values.length) this.#resize(length);
  }

  /** Ensures a capacity of `length` numbers, with slack for more. */
  grow(length: number): void {
    if (length > this.values.length) this.#resize(Math.max(fewest, Math.ceil(length * slack)));
  }

  /** Writes a number within the capacity. */
  set(at: number, value: number): void {
    this.values[at] = value;
  }

  /** Converts to an array of another type. */
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
 * Whole numbers from 0 on, of 16 bits each until one needs 32: in a small collection none does. Write only with `set` and `add`;
 * they may replace `values`.
 */
export class NaturalColumn extends Column<Naturals> {
  constructor() {
    super(Uint16Array);
  }

  override set(at: number, value: number): void {
    if (value > mostOf16Bits && this.values instanceof Uint16Array) this.become(Uint32Array);
    this.values[at] = value;
  }

  /** Adds `amount`, which may be negative, to a number. */
  add(at: number, amount: number): void {
    this.set(at, (this.values[at] ?? 0) + amount);
  }
}

/** Creates the slots of a hash table, all 0. */
export function slotsOf(count: number): NaturalColumn {
  const slots = new NaturalColumn();
  slots.reserve(count);
  return slots;
}

export const bytesOf = (columns: readonly { readonly bytes: number }[]): number =>
  columns.reduce((sum, { bytes }) => sum + bytes, 0);
