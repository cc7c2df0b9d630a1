import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packagedModels } from '../../src/platform/embedding/model-files.ts';
import { loadWordPiece } from '../../src/platform/embedding/word-piece.ts';

/** As much of Protocol Buffers as an ONNX file of a few nodes needs: numbers, strings and messages with their field numbers. */
type Field = readonly [number: number, value: number | string | Uint8Array];

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}

const message = (...fields: readonly Field[]): Uint8Array =>
  Buffer.concat(
    fields.map(([number, value]) => {
      if (typeof value === 'number') return Uint8Array.from([...varint(number * 8), ...varint(value)]);
      const bytes = typeof value === 'string' ? Buffer.from(value) : value;
      return Buffer.concat([Uint8Array.from([...varint(number * 8 + 2), ...varint(bytes.length)]), bytes]);
    }),
  );

/** Element types of ONNX. */
const [float, int64] = [1, 7];

const node = (type: string, inputs: readonly string[], output: string, ...attributes: readonly Uint8Array[]) =>
  message(
    ...inputs.map((input): Field => [1, input]),
    [2, output],
    [4, type],
    ...attributes.map((attribute): Field => [5, attribute]),
  );

/** A matrix of one row of any length. */
const row = (name: string, type: number) =>
  message([1, name], [2, message([1, message([1, type], [2, message([1, message([1, 1])], [1, message([2, 'n'])])])])]);

/**
 * A model with the inputs and the output of a cross-encoder. The score of a text is how many of its pieces are among those of `words`,
 * regardless of the question. Generated here, since no such model is small enough to be shipped.
 */
export async function writeTinyCrossEncoder(folder: string, words: readonly string[]): Promise<void> {
  const wordPiece = await loadWordPiece(join(packagedModels, 'tokenizer.json'));
  const weights = new Float32Array(wordPiece.size);
  for (const word of words) for (const piece of wordPiece.pieces(word)) weights[piece] = 1;
  const table = message([1, wordPiece.size], [2, float], [8, 'table'], [9, new Uint8Array(weights.buffer)]);
  const graph = message(
    [1, node('Gather', ['table', 'input_ids'], 'weights')],
    [1, node('Cast', ['token_type_ids'], 'isText', message([1, 'to'], [3, float], [20, 2]))],
    [1, node('Mul', ['weights', 'isText'], 'counted')],
    [1, node('ReduceSum', ['counted'], 'logits')],
    [2, 'tiny'],
    [5, table],
    ...['input_ids', 'attention_mask', 'token_type_ids'].map((name): Field => [11, row(name, int64)]),
    [12, message([1, 'logits'], [2, message([1, message([1, float])])])],
  );
  await writeFile(join(folder, 'cross-encoder.onnx'), message([1, 8], [7, graph], [8, message([2, 13])]));
}

/** Writes a file that is not a model. */
export const writeNoModel = async (folder: string): Promise<void> =>
  writeFile(join(folder, 'cross-encoder.onnx'), await readFile(join(packagedModels, 'tokenizer.json')));
