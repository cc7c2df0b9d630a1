import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { LightHeaders } from '../../platform/http/light-request.ts';
import { RequestTimes } from '../../platform/request-times.ts';
import { endWithError } from '../http/http-errors.ts';
import { crowdOf } from './fair-pace.ts';
import { LongInput, longBytes } from './long-input.ts';

/** Assumed size of a body that does not declare its length. */
const unknownBytes = 1024 * 1024;

export interface BodyBounds {
  readonly maxBodyBytes: number;
  /** Most bytes of long bodies held until their requests are answered; omitted: no bound. */
  readonly mostBodyBytes?: number;
  /** A request that waits longer for its turn is refused; omitted: 20 s. */
  readonly mostWaitMs?: number;
  /** A client that takes longer to send a body while others wait is cut off; omitted: 10 s. */
  readonly patienceMs?: number;
  /** Called for each refused request. */
  readonly onRefused?: (times: RequestTimes) => void;
  /** Returns the account of a request; null if it is unknown. Omitted: grouped by credential, as short requests are. */
  readonly accountOf?: AccountOf;
}

type AccountOf = (request: IncomingMessage) => Promise<string | null>;

/** Unknown senders share the turns of one: otherwise a made-up credential for each request would get most of the turns. */
const nobodys = '';

/** Holds back requests with long bodies, unread, until their turn. */
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
  // If the account cannot be found out now, the handler of the request reports it.
  const crowd = async (request: IncomingMessage) => (await accountOf(request).catch(() => null)) ?? nobodys;
  return (request, response) => {
    const bytes = bytesOf(request);
    // A body over the bound is refused, unread.
    if (bytes < longBytes || bytes > maxBodyBytes) {
      handle(request, response);
      return;
    }
    const times = new RequestTimes(new LightHeaders(request.headers).get('traceparent'));
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
