import { Agent, request } from 'node:http';
import { z } from 'zod';

/** Runs GraphQL operations over HTTP. Throws if an operation fails. */
export interface Api extends Disposable {
  run<Data>(source: string, variables: Readonly<Record<string, unknown>>, data: z.ZodType<Data>): Promise<Data>;
}

export interface ApiOptions {
  readonly endpoint: string;
  readonly token: string;
  /** Most concurrent requests, each on a keep-alive connection. */
  readonly connections?: number;
}

const answer = z.object({
  data: z.unknown().optional(),
  errors: z.array(z.object({ message: z.string() })).optional(),
});

/** Uses Node's own HTTP client: its cost counts against the server, since both share the machine. */
export function connectApi({ endpoint, token, connections = 1 }: ApiOptions): Api {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };

  const post = (body: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const length = { 'content-length': Buffer.byteLength(body) };
      const sent = request(endpoint, { agent, method: 'POST', headers: { ...headers, ...length } }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve(Buffer.concat(chunks).toString()));
        response.on('error', reject);
      });
      sent.on('error', (error) => {
        // The server has just closed an idle connection, so it has not seen this request.
        const unseen = sent.reusedSocket && 'code' in error && error.code === 'ECONNRESET';
        if (unseen) post(body).then(resolve, reject);
        else reject(error);
      });
      sent.end(body);
    });

  return apiBy(post, () => agent.destroy());
}

/** Builds an Api over any function that posts a body and returns the body of the answer. */
export const apiBy = (post: (body: string) => Promise<string>, close: () => void): Api => ({
  async run(source, variables, data) {
    const text = await post(JSON.stringify({ query: source, variables }));
    const { errors, ...rest } = answer.parse(JSON.parse(text));
    if (errors) throw new Error(`${errors.map(({ message }) => message).join('; ')}\n${source}`);
    const checked = data.safeParse(rest.data);
    if (checked.success) return checked.data;
    throw new Error(`This answer was not expected: ${text.slice(0, 500)}\n${source}`);
  },
  [Symbol.dispose]: close,
});
