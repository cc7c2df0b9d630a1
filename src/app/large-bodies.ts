import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { crowdOf } from './crowd-of.ts';
import { FairPace } from './fair-pace.ts';

/** Longer ones are admitted one by one: reading a body is work in one go, of some milliseconds a megabyte. */
const largeBytes = 256 * 1024;
/** One that does not say how long it is may be as long as the others. */
const unknownBytes = 1024 * 1024;
/** Sixteen megabytes after a pause, then eight a second: no import needs more. */
const unitBytes = 64 * 1024;
const pace = { atOnce: 256, gapMs: 8 };
/** Who waits longer is better told so. */
const longestMs = 20_000;
/** Who takes longer to send one that others wait for is cut off. */
const patienceMs = 10_000;

export interface BodyBounds {
  readonly maxBodyBytes: number;
  /** How much may be held of long bodies, until their requests are answered; omitted: as much as comes. */
  readonly mostBodyBytes?: number;
}

/**
 * Has requests with long bodies wait, unread, until it is their turn: each credential's in turn, and no more of them than may be held
 * together until they are answered.
 */
export function admitBodies(
  { maxBodyBytes, mostBodyBytes = Number.POSITIVE_INFINITY }: BodyBounds,
  handle: RequestListener,
): RequestListener {
  let held = 0;
  const line = new FairPace({ ...pace, hasRoom: () => held < mostBodyBytes });
  const admit = (request: IncomingMessage, response: ServerResponse, bytes: number) => {
    held += bytes;
    const timer = setInterval(() => {
      if (request.complete) clearInterval(timer);
      else if (line.crowded) request.socket.destroy();
    }, patienceMs);
    response.once('close', () => {
      clearInterval(timer);
      held -= bytes;
    });
    handle(request, response);
  };
  return (request, response) => {
    const bytes = bytesOf(request);
    // What is over the bound is refused, unread.
    if (bytes < largeBytes || bytes > maxBodyBytes) {
      handle(request, response);
      return;
    }
    const timer = setTimeout(() => refuse(response), longestMs);
    response.once('close', () => clearTimeout(timer));
    line.enter(crowdOf(request), () => {
      clearTimeout(timer);
      if (response.closed || response.writableEnded) return 0;
      admit(request, response, bytes);
      return Math.ceil(bytes / unitBytes);
    });
  };
}

const bytesOf = ({ headers }: IncomingMessage): number =>
  headers['transfer-encoding'] === undefined ? Number(headers['content-length'] ?? 0) : unknownBytes;

function refuse(response: ServerResponse): void {
  const message = 'Too many large bodies are on their way: send yours again later, or in parts';
  const body = JSON.stringify({ errors: [{ message, extensions: { code: 'UNAVAILABLE', retryAfter: 5 } }] });
  const headers = { 'content-type': 'application/json; charset=utf-8', 'retry-after': '5', connection: 'close' };
  response.writeHead(503, headers).end(body);
}
