import { setTimeout as delay } from 'node:timers/promises';
import type { GraphQLError } from 'graphql';
import type { RateLimit, RateLimits } from '../../account/rate-limits.service.ts';
import type { Viewer } from '../../account/viewer.ts';
import { requestError } from '../../graphql/request-errors.ts';
import { FairPace } from './fair-pace.ts';

/** How long a refusal is delayed: a client that sends one request after another gets ten a second. Source: `npm run bench:flood`. */
const refusalMs = 100;

/**
 * Requests without an account may query the schema, which takes some milliseconds and is charged to nobody: all of them together,
 * a hundred at once, then 20 a second, with a wait of 10 s at most. Source: the same.
 */
const forNobody = { atOnce: 100, gapMs: 50, longestMs: 10_000 };
/** Each of them is as many as its document has times this many characters: validating 25,000 takes 150 ms, and asking for the schema has 2,000. */
const charactersOfNobodys = 1_000;

/** The sender of a request; null: nobody is signed in. */
interface Sender {
  readonly request: Request;
  readonly viewer: Viewer | null;
}

/** Charges operations to the accounts of their requests, whose answers then show what is left. Each method returns why an operation is refused, or null. */
export class Charges {
  readonly #limits: RateLimits;
  readonly #nobodys = new FairPace(forNobody);
  readonly #left = new WeakMap<Request, RateLimit>();

  constructor(limits: RateLimits) {
    this.#limits = limits;
  }

  /** Charges one request for an operation that is about to be parsed. */
  async one({ request, viewer }: Sender, document = ''): Promise<GraphQLError | null> {
    if (viewer) return await this.#charge(request, viewer, 1);
    const turns = Math.max(1, Math.ceil(document.length / charactersOfNobodys));
    return (await this.#nobodys.turn('', { turns })) ? null : tooManyOfNobody();
  }

  /** Charges what an operation of this cost counts as beyond the one request that it was charged. */
  async rest(sender: Sender, cost: number): Promise<GraphQLError | null> {
    const requests = this.#limits.requestsOf(cost) - 1;
    if (requests === 0) return null;
    return sender.viewer ? await this.#charge(sender.request, sender.viewer, requests, 1) : await this.one(sender);
  }

  /** Charges an operation of this cost that was not charged before. */
  whole({ request, viewer }: Sender & { readonly viewer: Viewer }, cost: number): Promise<GraphQLError | null> {
    return this.#charge(request, viewer, this.#limits.requestsOf(cost));
  }

  /**
   * Charges work of this cost that only shows while an operation runs; at most what leaves it possible at all. The refusal sets no status,
   * as it concerns one field of the answer.
   */
  async found({ request, viewer }: Sender & { readonly viewer: Viewer }, cost: number): Promise<GraphQLError | null> {
    const requests = Math.min(this.#limits.requestsOf(cost) - 1, this.#limits.mostFound(viewer));
    const refusal = requests === 0 ? null : await this.#charge(request, viewer, requests);
    if (!refusal) return null;
    const { retryAfter, limit } = refusal.extensions;
    return requestError('RATE_LIMITED', refusal.message, { retryAfter, limit });
  }

  /** The headers of an answer; none for a request without an account. */
  headersOf(request: Request): Readonly<Record<string, string>> {
    const left = this.#left.get(request);
    if (!left) return {};
    return {
      'ratelimit-limit': String(left.limit),
      'ratelimit-remaining': String(left.remaining),
      'ratelimit-reset': String(Math.max(0, Math.ceil((left.resetAt.getTime() - Date.now()) / 1000))),
    };
  }

  async #charge(request: Request, viewer: Viewer, requests: number, before = 0): Promise<GraphQLError | null> {
    const { accepted, left } = await this.#limits.charge(viewer, requests);
    this.#left.set(request, left);
    if (accepted) return null;
    // A client that retries in a tight loop must not keep the server or others busy.
    await delay(refusalMs);
    return before + requests > left.limit ? neverFits(left, before + requests) : tooMany(left, requests);
  }
}

function tooMany({ limit, remaining, resetAt }: RateLimit, requests: number): GraphQLError {
  const retryAfter = Math.max(1, Math.ceil((resetAt.getTime() - Date.now()) / 1000));
  const left = remaining === 0 ? 'none is left' : remaining === 1 ? 'one is left' : `${remaining} are left`;
  const counted = requests === 1 ? left : `this operation counts as ${requests} more, and ${left}`;
  const message = `Your plan allows ${limit} requests a minute, and ${counted}: try again in ${retryAfter} s`;
  return limited(message, { retryAfter, limit });
}

/** Such an operation never fits: a retry after a wait would fail forever. */
function neverFits({ limit }: RateLimit, actual: number): GraphQLError {
  const message = `This operation counts as ${actual} requests, and your plan allows ${limit} a minute: ask for less at a time`;
  return requestError('QUERY_TOO_COMPLEX', message, { measure: 'requests', limit, actual });
}

const tooManyOfNobody = (): GraphQLError => {
  const retryAfter = forNobody.longestMs / 1000;
  return limited('There are too many requests without a token: send one, or try again later', { retryAfter });
};

const limited = (message: string, told: { readonly retryAfter: number; readonly limit?: number }): GraphQLError =>
  requestError('RATE_LIMITED', message, {
    ...told,
    http: { status: 429, headers: { 'retry-after': String(told.retryAfter) } },
  });
