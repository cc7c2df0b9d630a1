import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { singleHeader } from '../platform/http/single-header.ts';
import { RequestTimes } from '../platform/request-times.ts';
import { crowdOf } from './crowd-of.ts';
import { endWithError } from './http-errors.ts';
import { LongInput, longBytes } from './long-input.ts';

/** One that does not say how long it is may be as long as the others. */
const unknownBytes = 1024 * 1024;

export interface BodyBounds {
  readonly maxBodyBytes: number;
  /** How much may be held of long bodies, until their requests are answered; omitted: as much as comes. */
  readonly mostBodyBytes?: number;
  /** Who waits longer for a turn is told so; omitted: 20 s. */
  readonly mostWaitMs?: number;
  /** Who takes longer to send one that others wait for is cut off; omitted: 10 s. */
  readonly patienceMs?: number;
  /** Told of each that is told to come later. */
  readonly onRefused?: (times: RequestTimes) => void;
  /** Whose a request is; null: nobody's that is known. Omitted: of who says so, as of short ones. */
  readonly accountOf?: AccountOf;
}

export type AccountOf = (request: IncomingMessage) => Promise<string | null>;

/** Bodies of senders who are not known take turns as those of one: whoever makes up a credential for each would have most of the turns. */
const nobodys = '';

/** Has requests with long bodies wait, unread, until it is their turn. */
export function admitBodies(
  {
    maxBodyBytes,
    mostBodyBytes = Number.POSITIVE_INFINITY,
    mostWaitMs = 20_000,
    patienceMs = 10_000,
    onRefused = () => {},
    accountOf = async (request) => crowdOf(request),
  }: BodyBounds,
  handle: RequestListener,
): RequestListener {
  const long = new LongInput(mostBodyBytes);
  // Where it cannot be found out now, who reads the request says so.
  const crowd = async (request: IncomingMessage) => (await accountOf(request).catch(() => null)) ?? nobodys;
  return (request, response) => {
    const bytes = bytesOf(request);
    // What is over the bound is refused, unread.
    if (bytes < longBytes || bytes > maxBodyBytes) {
      handle(request, response);
      return;
    }
    const times = new RequestTimes(singleHeader(request, 'traceparent'));
    const waiting = setTimeout(() => {
      refuse(response, times);
      onRefused(times);
    }, mostWaitMs);
    response.once('close', () => clearTimeout(waiting));
    const begin = (done: () => void) => {
      clearTimeout(waiting);
      if (response.closed || response.writableEnded) return false;
      response.once('close', done);
      const coming = setInterval(() => {
        if (request.complete) clearInterval(coming);
        else if (long.crowded) request.socket.destroy();
      }, patienceMs);
      response.once('close', () => clearInterval(coming));
      handle(request, response);
      return true;
    };
    void crowd(request).then((name) => long.admit(name, bytes, begin));
  };
}

const bytesOf = ({ headers }: IncomingMessage): number =>
  headers['transfer-encoding'] === undefined ? Number(headers['content-length'] ?? 0) : unknownBytes;

function refuse(response: ServerResponse, times: RequestTimes): void {
  const message = 'The server is receiving too many large bodies: send yours again later, or in smaller parts';
  endWithError(response, 503, message, { code: 'UNAVAILABLE', retryAfter: 5 }, times);
}
