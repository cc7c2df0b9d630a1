import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { portOf } from './port-of.ts';

/** A request to the endpoint. */
export interface ModelCall {
  /** Index of the call, from 0 on. */
  readonly index: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: {
    readonly model: string;
    readonly stream?: boolean;
    readonly messages: readonly {
      readonly role: string;
      readonly content: string | null;
      readonly reasoning_content?: string;
      readonly tool_calls?: readonly { readonly id: string; readonly function: { name: string; arguments: string } }[];
    }[];
    readonly tools?: readonly { readonly function: { readonly name: string } }[];
    readonly tool_choice?: string;
  };
}

/** How one call is answered. Default: 200, all tokens at once, then the end. */
export interface ModelReply {
  readonly status?: number;
  /** The message of an error; default: it repeats the request. */
  readonly says?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly tokens?: readonly string[];
  /** A whole body instead of a stream. */
  readonly whole?: string;
  /** Chunks before the tokens, in an endpoint's own format. */
  readonly deltas?: readonly object[];
  /** Tool calls after the tokens. */
  readonly calls?: readonly { readonly tool: string; readonly input: string }[];
  /** Delay before the first token, and between tokens. */
  readonly firstMs?: number;
  readonly everyMs?: number;
  /** Cuts the connection after this many tokens. */
  readonly cutAfter?: number;
  /** Sends a chunk of invalid JSON after this many tokens. */
  readonly malformedAfter?: number;
  /** Stalls after this many tokens without ending. */
  readonly silentAfter?: number;
  /** Keeps the connection open after the end: after its last line, or without one after the reason and the usage. */
  readonly lingers?: 'after last line' | 'after reason';
  /** Loses the connection after the reason and the usage. */
  readonly isLostAtEnd?: boolean;
  /** Default: `stop`, or `tool_calls` if there are any. */
  readonly finishReason?: string;
  /** Reported token usage. Default: 10 prompt tokens, and the number of tokens sent. */
  readonly usage?: { readonly prompt_tokens?: number | null; readonly completion_tokens?: number | null };
}

/** A language model on a real server that speaks OpenAI's chat completions and replies as scripted. */
export class ModelServer implements AsyncDisposable {
  readonly calls: ModelCall[] = [];
  readonly #server: Server;
  readonly #reply: (call: ModelCall) => ModelReply | Promise<ModelReply>;
  #brokenOff = 0;
  #waiting = Promise.withResolvers<void>();

  private constructor(reply: (call: ModelCall) => ModelReply | Promise<ModelReply>) {
    this.#reply = reply;
    this.#server = createServer((request, response) => {
      response.once('close', () => response.writableFinished || this.#noteBreak());
      text(request)
        .then((body) =>
          this.#answer({ index: this.calls.length, headers: request.headers, body: JSON.parse(body) }, response),
        )
        .catch(() => response.destroy());
    });
  }

  static async start(reply: (call: ModelCall) => ModelReply | Promise<ModelReply>): Promise<ModelServer> {
    const server = new ModelServer(reply);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${portOf(this.#server)}/v1`;
  }

  /** Number of incomplete answers: cut by the server or abandoned by the client. */
  get brokenOff(): number {
    return this.#brokenOff;
  }

  /** Resolves once that many answers were left incomplete. */
  async untilBrokenOff(count: number): Promise<void> {
    while (this.#brokenOff < count) await this.#waiting.promise;
  }

  /** Resolves once it was called that often. */
  async untilCalled(count: number): Promise<void> {
    while (this.calls.length < count) await this.#waiting.promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #noteBreak(): void {
    this.#brokenOff += 1;
    this.#wake();
  }

  #wake(): void {
    this.#waiting.resolve();
    this.#waiting = Promise.withResolvers();
  }

  async #answer(call: ModelCall, response: ServerResponse): Promise<void> {
    this.calls.push(call);
    this.#wake();
    const reply = await this.#reply(call);
    const { status = 200, headers } = reply;
    if (status !== 200) {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      const { says = `no: ${JSON.stringify(call.body)}` } = reply;
      response.end(JSON.stringify({ error: { message: says } }));
      return;
    }
    if (reply.whole !== undefined) {
      response.writeHead(200, { 'content-type': 'application/json', ...headers });
      response.end(reply.whole);
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream', ...headers });
    response.flushHeaders();
    for (const delta of reply.deltas ?? []) response.write(chunk({ delta, finish_reason: null }));
    if (await sendTokens(reply, response)) sendEnd(reply, response);
  }
}

/** Returns whether the end is still to be sent. */
async function sendTokens(reply: ModelReply, response: ServerResponse): Promise<boolean> {
  const { tokens = [], firstMs = 0, everyMs = 0 } = reply;
  const start = performance.now();
  for (let n = 0; n <= tokens.length; n += 1) {
    if (n === reply.cutAfter) {
      // Flushes what was written but never ends the answer.
      response.socket?.end();
      return false;
    }
    if (n === reply.malformedAfter) response.write('data: {"choices": [{"delta"\n\n');
    if (n === reply.silentAfter || response.destroyed) return false;
    const token = tokens[n];
    if (token === undefined) break;
    // Schedules against the start time, so that late timers do not accumulate.
    const wait = start + firstMs + n * everyMs - performance.now();
    if (wait > 0) await delay(wait);
    response.write(chunk({ delta: { content: token }, finish_reason: null }));
  }
  return true;
}

function sendEnd(
  { tokens = [], calls = [], lingers, isLostAtEnd, finishReason, usage }: ModelReply,
  response: ServerResponse,
): void {
  const toolCalls = calls.map(({ tool, input }, index) => ({
    index,
    id: `call_${index}`,
    type: 'function',
    function: { name: tool, arguments: input },
  }));
  const reason = finishReason ?? (calls.length > 0 ? 'tool_calls' : 'stop');
  if (calls.length > 0) response.write(chunk({ delta: { tool_calls: toolCalls }, finish_reason: null }));
  const spent = usage ?? { prompt_tokens: 10, completion_tokens: tokens.length };
  response.write(chunk({ delta: {}, finish_reason: reason }, spent));
  if (isLostAtEnd) {
    response.socket?.end();
    return;
  }
  if (lingers !== 'after reason') response.write('data: [DONE]\n\n');
  if (!lingers) response.end();
}

const chunk = (choice: object, usage: object | null = null): string =>
  `data: ${JSON.stringify({
    id: 'answer',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'model',
    choices: [{ index: 0, ...choice }],
    usage,
  })}\n\n`;
