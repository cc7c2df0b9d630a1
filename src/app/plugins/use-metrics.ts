import type { Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { RenderMetrics } from '../observed.ts';
import { Pace } from '../pace.ts';

/** Rendering takes some milliseconds in one go: who asks again and again, which nobody needs a token for, is to wait. */
const pace = { atOnce: 10, gapMs: 200, longestMs: 10_000, now: () => performance.now() };

/** `/metrics`, for Prometheus. It needs no token, and holds no data of any account: keep it within your network. */
export function useMetrics(render: RenderMetrics, log: Pick<Logger, 'error'>): Plugin {
  const turns = new Pace(pace);
  return {
    async onRequest({ url, request, endResponse }) {
      if (url.pathname !== '/metrics' || (request.method !== 'GET' && request.method !== 'HEAD')) return;
      if (!(await turns.next())) {
        endResponse(new Response('Too many ask for the metrics', { status: 429, headers: { 'retry-after': '10' } }));
        return;
      }
      try {
        const { text, contentType } = await render();
        endResponse(new Response(text, { headers: { 'content-type': contentType } }));
      } catch (error) {
        log.error({ err: error }, 'metrics could not be read');
        endResponse(new Response('The metrics could not be read: the log says why', { status: 500 }));
      }
    },
  };
}
