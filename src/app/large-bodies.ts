import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { crowdOf } from './crowd-of.ts';
import { LongInput, longBytes } from './long-input.ts';

/** One that does not say how long it is may be as long as the others. */
const unknownBytes = 1024 * 1024;
/** Who waits longer is better told so. */
const longestMs = 20_000;
/** Who takes longer to send one that others wait for is cut off. */
const patienceMs = 10_000;

export interface BodyBounds {
  readonly maxBodyBytes: number;
  /** How much may be held of long bodies, until their requests are answered; omitted: as much as comes. */
  readonly mostBodyBytes?: number;
}

/** Has requests with long bodies wait, unread, until it is their turn. */
export function admitBodies(
  { maxBodyBytes, mostBodyBytes = Number.POSITIVE_INFINITY }: BodyBounds,
  handle: RequestListener,
): RequestListener {
  const long = new LongInput(mostBodyBytes);
  return (request, response) => {
    const bytes = bytesOf(request);
    // What is over the bound is refused, unread.
    if (bytes < longBytes || bytes > maxBodyBytes) {
      handle(request, response);
      return;
    }
    const timer = setTimeout(() => refuse(response), longestMs);
    response.once('close', () => clearTimeout(timer));
    long.admit(crowdOf(request), bytes, (done) => {
      clearTimeout(timer);
      if (response.closed || response.writableEnded) return false;
      response.once('close', done);
      cutOffIfSlow(request, response, () => long.crowded);
      handle(request, response);
      return true;
    });
  };
}

function cutOffIfSlow(request: IncomingMessage, response: ServerResponse, areOthersWaiting: () => boolean): void {
  const timer = setInterval(() => {
    if (request.complete) clearInterval(timer);
    else if (areOthersWaiting()) request.socket.destroy();
  }, patienceMs);
  response.once('close', () => clearInterval(timer));
}

const bytesOf = ({ headers }: IncomingMessage): number =>
  headers['transfer-encoding'] === undefined ? Number(headers['content-length'] ?? 0) : unknownBytes;

function refuse(response: ServerResponse): void {
  const message = 'Too many large bodies are on their way: send yours again later, or in parts';
  const body = JSON.stringify({ errors: [{ message, extensions: { code: 'UNAVAILABLE', retryAfter: 5 } }] });
  const headers = { 'content-type': 'application/json; charset=utf-8', 'retry-after': '5', connection: 'close' };
  response.writeHead(503, headers).end(body);
}
