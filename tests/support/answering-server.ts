import { pino } from 'pino';
import type { Viewer } from '../../src/account/viewer.ts';
import { AnswerCache, type AnswerStore } from '../../src/app/answers/answer-cache.ts';
import { ErrorMask } from '../../src/app/error-mask.ts';
import { hotPath } from '../../src/app/hot-path/hot-path.ts';
import { listen } from '../../src/app/http/http.ts';
import { Charges } from '../../src/app/limits/charges.ts';
import { identifyBy } from '../../src/app/request-context.ts';
import { LiveSubscriptions } from '../../src/app/subscriptions/live-subscriptions.ts';
import type { Api } from './execute.ts';
import { graphqlServer } from './graphql-server.ts';
import { httpParts } from './http-parts.ts';
import { usualConfig } from './usual-config.ts';

interface Answered {
  readonly status: number;
  /** What the answer cache reports in its header. */
  readonly cache: string | null;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read into answers freely and compare what they find
  readonly json: any;
}

/** Two servers over one answer cache: one with the fast path, one that sends everything through Yoga. Tokens are names of viewers. */
export async function answeringServer(api: Api, viewers: Readonly<Record<string, Viewer>>, store: AnswerStore) {
  const authenticate = async (authorization: string | null) =>
    viewers[authorization?.slice('Bearer '.length) ?? ''] ?? null;
  const parts = httpParts();
  const subscriptions = new LiveSubscriptions(usualConfig.limits.subscriptions);
  const identify = identifyBy(authenticate);
  const charges = new Charges(api.services.rateLimits);
  const answers = new AnswerCache({ ...store, identify, charges, observed: parts.observed });
  const http = { ...parts, charges, mask: new ErrorMask(pino({ level: 'silent' })), answers };
  const yoga = graphqlServer(api, { ...http, authenticate, subscriptions });
  const options = { host: '127.0.0.1', port: 0, drainMs: 1_000 };
  const short = await listen(hotPath({ yoga, ...http }), options);
  const long = await listen(yoga, options);
  const ask = async (viewer: string, body: object, way: 'short' | 'long' = 'short'): Promise<Answered> => {
    const response = await fetch(`${way === 'short' ? short.url : long.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(viewer && { authorization: `Bearer ${viewer}` }) },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    const { status, headers } = response;
    return { status, headers, text, cache: headers.get('x-response-cache'), json: JSON.parse(text) };
  };
  return {
    ask,
    /** Of the server with the fast path. */
    endpoint: `${short.url}/graphql`,
    [Symbol.asyncDispose]: async () => {
      await short[Symbol.asyncDispose]();
      await long[Symbol.asyncDispose]();
      subscriptions[Symbol.dispose]();
    },
  };
}
