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

/** How long a refusal is delayed: a client that sends one request after another gets ten a second. Source: `npm run bench:flood`. */
const refusalMs = 100;

/**
 * Requests without an account may query the schema, which takes some milliseconds and is charged to nobody: all of them together,
 * a hundred at once, then 20 a second, with a wait of 10 s at most. Source: the same.
 */
const forNobody = { atOnce: 100, gapMs: 50, longestMs: 10_000 };
/** Each of them is as many as its document has times this many characters: validating 25,000 takes 150 ms, and asking for the schema has 2,000. */
const charactersOfNobodys = 1_000;

interface RateLimitParts {
  readonly limits: RateLimits;
  readonly charge: Charge;
  readonly costs: OperationCosts;
  readonly headers: RateHeaders;
}

interface ChargeOptions {
  /** Requests that the operation was charged before. */
  readonly before?: number;
  /** What is about to be parsed. */
  readonly document?: string | undefined;
}

/** Charges this many requests to the sender; returns why it is refused, or null. Rejects if the sender cannot be identified now. */
export type Charge = (request: Request, requests: number, options?: ChargeOptions) => Promise<GraphQLError | null>;

export const chargeBy = (limits: RateLimits, identify: Identify, headers: RateHeaders): Charge => {
  const nobodys = new FairPace(forNobody);
  return async (request, requests, { before = 0, document = '' } = {}) => {
    if (requests === 0) return null;
    const { viewer } = await identify(request);
    if (!viewer) {
      const turns = Math.max(1, Math.ceil(document.length / charactersOfNobodys));
      return (await nobodys.turn('', { turns })) ? null : tooManyOfNobody();
    }
    const { accepted, left } = await limits.charge(viewer, requests);
    headers.note(request, left);
    if (accepted) return null;
    // A client that retries in a tight loop must not keep the server or others busy.
    await delay(refusalMs);
    return before + requests > left.limit ? neverFits(left, before + requests) : tooMany(left, requests);
  };
};

/**
 * Charges each operation of an account, on any transport: one request before it is parsed, and more, if its cost says so, before
 * it runs. Requests without an account may query the schema and nothing else, at their own shared pace.
 */
export function useRateLimit({ limits, charge, costs, headers }: RateLimitParts): Plugin<ServerContext, ServerContext> {
  const overHttp = new WeakSet<Request>();
  return {
    async onParams({ request, params, context, setResult }) {
      overHttp.add(request);
      const refusal = await charge(request, 1, { document: params.query });
      if (!refusal) return;
      context.refused = true;
      setResult({ errors: [refusal] });
    },
    // Operations over a socket have not been charged yet.
    async onContextBuilding({ context: { request, params } }) {
      const refusal = overHttp.has(request) ? null : await charge(request, 1, { document: params.query });
      if (refusal) throw refusal;
    },
    async onExecute({ args, context: { request }, setResultAndStopExecution }) {
      const refusal = await charge(request, limits.requestsOf(costs.of(args)) - 1, { before: 1 });
      if (refusal) setResultAndStopExecution({ errors: [refusal] });
    },
    async onSubscribe({ args, setResultAndStopExecution }) {
      const refusal = await charge(args.contextValue.request, limits.requestsOf(costs.of(args)) - 1, { before: 1 });
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
