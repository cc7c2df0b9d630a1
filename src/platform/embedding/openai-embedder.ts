import { hash } from 'node:crypto';
import { boundedText } from '../bounded-text.ts';
import { hasCode } from '../error-code.ts';
import { lostBecause } from '../error-message.ts';
import type { JsonObject } from '../json-object.ts';
import { keyHeader } from '../key-header.ts';
import { LastCall } from '../last-call.ts';
import { orAfter } from '../or-after.ts';
import { portions } from '../portions.ts';
import { type FailedAttempt, longestWaitMs, type Patience, retryAfterMs, tryAgainLater } from '../retry-after.ts';
import {
  EmbedderBrokenError,
  EmbedderUnavailableError,
  requireDimensions,
  TextRefusedError,
} from './embedder.errors.ts';
import type { Embedder, TextKind, Vector } from './embedder.ts';
import { readEmbeddings } from './openai-answer.ts';
import { quantise } from './quantise.ts';

interface OpenAiOptions {
  /** Base of `/embeddings`. Its query parameters are kept: some endpoints take their version from them. */
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey: string | null;
  /** Prefixes that the model expects before queries and before stored texts, separated by a blank; '': none. */
  readonly prefixes?: Readonly<Record<TextKind, string>>;
  /** Additional fields of requests, such as a parameter that distinguishes queries from passages, or the dimensions. */
  readonly fields?: Readonly<Record<TextKind, JsonObject>>;
  /** Maximum texts per request, which endpoints limit. */
  readonly batchSize: number;
  /** Maximum duration of one request, including its response. A timeout is not retried: it was long enough. */
  readonly timeoutMs: number;
  /** Delay before the second attempt; doubles with each further one. */
  readonly backOffMs?: number;
  /** Total time limit for a query; default: five seconds. */
  readonly questionMs?: number;
  /** How long a query waits for an endpoint that was silent; default: one second. */
  readonly probeMs?: number;
}

/** How texts are asked for. */
interface Asked extends Pick<Patience, 'mayRepeat'> {
  readonly kind: TextKind;
  readonly signal: AbortSignal;
}

/** Maximum total length of the texts of one request, which endpoints limit too. */
const characters = 200_000;
/** Length that every model accepts, in UTF-16 code units: models take 512 tokens or more, and a character has at most about four. */
const takenByAll = 128;
/** Fits a full batch of vectors with as many numbers as can be stored, of twenty digits each; anything longer is invalid. */
const maxAnswerBytes = 32 * 1024 * 1024;
const maxErrorBytes = 64 * 1024;
const tooLong = /too (?:large|long)\b|\bcontext (?:length|size)\b/i;
/** A query is being waited for, so it gets at most two attempts, within the total limit. */
const attempts = { query: 2, passage: 5 } as const;
const usualQuestionMs = 5_000;
/** After a query timed out, queries fail immediately for this long, since each search would wait in vain. An endpoint may ask for more. */
const silentMs = 10_000;
/**
 * How long the query waits that probes whether a silent endpoint answers again: one that does takes a tenth of a second. The next queries
 * profit from a later answer.
 */
const usualProbeMs = 1_000;

/** Embeds with any endpoint that implements OpenAI's `POST /embeddings`. Vectors are quantised to int8 with a scale, like all others. */
export class OpenAiEmbedder implements Embedder {
  readonly model: string;
  readonly batchSize: number;
  readonly lastCall = new LastCall();
  readonly #options: OpenAiOptions;
  readonly #url: URL;
  readonly #questionMs: number;
  #dimensions: number | null = null;
  /** Until when no query is sent to the endpoint, by performance.now(); the next one then is a probe. Null: it responds. */
  #silentUntil: number | null = null;

  constructor(options: OpenAiOptions) {
    this.model = openAiModel(options.model, sentWith(options, 'passage'));
    this.batchSize = options.batchSize;
    this.#options = options;
    this.#questionMs = Math.min(options.questionMs ?? usualQuestionMs, options.timeoutMs);
    this.#url = new URL(options.baseUrl);
    this.#url.pathname = `${this.#url.pathname.replace(/\/+$/, '')}/embeddings`;
  }

  get dimensions(): number | null {
    return this.#dimensions;
  }

