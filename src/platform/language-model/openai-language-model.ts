import { OpenAICompatibleChatLanguageModel } from '@ai-sdk/openai-compatible';
import type { LlmConfig } from '../config/config.ts';
import { jsonObjectOrNull } from '../json-object.ts';
import { keyHeader } from '../key-header.ts';
import { LastCall } from '../last-call.ts';
import { KeptThoughts } from './kept-thoughts.ts';
import { brokenOff, LanguageModelError } from './language-model.errors.ts';
import type {
  LanguageModel,
  ModelCut,
  ModelMessage,
  ModelPart,
  ModelRequest,
  ModelUsage,
  ToolCall,
} from './language-model.ts';
import { lenientChunk } from './lenient-chunk.ts';
import { patientFetch } from './patient-fetch.ts';
import { Thoughts } from './thoughts.ts';

interface OpenAiModelOptions extends Omit<LlmConfig, 'models'> {
  readonly model: string;
  /** Maximum time of reasoning without a word of the response; default: ten times `timeoutMs`. */
  readonly thoughtMs?: number;
  /** Delay before the second attempt; doubles with each further one. */
  readonly backOffMs?: number;
}

type ChatModel = OpenAICompatibleChatLanguageModel;
type CallOptions = Parameters<ChatModel['doStream']>[0];
type StreamPart =
  Awaited<ReturnType<ChatModel['doStream']>>['stream'] extends ReadableStream<infer Part> ? Part : never;
type Prompt = CallOptions['prompt'];
type Finish = Extract<StreamPart, { type: 'finish' }>;
type CallPart = Extract<StreamPart, { type: 'tool-call' }>;

const attempts = 3;
/**
 * Multiple of the permitted silence for which a model may reason, before its response and between words: ten minutes by default,
 * as long as the clients of OpenAI and Anthropic wait for a whole response.
 */
const silencesOfThought = 10;
/** Key under which the SDK returns provider-specific data. */
const provider = 'llm';
/** In UTF-16 code units: what `complete` is used for is short, and not all endpoints respect a token limit. */
const mostOfCompletion = 100_000;

/** A model of any endpoint that implements OpenAI's chat completions, through the AI SDK's provider. */
export class OpenAiLanguageModel implements LanguageModel {
  readonly name: string;
  readonly lastCall = new LastCall();
  readonly #chat: ChatModel;
  readonly #timeoutMs: number;
  readonly #thoughtMs: number;
  /** What is asked before a request is repeated, by its signal: it is all of ours that the SDK hands on to `fetch`. */
  readonly #mayRepeat = new WeakMap<AbortSignal, ModelRequest['mayRepeat']>();
  /** Whether its last response followed a thought without an opening tag: the next one may, too. */
  #thinksUnopened = false;

