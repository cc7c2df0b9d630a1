import type { Plugin } from 'graphql-yoga';
import type { RenderMetrics } from '../observed.ts';

/** `/metrics`, for Prometheus. It needs no token, and holds no data of any account: keep it within your network. */
export function useMetrics(render: RenderMetrics): Plugin {
  return {
    async onRequest({ url, request, endResponse }) {
      if (url.pathname !== '/metrics' || request.method !== 'GET') return;
      const { text, contentType } = await render();
      endResponse(new Response(text, { headers: { 'content-type': contentType, 'cache-control': 'no-store' } }));
    },
  };
}
