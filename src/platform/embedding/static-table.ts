import type { FileHandle } from 'node:fs/promises';
import { memoryOf } from '../simd/shared-memory.ts';
import { ModelFileError, readModelFile } from './model-files.ts';

/** One row of 8-bit values and a scale for each piece of a vocabulary: the piece's vector is `row * scale`. */
export type StaticTable = ReturnType<typeof staticTable>;

// File layout, see models/PROVENANCE.md: magic, sizes, scales, rows, little endian.
const MAGIC = 'SET1';
const HEADER_BYTES = 12;

/** Reads a table into memory that can be shared with threads. Throws ModelFileError if it is missing or invalid. */
export async function loadStaticTable(path: string): Promise<StaticTable> {
  const { memory, size } = await readModelFile(path, readShared);
  return staticTable(memory, size, path);
}

async function readShared(file: FileHandle): Promise<{ memory: WebAssembly.Memory; size: number }> {
  const { size } = await file.stat();
  const memory = memoryOf(size);
  const bytes = new Uint8Array(memory.buffer, 0, size);
  let filled = 0;
  while (filled < size) {
    const { bytesRead } = await file.read(bytes, filled, size - filled, filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return { memory, size };
}

/** Creates views of a table of `length` bytes in memory; `path` is used in the message of a ModelFileError. */
export function staticTable(memory: WebAssembly.Memory, length: number, path: string) {
  const bytes = new Uint8Array(memory.buffer, 0, length);
  if (Buffer.from(bytes.subarray(0, MAGIC.length)).toString('latin1') !== MAGIC) {
    throw new ModelFileError(path, `it is not an embedding table (it does not begin with "${MAGIC}")`);
  }
  const [size, dimensions] = length < HEADER_BYTES ? [0, 0] : sizes(bytes);
  const expected = HEADER_BYTES + size * 4 + size * dimensions;
  if (size === 0 || dimensions === 0 || length !== expected) {
    throw new ModelFileError(
      path,
      `it is cut or broken (${size} pieces of ${dimensions} dimensions take ${expected} bytes, it has ${length})`,
    );
  }
  const scales = new Float32Array(memory.buffer, HEADER_BYTES, size);
  if (!scales.every((scale) => scale > 0 && scale < 1)) {
    throw new ModelFileError(path, 'it is broken (a scale is not between 0 and 1)');
  }
  const rows = new Int8Array(memory.buffer, HEADER_BYTES + size * 4, size * dimensions);
  return {
    /** Number of pieces. */
    size,
    dimensions,
    scales,
    /** All rows, `size * dimensions` values. */
    rows,
    /** The whole file. */
    bytes,
    /** Shared memory that contains the file at address 0: a kernel reads the rows in place, and grows the memory for its own data. */
    memory,
  } as const;
}

function sizes({ buffer }: Uint8Array): [size: number, dimensions: number] {
  const header = new DataView(buffer, 4);
  return [header.getUint32(0, true), header.getUint32(4, true)];
}