  constructor({ baseUrl, apiKey, model, timeoutMs, thoughtMs, backOffMs = 500 }: OpenAiModelOptions) {
    this.name = model;
    this.#timeoutMs = timeoutMs;
    this.#thoughtMs = thoughtMs ?? timeoutMs * silencesOfThought;
    const url = new URL(baseUrl);
    const base = url.pathname.replace(/\/+$/, '');
    this.#chat = new OpenAICompatibleChatLanguageModel(model, {
      provider,
      url: ({ path }) => Object.assign(new URL(url), { pathname: base + path }).href,
      headers: keyHeader(url, apiKey),
      includeUsage: true,
      fetch: patientFetch({ attempts, backOffMs, timeoutMs, mayRepeat: (asked) => this.#mayRepeat.get(asked) }),
    });
    // The SDK's own schema treats any chunk with an `error` field as a failure, even if it is null.
    Object.assign(this.#chat, { chunkSchema: lenientChunk });
  }

  async complete(request: ModelRequest, signal: AbortSignal): Promise<string> {
    let text = '';
    for await (const part of this.stream(request, signal)) {
      if (part.type === 'text') text += part.text;
      if (text.length > mostOfCompletion) throw brokenOff('its answer is too long');
      if (part.type === 'end') return new Thoughts({ mayBeOpen: true }).leaveOutOf(text);
    }
    throw brokenOff('its answer has no end');
  }

  async *stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelPart> {
    const silence = new Silence(this.#timeoutMs, saidNothing);
    const thought = new Silence(this.#thoughtMs, saidNoWord);
    const abortSignal = AbortSignal.any([signal, silence.signal, thought.signal]);
    this.#mayRepeat.set(abortSignal, request.mayRepeat);
    try {
      const { stream } = await this.#chat.doStream({
        ...callOptions(request),
        abortSignal,
        includeRawChunks: true,
      });
      silence.watch();
      thought.watch();
      const answer = new ReadAnswer(new Thoughts({ mayBeOpen: this.#thinksUnopened }));
      for await (const part of stream) {
        silence.broken();
        if (part.type === 'finish') this.#noteEnd(answer);
        for (const said of answer.partsOf(part)) {
          thought.broken();
          yield said;
        }
      }
    } catch (error) {
      signal.throwIfAborted();
      const failure = silence.error ?? thought.error ?? ownError(error) ?? brokenOff(reasonOf(error));
      if (!failure.isOfRequest) this.lastCall.failed(failure.message);
      throw failure;
    } finally {
      silence.end();
      thought.end();
    }
  }

  #noteEnd({ thoughts }: ReadAnswer): void {
    this.lastCall.succeeded();
    this.#thinksUnopened = thoughts.closedAlone;
  }
}

/** A response as it arrives, without the model's thoughts. */
class ReadAnswer {
  readonly thoughts: Thoughts;
  readonly #kept = new KeptThoughts();

  constructor(thoughts: Thoughts) {
    this.thoughts = thoughts;
  }

  *partsOf(part: StreamPart): Iterable<ModelPart> {
    if (part.type === 'raw') this.#kept.read(part.rawValue);
    const text = this.#textOf(part);
    if (text !== '') yield { type: 'text', text };
    if (part.type === 'tool-call') yield { type: 'call', call: toCall(part) };
    if (part.type === 'error' && !isBlank(part.error)) throw part.error;
    if (part.type === 'finish') {
      const { raw } = part.finishReason;
      if (raw === '') throw brokenOff('its answer has no end');
      yield { type: 'end', cut: cutBy(raw), usage: usageOf(part), thoughts: this.#kept.fields };
    }
  }

  #textOf(part: StreamPart): string {
    if (part.type === 'text-delta') return this.thoughts.leaveOut(part.delta);
    return part.type === 'tool-call' || part.type === 'finish' ? this.thoughts.rest() : '';
  }
}

/** Endpoints use names of their own for a regular end. */
const cutBy = (reason: string | undefined): ModelCut | null =>
  reason === 'length' ? 'LIMIT' : reason === 'content_filter' ? 'WITHHELD' : null;

/** Some gateways keep a connection alive with events without data, which the SDK reports as invalid JSON. */
const isBlank = (error: unknown): boolean => error instanceof Error && 'text' in error && error.text === '';

function toCall({ toolCallId: id, toolName: tool, input, providerMetadata }: CallPart): ToolCall {
  const signature = providerMetadata?.[provider]?.['thoughtSignature'];
  return { id, tool, input, ...(typeof signature === 'string' && { signature }) };
}

/** From the raw response: the SDK would report 0 for missing counts. */
const usageOf = ({ usage: { raw } }: Finish): ModelUsage => ({
  promptTokens: countOf(raw?.['prompt_tokens']),
  completionTokens: countOf(raw?.['completion_tokens']),
});

/** More than any model processes, and low enough to sum up over all steps and store. */
const mostTokens = 100_000_000;

/** Invalid counts are treated as missing: they must not make a response fail. */
const countOf = (tokens: unknown): number | null =>
  typeof tokens === 'number' && Number.isInteger(tokens) && tokens >= 0 && tokens <= mostTokens ? tokens : null;

function callOptions({ instructions, messages, tools = [], mayCall = true }: ModelRequest): CallOptions {
  return {
    prompt: [{ role: 'system', content: instructions }, ...messages.map(toPrompt)],
    ...(tools.length > 0 && {
      tools: tools.map((tool) => ({ type: 'function' as const, ...tool })),
      toolChoice: { type: mayCall ? ('auto' as const) : ('none' as const) },
    }),
  };
}

function toPrompt(message: ModelMessage): Prompt[number] {
  if (message.role === 'user') return { role: 'user', content: [{ type: 'text', text: message.text }] };
  if (message.role === 'assistant') {
    const calls = (message.calls ?? []).map(({ id, tool, input, signature }) => ({
      type: 'tool-call' as const,
      toolCallId: id,
      toolName: tool,
      // The provider serialises it again. Many endpoints reject anything but an object, and with it the whole request because of
      // one invalid call.
      input: jsonObjectOrNull(input) ?? {},
      ...(signature !== undefined && { providerOptions: { [provider]: { thoughtSignature: signature } } }),
    }));
    return {
      role: 'assistant',
      content: [...(message.text ? [{ type: 'text' as const, text: message.text }] : []), ...calls],
      ...(message.thoughts && { providerOptions: { openaiCompatible: message.thoughts } }),
    };
  }
  const content = message.outcomes.map(({ call, text }) => ({
    type: 'tool-result' as const,
    toolCallId: call.id,
    toolName: call.tool,
    output: { type: 'text' as const, value: text },
  }));
  return { role: 'tool', content };
}

/** Errors of ours thrown while a response is read come back as the cause of the SDK's error. */
function ownError(error: unknown): LanguageModelError | null {
  if (error instanceof LanguageModelError) return error;
  return error instanceof Error && error.cause instanceof LanguageModelError ? error.cause : null;
}

/** Readable reasons for the SDK's errors while a response is read. */
const reasons: ReadonlyMap<string, string> = new Map([
  ['AI_APICallError', 'its connection was lost'],
  ['AI_InvalidResponseDataError', 'its answer is not whole'],
  ['AI_JSONParseError', 'a part of its answer is no JSON'],
  ['AI_TypeValidationError', 'a part of its answer is in another form than that of OpenAI'],
]);

/** Names only the kind of failure: the SDK's messages repeat what the endpoint sent. */
const reasonOf = (error: unknown): string =>
  error instanceof Error ? (reasons.get(error.name) ?? error.name) : 'it reports an error';

const saidNothing = (ms: number): LanguageModelError => brokenOff(`it said nothing for ${ms} ms`);

/** Not retried: it would most likely reason as long again, at cost. */
const saidNoWord = (ms: number): LanguageModelError =>
  new LanguageModelError(`The language model thought for ${ms} ms without a word of its answer`, {
    mayPass: false,
    kind: 'NO_ANSWER',
  });

/** Aborts after a period in which `broken` was not called. */
class Silence {
  readonly #controller = new AbortController();
  readonly #ms: number;
  readonly #toError: (ms: number) => LanguageModelError;
  #timer: NodeJS.Timeout | null = null;

  constructor(ms: number, toError: (ms: number) => LanguageModelError) {
    this.#ms = ms;
    this.#toError = toError;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The corresponding error; null if it did not time out. */
  get error(): LanguageModelError | null {
    return this.signal.aborted ? this.#toError(this.#ms) : null;
  }

  watch(): void {
    this.#timer = setTimeout(() => this.#controller.abort(), this.#ms);
  }

  broken(): void {
    this.#timer?.refresh();
  }

  end(): void {
    if (this.#timer) clearTimeout(this.#timer);
  }
}
