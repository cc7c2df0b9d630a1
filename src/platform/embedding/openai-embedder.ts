import { hash } from 'node:crypto';
import { boundedText } from '../bounded-text.ts';
import { hasCode } from '../error-code.ts';
import type { JsonObject } from '../json-object.ts';
import { keyHeader } from '../key-header.ts';
import { LastFailure } from '../last-failure.ts';
import { lostBecause } from '../lost-because.ts';
import { portions } from '../portions.ts';
import { type FailedAttempt, longestWaitMs, retryAfterMs, tryAgainLater } from '../retry-after.ts';
import {
  EmbedderBrokenError,
  EmbedderUnavailableError,
  requireDimensions,
  TextRefusedError,
} from './embedder.errors.ts';
import type { Embedder, TextKind, Vector } from './embedder.ts';
import { readEmbeddings } from './openai-answer.ts';
import { quantise } from './quantise.ts';

export interface OpenAiOptions {
  /** Where `/embeddings` is below. Parameters stay: some endpoints take their version so. */
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey: string | null;
  /** What the model wants to have before a question, and before a text that is stored; '' for nothing. A blank comes between. */
  readonly prefixes?: Readonly<Record<TextKind, string>>;
  /** What its requests say besides: which of both it is, where a parameter tells that, or how many dimensions. */
  readonly fields?: Readonly<Record<TextKind, JsonObject>>;
  /** Most texts of one request: endpoints bound that. */
  readonly batchSize: number;
  /** Longest that one request may take, its answer included. One that takes longer is not repeated: it was waited for. */
  readonly timeoutMs: number;
  /** How long to wait before the second attempt; twice as long before each further one. */
  readonly backOffMs?: number;
  /** Longest that a question is waited for, in all; omitted: five seconds. */
  readonly questionMs?: number;
}

/** Of all texts of one request together: endpoints bound that, too. */
const characters = 200_000;
/** In UTF-16 code units: models take 512 tokens and more, and no letter has more than some four. */
const takenByAll = 128;
/** Of that many vectors of as many numbers as can be stored, in twenty digits each; what goes on for longer is no answer. */
const maxAnswerBytes = 32 * 1024 * 1024;
const maxErrorBytes = 64 * 1024;
const tooLong = /too (?:large|long)\b|\bcontext (?:length|size)\b/i;
/** A question is waited for: it gets a second attempt at most, and this long in all. */
const attempts = { query: 2, passage: 5 } as const;
const usualQuestionMs = 5_000;
/** Where one was waited for in vain, others are not for so long: each search would take as long as it waits. An endpoint may ask for more. */
const silentMs = 10_000;

/** Vectors of any endpoint that speaks OpenAI's `POST /embeddings`. They are kept as int8 with a scale, as all are. */
export class OpenAiEmbedder implements Embedder {
  readonly model: string;
  readonly batchSize: number;
  readonly #options: OpenAiOptions;
  readonly #url: URL;
  readonly #questionMs: number;
  #dimensions: number | null = null;
  /** Until when no question is put to the endpoint, by performance.now(); null: it answers. */
  #silentUntil: number | null = null;
  /** It gave no vectors. */
  readonly #failure = new LastFailure();

  constructor(options: OpenAiOptions) {
    this.model = openAiModel(options.model, said(options, 'passage'));
    this.batchSize = options.batchSize;
    this.#options = options;
    this.#questionMs = Math.min(options.questionMs ?? usualQuestionMs, options.timeoutMs);
    this.#url = new URL(options.baseUrl);
    this.#url.pathname = `${this.#url.pathname.replace(/\/+$/, '')}/embeddings`;
  }

  get dimensions(): number | null {
    return this.#dimensions;
  }

  get isFailing(): boolean {
    return this.#failure.isRecent;
  }

  /** Refuses vectors of any other dimension from now on: vectors of this one are stored. An answer alone binds no longer than to the next call. */
  expectDimensions(dimensions: number | null): void {
    this.#dimensions = dimensions;
  }

  async embed(texts: readonly string[], kind: TextKind, signal?: AbortSignal): Promise<Vector[]> {
    const given = signal ? [signal] : [];
    const prefix = this.#options.prefixes?.[kind] ?? '';
    const prefixed = prefix === '' ? texts : texts.map((text) => `${prefix} ${text}`);
    if (kind === 'query') return await this.#embedQuestions(prefixed, given);
    return await this.#embedAll(prefixed, kind, AbortSignal.any(given));
  }

