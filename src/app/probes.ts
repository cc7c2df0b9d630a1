import type { RequestListener } from 'node:http';
import type { Logger } from 'pino';
import type { Observed } from './observed.ts';
import type { Readiness } from './plugins/use-health.ts';

export interface ProbeParts {
  readonly readiness: Readiness;
  readonly metrics: Observed['metrics'];
  readonly log: Logger;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** `/health`, `/ready` and `/metrics` of a process that serves nothing else; as those of a server. */
export function probes(parts: ProbeParts): RequestListener {
  return (request, response) => {
    const { method = '', url = '' } = request;
    answerTo(method === 'GET' || method === 'HEAD' ? url.replace(/\?.*/s, '') : '', parts)
      .catch((error: unknown): Answer => {
        parts.log.error({ err: error }, 'a probe could not be answered');
        return json(500, { status: 'failed' });
      })
      .then(({ status, type, body }) => {
        response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
      });
  };
}

async function answerTo(path: string, { readiness, metrics }: ProbeParts): Promise<Answer> {
  if (path === '/health') return json(200, { status: 'ok' });
  if (path === '/ready') {
    const checks = await readiness();
    const ready = Object.values(checks).every(Boolean);
    return json(ready ? 200 : 503, { status: ready ? 'ready' : 'unavailable', checks });
  }
  if (path !== '/metrics') return json(404, { status: 'not found' });
  const { text, contentType } = await metrics();
  return { status: 200, type: contentType, body: text };
}

const json = (status: number, body: object): Answer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(body),
});
