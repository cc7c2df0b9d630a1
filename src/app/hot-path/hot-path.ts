import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type ExecutionResult, GraphQLError } from 'graphql';
import { type GraphQLParams, isAsyncIterable, processRegularResult } from 'graphql-yoga';
import { compress } from '../../platform/http/compress.ts';
import { LightHeaders, lightRequest } from '../../platform/http/light-request.ts';
import { readBody, withBody } from '../../platform/http/read-body.ts';
import { jsonOrNull } from '../../platform/json-object.ts';
import { RequestTimes } from '../../platform/request-times.ts';
import type { LoopTurns } from '../../platform/turns/loop-turns.ts';
import { digestOf, type Sent } from '../answers/answer-cache.ts';
import { byQuality } from '../http/accepted-types.ts';
import { corsHeaders } from '../http/cors.ts';
import { crowdOf, FairPace } from '../limits/fair-pace.ts';
import { admitBodies, type BodyBounds } from '../limits/large-bodies.ts';
import { longBytes } from '../limits/long-input.ts';
import { tooManyValues } from '../limits/query-limits.ts';
import { isRefusal, paceOfRefusals } from '../limits/refusals.ts';
import { requestIdOf } from '../plugins/use-answer-headers.ts';
import { acceptedType, isJson } from '../plugins/use-readable-request.ts';
import { timingHeaders } from '../plugins/use-request-times.ts';
import type { WritableResult } from '../plugins/use-schema-answers.ts';
import type { ServerContext } from '../server-context.ts';
import type { GraphQLServer, HttpParts } from '../yoga.ts';
import { EntryGate } from './entry-gate.ts';
import { paramsOfUrl, singleOperation } from './single-operation.ts';

export interface HotPathParts extends HttpParts, BodyBounds {
  readonly yoga: GraphQLServer;
  /** The turns that searches wait for; omitted: they wait for none. */
  readonly searchTurns?: Pick<LoopTurns, 'waiting'> | undefined;
}

/** With so many waiting searches the event loop has enough to do: some 30 ms, in which new ones could read what they need (docs/adr/0058). */
const enoughSearches = 8;

/**
 * Pace of requests that take Yoga's path: it takes several times as long, and much of it is counted against nobody. Fifty
 * connections that sent no JSON slowed searches 33 times.
 */
const aside = { atOnce: 100, gapMs: 2 };

/**
 * Fast path for one operation in a JSON POST or the URL of a GET that gets one JSON answer: nearly all requests. It bypasses
 * Fetch's Request and Response, but parses, limits, executes and masks in the same way. Everything else, and every malformed
 * request, goes through Yoga.
 */
export function hotPath(parts: HotPathParts): RequestListener {
  const { maxBodyBytes, searchTurns } = parts;
  const gate = new EntryGate({ isFull: () => (searchTurns?.waiting ?? 0) >= enoughSearches });
  const pace = new FairPace(aside);
  const goAside: RequestListener = (request, response) =>
    pace.enter(crowdOf(request), () => {
      if (response.closed) return 0;
      parts.yoga(request, response);
      return 1;
    });
  const hotParts = { ...parts, goAside, refusals: paceOfRefusals() };
  return admitBodies({ ...parts, onRefused: countRefused(parts.observed) }, (request, response) => {
    const accept = byQuality(request.headers.accept ?? '*/*');
    const type = acceptedType(accept);
    const fits = isGet(request) ? fitsInUrl(request, accept) : fitsInBody(request, maxBodyBytes);
    if (!fits || !type) {
      goAside(request, response);
      return;
    }
    const asked = new HotRequest(hotParts, request, response, type);
    gate.enter(crowdOf(request), async () => {
      if (!response.closed) await asked.run();
    });
  });
}

/** Counts requests that are refused with nothing but their headers read. */
const countRefused =
  ({ onError, onAnswer }: HttpParts['observed']) =>
  (times: RequestTimes): void => {
    times.errors.add('UNAVAILABLE');
    onError('UNAVAILABLE');
    onAnswer(times, { route: 'graphql', status: 503, requestId: undefined });
  };

const isGet = ({ method }: IncomingMessage): boolean => method === 'GET';

function fitsInBody({ method, url, headers }: IncomingMessage, maxBodyBytes: number): boolean {
  const length = Number(headers['content-length'] ?? 0);
  return (
    method === 'POST' &&
    url === '/graphql' &&
    isJson(headers['content-type']) &&
    headers['content-encoding'] === undefined &&
    length > 0 &&
    length <= maxBodyBytes
  );
}

/** Browsers that ask for a page are left to Yoga, which shows the explorer. */
const fitsInUrl = ({ url = '', headers }: IncomingMessage, accept: string): boolean =>
  url.startsWith('/graphql?') &&
  headers['content-length'] === undefined &&
  headers['transfer-encoding'] === undefined &&
  headers['content-encoding'] === undefined &&
  !accept.includes('text/html');

interface HotParts extends HotPathParts {
  /** Yoga's path, at its pace. */
  readonly goAside: RequestListener;
  readonly refusals: FairPace;
}

/** One operation as sent. */
interface Asked {
  readonly request: Request;
  readonly params: GraphQLParams;
  readonly digest: string;
  readonly isLong: boolean;
}

interface Written {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string | Buffer;
}

class HotRequest {
  readonly #parts: HotParts;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #type: string;
  readonly #times: RequestTimes;
  #requestId = '';

  constructor(parts: HotParts, request: IncomingMessage, response: ServerResponse, type: string) {
    this.#parts = parts;
    this.#request = request;
    this.#response = response;
    this.#type = type;
    this.#times = new RequestTimes(new LightHeaders(request.headers).get('traceparent'));
  }

