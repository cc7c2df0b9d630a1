import type { Plugin } from 'graphql-yoga';
import { routeOf } from '../../operations/answered-request.ts';
import { RequestTimes } from '../../platform/request-times.ts';
import type { OnAnswer } from '../observed.ts';
import type { ServerContext } from '../server-context.ts';
import { timingHeaders } from '../timing-headers.ts';

/** Measures each request from here on. It comes before all others. */
export function useRequestTimes(): Plugin<object, ServerContext> {
  return {
    onRequest({ request, serverContext, requestHandler, setRequestHandler }) {
      const times = new RequestTimes(request.headers.get('traceparent'));
      serverContext.times = times;
      setRequestHandler((handled, context) => times.run(() => requestHandler(handled, context)));
    },
  };
}

/** Puts on each answer what the server took for it. It comes behind whatever works on answers. */
export function useTimingHeaders(onAnswer: OnAnswer): Plugin<object, ServerContext> {
  return {
    onResponse({ request, response, serverContext: { times, requestId } }) {
      if (!times) return;
      times.end();
      for (const [name, value] of Object.entries(timingHeaders(times))) response.headers.set(name, value);
      onAnswer(times, { route: routeOf(new URL(request.url).pathname), status: response.status, requestId });
    },
  };
}
