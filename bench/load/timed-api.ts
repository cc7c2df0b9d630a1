import { Agent } from 'node:http';
import type { z } from 'zod';
import { answer, type Posted, post } from '../support/post.ts';
import type { Sample } from './samples.ts';

/** An answer and where it came from. */
interface Answered<Data> {
  readonly data: Data;
  readonly source: Sample['source'];
}

/** Timeout of a request. */
const patienceMs = 30_000;

/** Runs GraphQL operations over keep-alive connections of one user. Throws on any unexpected answer. */
export class TimedApi implements Disposable {
  readonly #endpoint: string;
  readonly #token: string;
  readonly #agent = new Agent({ keepAlive: true });

  constructor(endpoint: string, token: string) {
    this.#endpoint = endpoint;
    this.#token = token;
  }

  async run<Data>(
    source: string,
    variables: Readonly<Record<string, unknown>>,
    shape: z.ZodType<Data>,
  ): Promise<Answered<Data>> {
    const options = { endpoint: this.#endpoint, token: this.#token, agent: this.#agent, patienceMs };
    const { status, headers, text } = await post(JSON.stringify({ query: source, variables }), options);
    if (status !== 200) throw new Error(`HTTP ${status}: ${text.slice(0, 200)}`);
    const { data, errors } = answer.parse(JSON.parse(text));
    if (errors) throw new Error(errors.map(({ message, extensions }) => `${extensions?.code}: ${message}`).join('; '));
    const checked = shape.safeParse(data);
    if (!checked.success) throw new Error(`Not the answer that was asked for: ${text.slice(0, 200)}`);
    return { data: checked.data, source: sourceOf(headers) };
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }
}

/** The server reports cached answers in a header, and cached rankings in Server-Timing. */
function sourceOf(headers: Posted['headers']): Sample['source'] {
  const kept = headers['x-response-cache'];
  if (kept === 'hit') return 'kept answer';
  const search = /search;dur=[\d.]+;desc="([^"]*)"/.exec(String(headers['server-timing'] ?? ''));
  if (search) return search[1] === 'cache' ? 'kept ranking' : 'found anew';
  return kept === 'miss' ? 'found anew' : null;
}