  /**
   * Sets the dimensions of the stored vectors; others are rejected from now on. Without stored vectors, dimensions learnt from a
   * response hold only until this is called.
   */
  expectDimensions(dimensions: number | null): void {
    this.#dimensions = dimensions;
  }

  async embed(
    texts: readonly string[],
    kind: TextKind,
    signal?: AbortSignal,
    mayRepeat?: Patience['mayRepeat'],
  ): Promise<Vector[]> {
    const given = signal ? [signal] : [];
    const prefix = this.#options.prefixes?.[kind] ?? '';
    const prefixed = prefix === '' ? texts : texts.map((text) => `${prefix} ${text}`);
    if (kind === 'query') return await this.#embedQuestions(prefixed, given);
    return await this.#embedAll(prefixed, { kind, signal: AbortSignal.any(given), mayRepeat });
  }

  /** While queries are paused, one from time to time probes whether the endpoint responds again. */
  async #embedQuestions(texts: readonly string[], given: readonly AbortSignal[]): Promise<Vector[]> {
    if (this.#silentUntil === null) return await this.#askQuestions(texts, given);
    const now = performance.now();
    if (now < this.#silentUntil) throw notAsked();
    this.#silentUntil = now + this.#questionMs;
    const vectors = await orAfter(this.#askQuestions(texts, given), this.#options.probeMs ?? usualProbeMs, null);
    if (vectors === null) throw notAsked();
    return vectors;
  }

  async #askQuestions(texts: readonly string[], given: readonly AbortSignal[]): Promise<Vector[]> {
    const deadline = AbortSignal.timeout(this.#questionMs);
    let silence = 0;
    try {
      return await this.#embedAll(texts, { kind: 'query', signal: AbortSignal.any([...given, deadline]) });
    } catch (error) {
      silence = deadline.aborted ? silentMs : waitAskedBy(error);
      throw error;
    } finally {
      this.#silentUntil = silence > 0 ? performance.now() + silence : null;
    }
  }

  async #embedAll(texts: readonly string[], asked: Asked): Promise<Vector[]> {
    const vectors: Vector[] = [];
    const bounds = { items: this.batchSize, most: characters, sizeOf: ({ length }: string) => length };
    try {
      for (const batch of portions(texts, bounds)) {
        vectors.push(...(await this.#embedBeginnings(batch, asked)));
      }
    } catch (error) {
      if (error instanceof EmbedderUnavailableError) this.lastCall.failed(error.message);
      throw error;
    }
    this.lastCall.succeeded();
    return vectors;
  }

  /** A single text that is rejected may exceed the model's limit: retries with its first half, as models that truncate would do. */
  async #embedBeginnings(texts: readonly string[], asked: Asked): Promise<Vector[]> {
    try {
      return await this.#embedBatch(texts, asked);
    } catch (error) {
      const [text = '', ...others] = texts;
      const isPerhapsLong = error instanceof TextRefusedError && others.length === 0 && text.length > takenByAll;
      if (!isPerhapsLong) throw error;
      return await this.#embedBeginnings([text.slice(0, text.length / 2).toWellFormed()], asked);
    }
  }

  async #embedBatch(texts: readonly string[], asked: Asked): Promise<Vector[]> {
    const { kind, signal, mayRepeat } = asked;
    const patience = {
      attempts: attempts[kind],
      backOffMs: this.#options.backOffMs ?? 500,
      longestWaitMs: kind === 'query' ? this.#questionMs : longestWaitMs,
      mayRepeat,
    };
    const body = await tryAgainLater(patience, () => this.#post(texts, asked), signal);
    return this.#read(body, texts.length);
  }

  async #post(texts: readonly string[], { kind, signal }: Asked): Promise<Posted> {
    const { model, apiKey, timeoutMs, fields } = this.#options;
    const late = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(this.#url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...keyHeader(this.#url, apiKey) },
        // No `encoding_format`: numbers are the default, and Voyage, and Bedrock behind LiteLLM, reject the field.
        body: JSON.stringify({ ...fields?.[kind], model, input: texts }),
        // The texts are meant only for this endpoint, so redirects are not followed.
        redirect: 'manual',
        signal: AbortSignal.any([signal, late]),
      });
      if (response.ok) return read(await boundedText(response, maxAnswerBytes));
      return notAnswered(response, await isOfLength(response));
    } catch (cause) {
      // The next query is a probe: it is not made to wait for long where stored texts have waited in vain.
      if (kind === 'passage' && late.aborted) this.#silentUntil ??= performance.now();
      const error = new EmbedderBrokenError(`The embedding endpoint does not answer: ${lostBecause(cause)}`, { cause });
      // Starting a server takes longer than a query may wait.
      const isDown = kind === 'query' && cause instanceof Error && hasCode(cause.cause, 'ECONNREFUSED');
      return { error, mayPass: !(signal.aborted || late.aborted || isDown), waitMs: null };
    }
  }

  #read(body: string, count: number): Vector[] {
    const embeddings = readEmbeddings(body, count);
    const dimensions = this.#dimensions ?? embeddings[0]?.length ?? 0;
    for (const { length } of embeddings) requireDimensions({ model: this.model, dimensions: length }, dimensions);
    this.#dimensions = dimensions;
    return embeddings.map(quantise);
  }
}

