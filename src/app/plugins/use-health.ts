import type { Plugin } from 'graphql-yoga';

/** Whether the parts without which nothing can be answered can be used now, by name. */
export type Readiness = () => Promise<Readonly<Record<string, boolean>>>;

/** `/health`: the process lives. `/ready`: it can serve; 503 where a part that it needs is away, or while it stops. */
export function useHealth(readiness: Readiness): Plugin {
  return {
    async onRequest({ url, request, endResponse }) {
      if (request.method !== 'GET' && request.method !== 'HEAD') return;
      if (url.pathname === '/health') endResponse(Response.json({ status: 'ok' }));
      if (url.pathname === '/ready') endResponse(answer(await readiness()));
    },
  };
}

function answer(checks: Readonly<Record<string, boolean>>): Response {
  const ready = Object.values(checks).every(Boolean);
  const body = { status: ready ? 'ready' : 'unavailable', checks };
  return Response.json(body, { status: ready ? 200 : 503 });
}
