import type { Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { RenderMetrics } from '../observed.ts';

/** `/metrics`, for Prometheus. It needs no token, and holds no data of any account: keep it within your network. */
export function useMetrics(render: RenderMetrics, log: Pick<Logger, 'error'>): Plugin {
  return {
    async onRequest({ url, request, endResponse }) {
      if (url.pathname !== '/metrics' || request.method !== 'GET') return;
      try {
        const { text, contentType } = await render();
        endResponse(new Response(text, { headers: { 'content-type': contentType, 'cache-control': 'no-store' } }));
      } catch (error) {
        log.error({ err: error }, 'metrics could not be read');
        endResponse(new Response('The metrics could not be read: the log says why', { status: 500 }));
      }
    },
  };
}