const notAsked = (): EmbedderUnavailableError =>
  new EmbedderUnavailableError('The embedding endpoint is not asked: it did not answer in time, or asks for a pause');

/** Pause in milliseconds that a busy endpoint asks for; 0: none. */
const waitAskedBy = (error: unknown): number =>
  error instanceof EmbedderUnavailableError ? Math.min(error.waitMs ?? 0, longestWaitMs) : 0;

/** What is sent with texts of a kind and, like the model, determines their vectors; '': nothing. */
export function sentWith({ prefixes, fields }: Pick<OpenAiOptions, 'prefixes' | 'fields'>, kind: TextKind): string {
  const beside = fields?.[kind] ?? {};
  return `${prefixes?.[kind] ?? ''}${Object.keys(beside).length === 0 ? '' : `\n${JSON.stringify(beside)}`}`;
}

/**
 * Name under which vectors of the endpoint's model are stored, distinct from that of any bundled model. It includes a hash of
 * what is sent with stored texts: changing that changes their vectors, so all of them are made anew.
 */
const openAiModel = (model: string, beside: string): string =>
  `openai/${model}${beside === '' ? '' : `@${hash('sha256', beside).slice(0, 8)}`}`;

type Posted = { readonly brought: string } | FailedAttempt;

function read(body: string | null): Posted {
  if (body !== null) return { brought: body };
  const error = new EmbedderBrokenError(`The embedding endpoint answers more than ${maxAnswerBytes} bytes`);
  return { error, mayPass: false, waitMs: null };
}

/** What an operator has to check. */
const hints: ReadonlyMap<number, string> = new Map([
  [401, ': look at EMBEDDING_API_KEY'],
  [403, ': look at EMBEDDING_API_KEY'],
  [404, ': look at EMBEDDING_BASE_URL and EMBEDDING_MODEL'],
  ...[301, 302, 303, 307, 308, 405].map((status) => [status, ': look at EMBEDDING_BASE_URL'] as const),
]);

/** llama.cpp responds with 500, as for a crash, if a text is too long: only its message tells the difference. */
async function isOfLength(response: Response): Promise<boolean> {
  if (response.status === 500) return tooLong.test((await boundedText(response, maxErrorBytes)) ?? '');
  await response.body?.cancel();
  return false;
}

/** Classifies an error status. The body may repeat texts and keys, so nothing of it is passed on. */
function notAnswered({ status, headers }: Response, isOfLength: boolean): Posted {
  // 400, 413 and 422 concern the content; other 4xx the credentials or the address, which a person has to fix.
  if ([400, 413, 422].includes(status) || isOfLength) {
    const error = new TextRefusedError(`The embedding endpoint refuses what it was sent: status ${status}`);
    return { error, mayPass: false, waitMs: null };
  }
  const mayPass = status === 408 || status === 429 || status >= 500;
  // A text may have crashed it: its proxy then responds with 502 or 503, or with 504 if it hangs.
  const kind = status >= 500 ? EmbedderBrokenError : EmbedderUnavailableError;
  const waitMs = retryAfterMs(headers.get('retry-after'), Date.now());
  const error = new kind(`The embedding endpoint answers status ${status}${hints.get(status) ?? ''}`, { waitMs });
  return { error, mayPass, waitMs };
}
