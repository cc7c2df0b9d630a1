import { z } from 'zod';
import { EmbedderBrokenError, TextRefusedError } from './embedder.errors.ts';

/** Maximum dimensions of a vector in the database. Source: pgvector. */
const mostStored = 16_000;

/** The numbers are checked one by one below: a schema for each of some hundred thousand would cost more than everything else. */
const answer = z.object({
  data: z.array(z.object({ index: z.int().min(0).optional(), embedding: z.union([z.array(z.unknown()), z.base64()]) })),
});

/**
 * Returns the vectors in a response of `POST /embeddings`, in the order of the texts. Throws if it is invalid, has too few or too
 * many vectors, repeats an index, or contains something else than numbers.
 */
export function readEmbeddings(body: string, count: number): Float64Array[] {
  const { data } = parse(body);
  if (data.length !== count) throw unusable(`${data.length} vectors for ${count} texts`);
  const ordered = new Array<Float64Array | undefined>(count);
  for (const [place, { index = place, embedding }] of data.entries()) {
    if (index >= count || ordered[index]) throw unusable(`a vector for place ${index} of ${count}, or two`);
    ordered[index] = numbers(typeof embedding === 'string' ? decoded(embedding) : embedding);
  }
  return ordered.filter((vector) => vector !== undefined);
}

function parse(body: string): z.output<typeof answer> {
  try {
    return answer.parse(JSON.parse(body));
  } catch (error) {
    // The original message could repeat what the endpoint sent.
    throw unusable('something that is no list of embeddings', { cause: error instanceof z.ZodError ? error : null });
  }
}

/** Decodes little-endian 32-bit floats. */
function decoded(base64: string): number[] {
  const bytes = Buffer.from(base64, 'base64');
  const { BYTES_PER_ELEMENT: size } = Float32Array;
  if (bytes.length % size !== 0) throw unusable(`a vector in ${bytes.length} bytes, which are no 32-bit floats`);
  return Array.from({ length: bytes.length / size }, (_, place) => bytes.readFloatLE(size * place));
}

function numbers(embedding: readonly unknown[]): Float64Array {
  const vector = new Float64Array(embedding.length);
  let largest = 0;
  for (const [index, value] of embedding.entries()) {
    if (typeof value !== 'number' || !Number.isFinite(value))
      throw unusable('a vector with something that is no number');
    vector[index] = value;
    largest = Math.max(largest, Math.abs(value));
  }
  if (vector.length > mostStored)
    throw unusable(`a vector of ${vector.length} dimensions; ${mostStored} can be stored`);
  if (vector.length === 0) throw unusable('a vector of no dimensions');
  if (largest === 0)
    throw new TextRefusedError('The embedding endpoint answers a vector of zeros, which has no direction');
  return vector;
}

const unusable = (what: string, options?: ErrorOptions): EmbedderBrokenError =>
  new EmbedderBrokenError(`The embedding endpoint answers ${what}`, options);
