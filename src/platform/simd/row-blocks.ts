/** The kernel takes 32 dimensions a step. */
const lane = 32;
/** Of a step, the first so many values are in the lower bits of bytes. */
const lanePart = lane / 2;
/** Rows of a block: their upper halves are one run in memory, of 16 KB where there are 256 dimensions. */
export const rowsOfBlock = 128;
const scaleBytes = Float32Array.BYTES_PER_ELEMENT;
/** The upper half of a value counts from 0 for −128. */
const upperOfZero = 8;
/** A lower half is 0 to 15: this in the middle. */
export const lowerMean = 7.5;

/** How rows of signed 8-bit values lie in memory, in blocks: dot-scan.wat says how and why. Addresses are those behind the first block's. */
export class RowBlocks {
  /** Bytes of half a row. */
  readonly half: number;
  readonly bytes: number;

  constructor(dimensions: number) {
    this.half = Math.ceil(dimensions / lane) * lanePart;
    this.bytes = rowsOfBlock * (2 * this.half + scaleBytes);
  }

  /** What so many rows take. */
  bytesOf(rows: number): number {
    return Math.ceil(rows / rowsOfBlock) * this.bytes;
  }

  /** Where the upper half of a row is. */
  upper(row: number): number {
    return this.block(row) + (row % rowsOfBlock) * this.half;
  }

  /** Where the block of a row begins. */
  block(row: number): number {
    return Math.floor(row / rowsOfBlock) * this.bytes;
  }

  scale(row: number): number {
    return this.block(row) + rowsOfBlock * 2 * this.half + (row % rowsOfBlock) * scaleBytes;
  }

  /** Writes the values of a row whose upper half is at an address of a memory. Answers how far the lower halves are from their mean: a length. */
  write(memory: Uint8Array, at: number, values: Int8Array): number {
    const lower = at + rowsOfBlock * this.half;
    for (let i = 0; i < this.half; i++) {
      const dimension = i * 2 - (i % lanePart);
      const first = values[dimension] ?? 0;
      const second = values[dimension + lanePart] ?? 0;
      memory[at + i] = ((first >> 4) + upperOfZero) | (((second >> 4) + upperOfZero) << 4);
      memory[lower + i] = (first & 15) | ((second & 15) << 4);
    }
    let squares = 0;
    for (const value of values) squares += ((value & 15) - lowerMean) ** 2;
    return Math.sqrt(squares);
  }

  /** What was written there. */
  read(memory: Uint8Array, at: number, dimensions: number): Int8Array {
    const lower = at + rowsOfBlock * this.half;
    const values = new Int8Array(2 * this.half);
    for (let i = 0; i < this.half; i++) {
      const dimension = i * 2 - (i % lanePart);
      const [uppers, lowers] = [memory[at + i] ?? 0, memory[lower + i] ?? 0];
      values[dimension] = ((uppers & 15) - upperOfZero) * 16 + (lowers & 15);
      values[dimension + lanePart] = ((uppers >> 4) - upperOfZero) * 16 + (lowers >> 4);
    }
    return values.subarray(0, dimensions);
  }
}
