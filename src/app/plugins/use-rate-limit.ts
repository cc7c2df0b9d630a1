import { setTimeout as delay } from 'node:timers/promises';
import type { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { RateLimit, RateLimits } from '../../account/rate-limits.service.ts';
import { requestError } from '../../graphql/request-errors.ts';
import type { Identify } from '../context.ts';
import { FairPace } from '../fair-pace.ts';
import type { OperationCosts } from '../operation-costs.ts';
import type { RateHeaders } from '../rate-headers.ts';
import type { ServerContext } from '../server-context.ts';

/** So long a refusal is held back: who asks one after the other gets ten a second. Source: `npm run bench:flood`. */
const refusalMs = 100;

/**
 * Who comes without an account may look at the schema, which is some milliseconds of work and nobody's to count: all together a
 * hundred times at once, then 20 times a second, for which they wait 10 s at most. Source: the same.
 */
const forNobody = { atOnce: 100, gapMs: 50, longestMs: 10_000 };

interface RateLimitParts {
  readonly limits: RateLimits;
  readonly charge: Charge;
  readonly costs: OperationCosts;
  readonly headers: RateHeaders;
}

/** Counts so many requests for who sent one, beside those that the operation was counted as before; answers why it is refused, or null. */
export type Charge = (request: Request, requests: number, before?: number) => Promise<GraphQLError | null>;

export const chargeBy = (limits: RateLimits, identify: Identify, headers: RateHeaders): Charge => {
  const nobodys = new FairPace(forNobody);
  return async (request, requests, before = 0) => {
    if (requests === 0) return null;
    // Where nobody can tell now who asks, the context will say so.
    const identity = await identify(request).catch(() => null);
    if (!identity?.viewer) return (await nobodys.turn('')) ? null : tooManyOfNobody();
    const { accepted, left } = await limits.charge(identity.viewer, requests);
    headers.note(request, left);
    if (accepted) return null;
    // Who asks again at once, and again, is to keep neither the server nor others busy.
    await delay(refusalMs);
    return before + requests > left.limit ? neverFits(left, before + requests) : tooMany(left, requests);
  };
};

/**
 * Counts each operation of an account, however it comes: as one request before anything of it is read, and as more where its
 * cost says so, before it runs. What comes without an account may look at the schema and nothing else, at a pace of its own.
 */
export function useRateLimit({ limits, charge, costs, headers }: RateLimitParts): Plugin<ServerContext, ServerContext> {
  const overHttp = new WeakSet<Request>();
  return {
    async onParams({ request, context, setResult }) {
      overHttp.add(request);
      const refusal = await charge(request, 1);
      if (!refusal) return;
      context.refused = true;
      setResult({ errors: [refusal] });
    },
    // What comes over a socket has not been counted yet.
    async onContextBuilding({ context: { request } }) {
      const refusal = overHttp.has(request) ? null : await charge(request, 1);
      if (refusal) throw refusal;
    },
    async onExecute({ args, context: { request }, setResultAndStopExecution }) {
      const refusal = await charge(request, limits.requestsOf(costs.of(args)) - 1, 1);
      if (refusal) setResultAndStopExecution({ errors: [refusal] });
    },
    async onSubscribe({ args, setResultAndStopExecution }) {
      const refusal = await charge(args.contextValue.request, limits.requestsOf(costs.of(args)) - 1, 1);
      if (refusal) setResultAndStopExecution({ errors: [refusal] });
    },
    onResponse({ request, response }) {
      for (const [name, value] of Object.entries(headers.of(request))) response.headers.set(name, value);
    },
  };
}

function tooMany({ limit, remaining, resetAt }: RateLimit, requests: number): GraphQLError {
  const retryAfter = Math.max(1, Math.ceil((resetAt.getTime() - Date.now()) / 1000));
  const counted =
    requests === 1 ? 'none is left' : `this operation counts as ${requests} more, and ${remaining} are left`;
  const message = `Your plan allows ${limit} requests a minute, and ${counted}: try again in ${retryAfter} s`;
  return limited(message, { retryAfter, limit });
}

/** Who waited and asked again would wait for ever. */
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
