import type { Plugin } from 'graphql-yoga';
import { routeOf } from '../../operations/answered-request.ts';
import { type PartTime, RequestTimes } from '../../platform/request-times.ts';
import type { OnAnswer } from '../observed.ts';
import type { ServerContext } from '../server-context.ts';

/** Measures each request from here on. Must be the first plugin. */
export function useRequestTimes(): Plugin<object, ServerContext> {
  return {
    onRequest({ request, serverContext, requestHandler, setRequestHandler }) {
      const times = new RequestTimes(request.headers.get('traceparent'));
      serverContext.times = times;
      setRequestHandler((handled, context) => times.run(() => requestHandler(handled, context)));
    },
  };
}

/** Adds the server's timings to each answer. Must come after all plugins that work on answers. */
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

/** Headers with the duration of an answer: the total, and its parts as browsers show them. */
export function timingHeaders(times: RequestTimes): Readonly<Record<'x-response-time' | 'server-timing', string>> {
  const total = times.milliseconds;
  const timing = times.parts.reduce((header, part) => `${header}, ${entry(part)}`, `total;dur=${total.toFixed(1)}`);
  return { 'x-response-time': `${total.toFixed(1)}ms`, 'server-timing': timing };
}

function entry({ part, milliseconds, count, by }: PartTime): string {
  const description =
    by.size > 0 ? [...by.keys()].join('+') : part === 'db' ? `${count} statement${count === 1 ? '' : 's'}` : null;
  return `${part};dur=${milliseconds.toFixed(1)}${description === null ? '' : `;desc="${description}"`}`;
}
