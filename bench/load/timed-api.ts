import { Agent, request } from 'node:http';
import { z } from 'zod';
import type { Sample } from './samples.ts';

/** An answer and where it came from. */
interface Answered<Data> {
  readonly data: Data;
  readonly source: Sample['source'];
}

/** Timeout of a request. */
const patienceMs = 30_000;

const answer = z.object({
  data: z.unknown().optional(),
  errors: z.array(z.object({ message: z.string(), extensions: z.object({ code: z.string() }).optional() })).optional(),
});

/** Runs GraphQL operations over keep-alive connections of one user. Throws on any unexpected answer. */
export class TimedApi implements Disposable {
  readonly #endpoint: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #agent = new Agent({ keepAlive: true });

  constructor(endpoint: string, token: string) {
    this.#endpoint = endpoint;
    this.#headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  }

  async run<Data>(
    source: string,
    variables: Readonly<Record<string, unknown>>,
    shape: z.ZodType<Data>,
  ): Promise<Answered<Data>> {
    const { status, headers, text } = await this.#post(JSON.stringify({ query: source, variables }));
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

  #post(body: string): Promise<Posted> {
    return new Promise((resolve, reject) => {
      const options = {
        agent: this.#agent,
        method: 'POST',
        headers: { ...this.#headers, 'content-length': Buffer.byteLength(body) },
        timeout: patienceMs,
      };
      const sent = request(this.#endpoint, options, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const { statusCode: status = 0, headers } = response;
          resolve({ status, headers, text: Buffer.concat(chunks).toString() });
        });
        response.on('error', reject);
      });
      sent.on('timeout', () => sent.destroy(new Error(`no answer within ${patienceMs / 1_000} s`)));
      sent.on('error', (error) => {
        // The server has just closed an idle connection, so it has not seen this request.
        const unseen = sent.reusedSocket && 'code' in error && error.code === 'ECONNRESET';
        if (unseen) this.#post(body).then(resolve, reject);
        else reject(error);
      });
      sent.end(body);
    });
  }
}

interface Posted {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
}

/** The server reports cached answers in a header, and cached rankings in Server-Timing. */
function sourceOf(headers: Posted['headers']): Sample['source'] {
  const kept = headers['x-response-cache'];
  if (kept === 'hit') return 'kept answer';
  const search = /search;dur=[\d.]+;desc="([^"]*)"/.exec(String(headers['server-timing'] ?? ''));
  if (search) return search[1] === 'cache' ? 'kept ranking' : 'found anew';
  return kept === 'miss' ? 'found anew' : null;
}
