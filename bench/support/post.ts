import { type Agent, request } from 'node:http';
import { z } from 'zod';

/** Body of an answer to a GraphQL operation. */
export const answer = z.object({
  data: z.unknown().optional(),
  errors: z.array(z.object({ message: z.string(), extensions: z.object({ code: z.string() }).optional() })).optional(),
});

export interface Posted {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
}

interface PostOptions {
  readonly endpoint: string;
  readonly token: string;
  readonly agent: Agent;
  /** Timeout of a request; 0, the default: none. */
  readonly patienceMs?: number;
}

/** Posts JSON by Node's own HTTP client: its cost counts against the server, since both share the machine. */
export function post(body: string, options: PostOptions): Promise<Posted> {
  const { endpoint, token, agent, patienceMs = 0 } = options;
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    const sent = request(endpoint, { agent, method: 'POST', headers, timeout: patienceMs }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const { statusCode: status = 0, headers: received } = response;
        resolve({ status, headers: received, text: Buffer.concat(chunks).toString() });
      });
      response.on('error', reject);
    });
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${patienceMs / 1_000} s`)));
    sent.on('error', (error) => {
      // The server has just closed an idle connection, so it has not seen this request.
      const unseen = sent.reusedSocket && 'code' in error && error.code === 'ECONNRESET';
      if (unseen) post(body, options).then(resolve, reject);
      else reject(error);
    });
    sent.end(body);
  });
}
