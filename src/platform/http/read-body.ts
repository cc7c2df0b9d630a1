import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';

/**
 * Reads the body of a request with a known length; null if the client disconnected before its end. Removes all listeners afterwards: the request
 * lives until it is answered, and would hold a long body twice.
 */
export function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const { promise, resolve } = Promise.withResolvers<Buffer | null>();
  const chunks: Buffer[] = [];
  const take = (chunk: Buffer) => chunks.push(chunk);
  const whole = () => end(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
  const gone = () => end(null);
  const end = (body: Buffer | null) => {
    request.off('data', take).off('end', whole).off('error', gone).off('close', gone);
    resolve(body);
  };
  request.on('data', take).on('end', whole).on('error', gone).on('close', gone);
  return promise;
}

/** Replaces a request's body, which was already read, for a handler that reads it again. */
export const withBody = (request: IncomingMessage, body: Buffer): IncomingMessage =>
  Object.assign(request, { body: Readable.from([body]) });

/** A request whose body was already read, for code that uses only its body. */
export const textRequest = (text: string): Request =>
  ({ text: async () => text, json: async () => JSON.parse(text) }) as unknown as Request;
