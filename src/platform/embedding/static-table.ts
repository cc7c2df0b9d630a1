import type { FileHandle } from 'node:fs/promises';
import { ModelFileError, readModelFile } from './model-files.ts';

/** One row of 8-bit values and a scale for each piece of a vocabulary: the piece's vector is `row * scale`. */
export interface StaticTable {
  /** How many pieces. */
  readonly size: number;
  readonly dimensions: number;
  readonly scales: Float32Array;
  /** Row after row, `size * dimensions` in all. */
  readonly rows: Int8Array;
  /** The whole file, shared: a worker thread makes its own views with `staticTable(buffer, path)`. */
  readonly buffer: SharedArrayBuffer;
}

// models/PROVENANCE.md has the layout: magic, sizes, scales, rows, little endian.
const MAGIC = 'SET1';
const HEADER_BYTES = 12;

/** Reads a table into memory that threads can share. Throws a ModelFileError where it is missing or broken. */
export async function loadStaticTable(path: string): Promise<StaticTable> {
  return staticTable(await readModelFile(path, readShared), path);
}

async function readShared(file: FileHandle): Promise<SharedArrayBuffer> {
  const { size } = await file.stat();
  const bytes = new Uint8Array(new SharedArrayBuffer(size));
  let filled = 0;
  while (filled < size) {
    const { bytesRead } = await file.read(bytes, filled, size - filled, filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.buffer;
}

/** Views of a table that is in memory already; `path` is for the message of a ModelFileError. */
export function staticTable(buffer: SharedArrayBuffer, path: string): StaticTable {
  if (Buffer.from(buffer, 0, Math.min(4, buffer.byteLength)).toString('latin1') !== MAGIC) {
    throw new ModelFileError(path, `it is not an embedding table (it does not begin with "${MAGIC}")`);
  }
  const [size, dimensions] = buffer.byteLength < HEADER_BYTES ? [0, 0] : sizes(buffer);
  const expected = HEADER_BYTES + size * 4 + size * dimensions;
  if (size === 0 || dimensions === 0 || buffer.byteLength !== expected) {
    throw new ModelFileError(
      path,
      `it is cut or broken (${size} pieces of ${dimensions} dimensions take ${expected} bytes, it has ${buffer.byteLength})`,
    );
  }
  const scales = new Float32Array(buffer, HEADER_BYTES, size);
  if (!scales.every((scale) => scale > 0 && scale < 1)) {
    throw new ModelFileError(path, 'it is broken (a scale is not between 0 and 1)');
  }
  return { size, dimensions, scales, rows: new Int8Array(buffer, HEADER_BYTES + size * 4), buffer };
}

function sizes(buffer: SharedArrayBuffer): [size: number, dimensions: number] {
  const header = new DataView(buffer, 4);
  return [header.getUint32(0, true), header.getUint32(4, true)];
}