  /** While it is silent, one question in a while finds out whether it still is. */
  async #embedQuestions(texts: readonly string[], given: readonly AbortSignal[]): Promise<Vector[]> {
    const now = performance.now();
    if (this.#silentUntil !== null) {
      if (now < this.#silentUntil) throw notAsked();
      this.#silentUntil = now + this.#questionMs;
    }
    const deadline = AbortSignal.timeout(this.#questionMs);
    let silence = 0;
    try {
      return await this.#embedAll(texts, 'query', AbortSignal.any([...given, deadline]));
    } catch (error) {
      silence = deadline.aborted ? silentMs : waitAskedBy(error);
      throw error;
    } finally {
      this.#silentUntil = silence > 0 ? performance.now() + silence : null;
    }
  }

  async #embedAll(texts: readonly string[], kind: TextKind, signal: AbortSignal): Promise<Vector[]> {
    const vectors: Vector[] = [];
    const bounds = { items: this.batchSize, most: characters, sizeOf: ({ length }: string) => length };
    try {
      for (const batch of portions(texts, bounds)) vectors.push(...(await this.#embedBeginnings(batch, kind, signal)));
    } catch (error) {
      if (error instanceof EmbedderUnavailableError) this.#failure.note();
      throw error;
    }
    this.#failure.clear();
    return vectors;
  }

  /** A text that is refused alone may be longer than the model takes: its beginning stands for it, as with models that cut it themselves. */
  async #embedBeginnings(texts: readonly string[], kind: TextKind, signal: AbortSignal): Promise<Vector[]> {
    try {
      return await this.#embedBatch(texts, kind, signal);
    } catch (error) {
      const [text = '', ...others] = texts;
      const isPerhapsLong = error instanceof TextRefusedError && others.length === 0 && text.length > takenByAll;
      if (!isPerhapsLong) throw error;
      return await this.#embedBeginnings([text.slice(0, text.length / 2).toWellFormed()], kind, signal);
    }
  }

  async #embedBatch(texts: readonly string[], kind: TextKind, signal: AbortSignal): Promise<Vector[]> {
    const patience = {
      attempts: attempts[kind],
      backOffMs: this.#options.backOffMs ?? 500,
      longestWaitMs: kind === 'query' ? this.#questionMs : longestWaitMs,
    };
    const body = await tryAgainLater(patience, () => this.#post(texts, kind, signal), signal);
    return this.#read(body, texts.length);
  }

  async #post(texts: readonly string[], kind: TextKind, signal: AbortSignal): Promise<Posted> {
    const { model, apiKey, timeoutMs, fields } = this.#options;
    const late = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(this.#url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...keyHeader(this.#url, apiKey) },
        // No `encoding_format`: numbers are the default, and Voyage, and Bedrock behind LiteLLM, refuse to be asked for them.
        body: JSON.stringify({ ...fields?.[kind], model, input: texts }),
        // What is sent is meant for this endpoint alone: no redirect is followed.
        redirect: 'manual',
        signal: AbortSignal.any([signal, late]),
      });
      if (response.ok) return read(await boundedText(response, maxAnswerBytes));
      return notAnswered(response, await isOfLength(response));
    } catch (cause) {
      const error = new EmbedderBrokenError(`The embedding endpoint does not answer: ${lostBecause(cause)}`, { cause });
      // Who starts it takes longer than a question is waited for.
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

/** How long an endpoint that is too busy for a question asks to be left alone, in milliseconds; 0: it does not. */
const waitAskedBy = (error: unknown): number =>
  error instanceof EmbedderUnavailableError ? Math.min(error.waitMs ?? 0, longestWaitMs) : 0;

/** What is sent beside a text, which decides on its vector as the model does; '' for nothing. */
export function said({ prefixes, fields }: Pick<OpenAiOptions, 'prefixes' | 'fields'>, kind: TextKind): string {
  const beside = fields?.[kind] ?? {};
  return `${prefixes?.[kind] ?? ''}${Object.keys(beside).length === 0 ? '' : `\n${JSON.stringify(beside)}`}`;
}

/**
 * The name that vectors of the endpoint's model are stored under: never that of a model of this package. Where something else is
 * said beside stored texts, theirs are other vectors: a change of it has all of them made anew.
 */
const openAiModel = (model: string, beside: string): string =>
  `openai/${model}${beside === '' ? '' : `@${hash('sha256', beside).slice(0, 8)}`}`;

/** The body of the answer. */
type Posted = { readonly brought: string } | FailedAttempt;

function read(body: string | null): Posted {
  if (body !== null) return { brought: body };
  const error = new EmbedderBrokenError(`The embedding endpoint answers more than ${maxAnswerBytes} bytes`);
  return { error, mayPass: false, waitMs: null };
}

/** What to look at, where a person has to mend something. */
const hints: ReadonlyMap<number, string> = new Map([
  [401, ': look at EMBEDDING_API_KEY'],
  [403, ': look at EMBEDDING_API_KEY'],
  [404, ': look at EMBEDDING_BASE_URL and EMBEDDING_MODEL'],
  ...[301, 302, 303, 307, 308, 405].map((status) => [status, ': look at EMBEDDING_BASE_URL'] as const),
]);

/** llama.cpp answers 500, as if it were broken, where a text is longer than it takes: only its words say so. */
async function isOfLength(response: Response): Promise<boolean> {
  if (response.status === 500) return tooLong.test((await boundedText(response, maxErrorBytes)) ?? '');
  await response.body?.cancel();
  return false;
}

/** Says what a status means. The body of a refusal may repeat texts and keys: nothing of it is told. */
function notAnswered({ status, headers }: Response, isOfLength: boolean): Posted {
  // 400, 413 and 422 are about what was sent; other 4xx about who sent it or where to, which a person has to mend.
  if ([400, 413, 422].includes(status) || isOfLength) {
    const error = new TextRefusedError(`The embedding endpoint refuses what it was sent: status ${status}`);
    return { error, mayPass: false, waitMs: null };
  }
  const mayPass = status === 408 || status === 429 || status >= 500;
  // It may break on a text; where it dies of it, what stands before it answers 502 or 503, where it hangs, 504.
  const kind = status >= 500 ? EmbedderBrokenError : EmbedderUnavailableError;
  const waitMs = retryAfterMs(headers.get('retry-after'), Date.now());
  const error = new kind(`The embedding endpoint answers status ${status}${hints.get(status) ?? ''}`, { waitMs });
  return { error, mayPass, waitMs };
}
