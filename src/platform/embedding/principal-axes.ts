import { ModelFileError, readModelFile } from './model-files.ts';

/** Projects a model's vectors onto their first principal axes. */
export interface PrincipalAxes {
  /** Returns the projection of a vector after subtracting the mean. */
  project(vector: Float64Array): Float64Array;
}

// File layout, see models/PROVENANCE.md: magic, sizes, mean, projection, little endian.
const MAGIC = 'PCA1';
const HEADER_BYTES = 12;

/** Reads the axes. Throws ModelFileError if the file is missing or invalid. */
export async function loadPrincipalAxes(path: string): Promise<PrincipalAxes> {
  const file = await readModelFile(path, (handle) => handle.readFile());
  if (file.length < HEADER_BYTES || file.toString('latin1', 0, 4) !== MAGIC)
    throw new ModelFileError(path, `it does not begin with "${MAGIC}"`);
  const inputs = file.readUInt32LE(4);
  const outputs = file.readUInt32LE(8);
  const expected = HEADER_BYTES + 4 * (inputs + inputs * outputs);
  if (file.length !== expected || inputs * outputs === 0)
    throw new ModelFileError(path, `it is cut or broken (${expected} bytes were expected, it has ${file.length})`);
  // A copy, for the alignment that Float32Array requires.
  const numbers = new Float32Array(new Uint8Array(file.subarray(HEADER_BYTES)).buffer);
  const mean = numbers.subarray(0, inputs);
  const projection = numbers.subarray(inputs);
  return {
    project(vector) {
      const out = new Float64Array(outputs);
      for (let i = 0; i < inputs; i++) {
        const x = (vector[i] ?? 0) - (mean[i] ?? 0);
        const row = i * outputs;
        for (let j = 0; j < outputs; j++) out[j] = (out[j] ?? 0) + x * (projection[row + j] ?? 0);
      }
      return out;
    },
  };
}
