import type { RequestListener } from 'node:http';
import type { Logger } from 'pino';
import { FairPace } from '../limits/fair-pace.ts';
import type { RenderMetrics } from '../observed.ts';

/** Whether each indispensable part can be used now, by name. */
export type Readiness = () => Promise<Readonly<Record<string, boolean>>>;

export interface ProbeParts {
  readonly readiness: Readiness;
  readonly metrics: RenderMetrics;
  readonly log: Logger;
}

/** Answers health checks and metrics; returns null for all other requests. Never rejects. */
export type Probes = (method: string, path: string) => Promise<Response | null>;

/** Rendering blocks for some milliseconds and needs no token: frequent callers must wait. */
const pace = { atOnce: 10, gapMs: 200, longestMs: 10_000 };

/**
 * `/health`: the process lives. `/ready`: it can serve; 503 if a part that it needs is unreachable, or while it stops. `/metrics`,
 * for Prometheus: needs no token and contains no account's data; keep it within your network.
 */
export function probesOf({ readiness, metrics, log }: ProbeParts): Probes {
  const turns = new FairPace(pace);
  const answers: Readonly<Record<string, () => Promise<Response>>> = {
    '/health': async () => Response.json({ status: 'ok' }),
    '/ready': async () => readyOr503(await readiness()),
    '/metrics': async () => ((await turns.turn('')) ? await rendered(metrics) : tooMany()),
  };
  return async (method, path) => {
    if (method !== 'GET' && method !== 'HEAD') return null;
    try {
      return (await answers[path]?.()) ?? null;
    } catch (error) {
      log.error({ err: error, path }, 'a probe could not be answered');
      return new Response('It could not be answered: the log says why', { status: 500 });
    }
  };
}

function readyOr503(checks: Readonly<Record<string, boolean>>): Response {
  const ready = Object.values(checks).every(Boolean);
  const body = { status: ready ? 'ready' : 'unavailable', checks };
  return Response.json(body, { status: ready ? 200 : 503 });
}

async function rendered(metrics: RenderMetrics): Promise<Response> {
  const { text, contentType } = await metrics();
  return new Response(text, { headers: { 'content-type': contentType } });
}

const tooMany = () => new Response('Too many ask for the metrics', { status: 429, headers: { 'retry-after': '10' } });

/** The listener of a process that serves nothing else. */
export const onlyProbes =
  (probes: Probes): RequestListener =>
  async ({ method = '', url = '' }, response) => {
    const answer =
      (await probes(method, url.replace(/\?.*/s, ''))) ?? Response.json({ status: 'not found' }, { status: 404 });
    response.writeHead(answer.status, { ...Object.fromEntries(answer.headers), 'cache-control': 'no-store' });
    response.end(await answer.text());
  };
