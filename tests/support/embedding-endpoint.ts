import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { listenForTest } from './listen.ts';

/** Status and vectors for the texts of one call. */
export interface EmbeddingReply {
  readonly status: number;
  readonly vectors?: readonly (readonly number[])[];
  /** In seconds. Omitted: no Retry-After. */
  readonly retryAfter?: number;
}

const dimensions = 64;

/** A vector with an axis per word: near to texts with the same words. */
export function wordVector(of: string): number[] {
  const vector = new Array<number>(dimensions).fill(0.01);
  for (const word of of.toLowerCase().match(/\w+/g) ?? []) {
    vector[createHash('sha256').update(word).digest().readUInt16LE() % dimensions] = 1;
  }
  return vector;
}

/** The default reply: correct vectors for every text. */
export const wellEmbedded = (texts: readonly string[]): EmbeddingReply => ({
  status: 200,
  vectors: texts.map(wordVector),
});

/** An embedding endpoint on a real server, for one test. Replace `reply` to change its answers. */
export async function startEmbeddingEndpoint() {
  const texts: string[] = [];
  const reply: (texts: readonly string[]) => EmbeddingReply | Promise<EmbeddingReply> = wellEmbedded;
  const endpoint = { baseUrl: '', texts, reply };
  const server = createServer(async (request, response) => {
    const { input } = JSON.parse(await text(request));
    endpoint.texts.push(...input);
    const { status, vectors = [], retryAfter = 0 } = await endpoint.reply(input);
    const data = vectors.map((embedding, index) => ({ index, embedding }));
    response
      .writeHead(status, { 'content-type': 'application/json', 'retry-after': `${retryAfter}` })
      .end(JSON.stringify({ data }));
  });
  endpoint.baseUrl = `${await listenForTest(server)}/v1`;
  return endpoint;
}
