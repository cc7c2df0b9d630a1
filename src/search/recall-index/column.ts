export type NumberArray = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

/** A column that has to grow takes so much more than it needs: its rows are copied about eight times in all. */
const slack = 1.125;
const fewest = 16;

/** Numbers of one kind in a typed array that grows. `values` is another array after it grew: read it anew each time. */
export class Column<A extends NumberArray> {
  values: A;
  readonly #make: (length: number) => A;

  constructor(make: (length: number) => A) {
    this.#make = make;
    this.values = make(0);
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

  #resize(length: number): void {
    const larger = this.#make(length);
    larger.set(this.values);
    this.values = larger;
  }
}

export const bytesOf = (columns: readonly { readonly bytes: number }[]): number =>
  columns.reduce((sum, { bytes }) => sum + bytes, 0);
