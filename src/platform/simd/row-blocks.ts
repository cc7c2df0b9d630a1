/** Dimensions that the kernel processes per step. */
const lane = 32;
/** Number of values of a step that are in the lower bits of bytes; they are the first ones. */
const lanePart = lane / 2;
/** Rows per block: their upper halves are contiguous in memory, 16 KB for 256 dimensions. */
export const rowsOfBlock = 128;
const scaleBytes = Float32Array.BYTES_PER_ELEMENT;
/** Upper half of the value 0: upper halves count from 0 for −128. */
const upperOfZero = 8;
/** Mean of a lower half, which is 0 to 15. */
export const lowerMean = 7.5;

/** Memory layout of rows of signed 8-bit values, in blocks: dot-scan.wat explains it. Addresses are relative to the first block. */
export class RowBlocks {
  /** Bytes of half a row. */
  readonly half: number;
  readonly bytes: number;

  constructor(dimensions: number) {
    this.half = Math.ceil(dimensions / lane) * lanePart;
    this.bytes = rowsOfBlock * (2 * this.half + scaleBytes);
  }

  /** Bytes that this many rows take. */
  bytesOf(rows: number): number {
    return Math.ceil(rows / rowsOfBlock) * this.bytes;
  }

  /** Address of the upper half of a row. */
  upper(row: number): number {
    return this.block(row) + (row % rowsOfBlock) * this.half;
  }

  /** Address of a row's block. */
  block(row: number): number {
    return Math.floor(row / rowsOfBlock) * this.bytes;
  }

  scale(row: number): number {
    return this.block(row) + rowsOfBlock * 2 * this.half + (row % rowsOfBlock) * scaleBytes;
  }

  /** Writes a row whose upper half is at address `at`. Returns the distance of its lower halves from their mean, as a vector length. */
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

  /** Reads the row whose upper half is at address `at`. */
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
