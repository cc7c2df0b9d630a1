import { join } from 'node:path';
import type { InferenceSession } from 'onnxruntime-node';
import { ModelFileError } from '../../platform/embedding/model-files.ts';
import { type OpenModel, openOnnxModel } from '../../platform/embedding/onnx-runtime.ts';
import { loadWordPiece, type WordPiece } from '../../platform/embedding/word-piece.ts';
import { isThere } from '../../platform/is-there.ts';

/** Absolute paths of the files. */
export interface CrossEncoderFiles {
  /** A BERT in ONNX form that reads a question and a text together and returns one number. */
  readonly model: string;
  /** The tokenizer of its word pieces. */
  readonly tokenizer: string;
}

/** A question and texts, which are judged one after the other. */
export interface JudgeJob {
  readonly question: string;
  readonly documents: readonly string[];
}

const crossEncoderFile = 'cross-encoder.onnx';
const ownTokenizer = 'cross-encoder-tokenizer.json';

const remedy =
  'The package ships none. Put there one that reads BERT’s uncased pieces and has one output of one number, as the cross-encoders ' +
  `of the MS MARCO family have; with ${ownTokenizer} beside it where its pieces are others.`;

/** Finds the files by their usual names; null if the folder has no such model. A model without its own tokenizer uses the shipped one. */
export async function crossEncoderIn(modelDir: string, shipped: string): Promise<CrossEncoderFiles | null> {
  const [model, own] = [join(modelDir, crossEncoderFile), join(modelDir, ownTokenizer)];
  if (!(await isThere(model))) return null;
  return { model, tokenizer: (await isThere(own)) ? own : join(shipped, 'tokenizer.json') };
}

/** The inputs that a BERT may take. */
const inputs: readonly string[] = ['input_ids', 'attention_mask', 'token_type_ids'];

/** Most pieces of the whole input, and of the question in it; the text gets the rest. */
const longest = { input: 512, question: 128 };

/** Judges how well a text answers a question, one pair at a time: 8-bit models scale all values of a batch together. */
export class CrossEncoder {
  readonly #model: OpenModel;
  readonly #wordPiece: WordPiece;
  readonly #around: readonly [first: number, between: number];

  private constructor(model: OpenModel, wordPiece: WordPiece) {
    this.#model = model;
    this.#wordPiece = wordPiece;
    const [first = wordPiece.unknown, between = wordPiece.unknown] = wordPiece.pieces('[CLS][SEP]');
    this.#around = [first, between];
  }

  /** Throws a ModelFileError if a file is missing or of another kind. */
  static async open(files: CrossEncoderFiles): Promise<CrossEncoder> {
    const [model, wordPiece] = await Promise.all([openOnnxModel(files.model, remedy), loadWordPiece(files.tokenizer)]);
    const { inputNames, outputNames } = model.session;
    const isKnown = inputNames.every((name) => inputs.includes(name));
    if (isKnown && outputNames.length === 1) return new CrossEncoder(model, wordPiece);
    await model.session.release();
    const found = `it takes ${inputNames.join(', ')} and answers ${outputNames.join(', ')}`;
    throw new ModelFileError(files.model, `${found}, which is no cross-encoder`, { remedy });
  }

  /** Higher is better; the scale is the model's own. */
  async score(question: string, document: string): Promise<number> {
    const [first, between] = this.#around;
    const asked = [first, ...this.#wordPiece.pieces(question).slice(0, longest.question), between];
    const read = this.#wordPiece.pieces(document).slice(0, longest.input - asked.length - 1);
    const [output] = Object.values(await this.#run([...asked, ...read, between], asked.length));
    if (!(output?.data instanceof Float32Array) || output.data.length !== 1)
      throw new Error('The model gave no single number');
    return output.data[0] ?? Number.NaN;
  }

  /** `question` is the number of leading pieces that belong to the question. */
  #run(ids: readonly number[], question: number): Promise<InferenceSession.ReturnType> {
    const { session, tensor } = this.#model;
    const values: Readonly<Record<string, readonly number[]>> = {
      input_ids: ids,
      attention_mask: ids.map(() => 1),
      token_type_ids: ids.map((_, place) => (place < question ? 0 : 1)),
    };
    return session.run(Object.fromEntries(session.inputNames.map((name) => [name, tensor(values[name] ?? [])])));
  }

  /** Releases the model. */
  close(): Promise<void> {
    return this.#model.session.release();
  }
}