  /** Never rejects: nobody would handle it. */
  async run(): Promise<void> {
    try {
      await this.#answer();
    } catch (error) {
      const { status, headers, text } = await this.#written(this.#failure(error));
      if (this.#response.headersSent) this.#response.destroy();
      else this.#response.writeHead(status, { ...headers, ...this.#timed(status) }).end(text);
    }
  }

  async #answer(): Promise<void> {
    const asked = await this.#read();
    if (!asked) return;
    const { request, params, digest, isLong } = asked;
    // Parsing a long body takes as long as coercing its values: let others in between.
    if (isLong) await nextTurn();
    const context: ServerContext = {
      requestId: this.#requestId,
      times: this.#times,
      res: this.#response,
      batched: false,
    };
    const result = await this.#execute(params, request, context);
    if (isRefusal(result)) await this.#turnOfRefusal();
    if (context.answer) this.#parts.answers?.noteSent(digest, context.answer.operation);
    await this.#send(request, await this.#written(result), context.answer?.outcome);
  }

  /**
   * Returns null if the request has been answered, or takes Yoga's path. A method of its own, so that the raw body is released: a long
   * operation takes seconds and holds its values all that time.
   */
  async #read(): Promise<Asked | null> {
    const inUrl = isGet(this.#request) ? (this.#request.url ?? '') : null;
    const sent = inUrl ?? (await readBody(this.#request));
    if (sent === null) return null;
    const request = lightRequest(this.#request, this.#response);
    this.#requestId = requestIdOf(request.headers);
    const digest = this.#parts.answers ? digestOf(sent) : '';
    if (await this.#answerAgain(digest, request)) return null;
    if (typeof sent !== 'string' && !isUtf8(sent)) return this.#goAside(sent);
    const text = sent.toString();
    const refusal = tooManyValues(text);
    if (refusal) return await this.#refuse(request, refusal);
    const params = singleOperation(
      typeof sent === 'string' ? paramsOfUrl(sent) : jsonOrNull(text),
      this.#parts.persisted,
    );
    return params ? { request, params, digest, isLong: text.length >= longBytes } : this.#goAside(sent);
  }

  #goAside(sent: Sent): null {
    this.#parts.goAside(typeof sent === 'string' ? this.#request : withBody(this.#request, sent), this.#response);
    return null;
  }

  /** Answers a repeated request with the kept bytes, without parsing it. Returns false if there is no kept answer. */
  async #answerAgain(digest: string, request: Request): Promise<boolean> {
    const found = (await this.#parts.answers?.findAsSent(digest, request, this.#times)) ?? null;
    if (found === null) return false;
    if ('refusal' in found) await this.#refuse(request, found.refusal);
    else await this.#send(request, { status: 200, headers: this.#jsonHeaders, text: found.answer.text }, 'hit');
    return true;
  }

  async #refuse(request: Request, refusal: GraphQLError): Promise<null> {
    await this.#turnOfRefusal();
    await this.#send(request, await this.#written(this.#failure(refusal)));
    return null;
  }

  async #turnOfRefusal(): Promise<void> {
    await this.#parts.refusals.turn(crowdOf(this.#request), { isGone: () => this.#response.closed });
  }

  async #send(request: Request, { status, headers, text }: Written, outcome?: 'hit' | 'miss'): Promise<void> {
    const accepted = this.#parts.compressed ? request.headers.get('accept-encoding') : null;
    const bytes = typeof text === 'string' ? null : text;
    const compressed = accepted === null ? null : await compress(bytes ?? Buffer.from(text), accepted);
    const body = compressed?.bytes ?? text;
    const cors = corsHeaders(request.headers);
    const vary = cors?.['vary'] ? `${cors['vary']}, Accept-Encoding` : 'Accept-Encoding';
    this.#response.writeHead(status, {
      ...headers,
      'x-request-id': this.#requestId,
      'cache-control': 'no-store',
      ...(outcome && { 'x-response-cache': outcome }),
      ...this.#parts.charges?.headersOf(request),
      ...cors,
      ...this.#timed(status),
      ...(compressed && { 'content-encoding': compressed.encoding, vary }),
      'content-length': typeof body === 'string' ? Buffer.byteLength(body) : body.length,
    });
    this.#response.end(body);
  }

  get #jsonHeaders(): Record<string, string> {
    return { 'content-type': `${this.#type}; charset=utf-8` };
  }

  #timed(status: number): Readonly<Record<string, string>> {
    this.#times.end();
    this.#parts.observed.onAnswer(this.#times, { route: 'graphql', status, requestId: this.#requestId });
    return timingHeaders(this.#times);
  }

  async #execute(params: GraphQLParams, request: Request, context: ServerContext): Promise<ExecutionResult> {
    const { yoga } = this.#parts;
    try {
      const result = await this.#times.run(() => yoga.getResultForParams({ params, request }, context));
      if (result && !isAsyncIterable(result)) return result;
      throw new Error('An operation with one answer was answered in parts');
    } catch (error) {
      return this.#failure(error);
    }
  }

  /** Masks and logs an error thrown around an operation like one thrown within it. */
  #failure(error: unknown): ExecutionResult {
    const known = error instanceof GraphQLError;
    const thrown = known ? error : new GraphQLError('', { originalError: error instanceof Error ? error : null });
    return this.#parts.mask.result({ errors: [thrown] }, { requestId: this.#requestId });
  }

  /** Serializes the result. Errors decide on status and headers, by Yoga's own rules. */
  async #written(result: WritableResult): Promise<Written> {
    if (!result.errors && !result.extensions?.['http']) {
      const { stringify = JSON.stringify } = result;
      return { status: 200, headers: this.#jsonHeaders, text: stringify(result) };
    }
    const response = processRegularResult(result, this.#parts.yoga.fetchAPI, this.#type);
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      text: await response.text(),
    };
  }
}
