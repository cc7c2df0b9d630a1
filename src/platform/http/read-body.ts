import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';

/** The body of a request that says how long it is; null where its client hung up before the end. */
export function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const { promise, resolve } = Promise.withResolvers<Buffer | null>();
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.once('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
  request.once('error', () => resolve(null));
  request.once('close', () => resolve(null));
  return promise;
}

/** Gives a request a body that was read from it already, for a handler that would read it. */
export const withBody = (request: IncomingMessage, body: Buffer): IncomingMessage =>
  Object.assign(request, { body: Readable.from([body]) });
