import type { GraphQLError } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import { eventStream } from '../http/accepted-types.ts';
import { badRequest } from '../http/http-errors.ts';
import type { ServerContext } from '../server-context.ts';
import type { LiveSubscriptions } from '../subscriptions/live-subscriptions.ts';
import { serverSentEvents } from '../subscriptions/server-sent-events.ts';

const takesEvents = /text\/(?:event-stream|\*)|\*\/\*/i;
const takesNothingElse = /^\s*text\/event-stream\s*(?:;[^,]*)?$/i;

/** Server-sent events: subscriptions over HTTP, one operation per request. */
export function useEventStream(live: LiveSubscriptions): Plugin<ServerContext, ServerContext> {
  const subscriptions = new WeakSet<Request>();
  return {
    onRequestParse: ({ request }) => ({
      onRequestParseDone({ requestParserResult }) {
        if (!Array.isArray(requestParserResult) || !takesNothingElse.test(acceptOf(request))) return;
        throw badRequest(400, 'An event stream carries one operation: send one, and no array');
      },
    }),
    // Refuse before it begins: a subscription that cannot be sent would never be ended.
    onSubscribe({ args: { contextValue }, setResultAndStopExecution }) {
      const { request, batched } = contextValue;
      const refuse = (status: number, message: string) =>
        setResultAndStopExecution({ errors: [badRequest(status, message)] });
      if (batched) refuse(400, 'A subscription cannot be part of a batch: send it in a request of its own');
      else if (!takesEvents.test(acceptOf(request)))
        refuse(406, `A subscription is answered as "${eventStream}": name that in the header Accept`);
      else subscriptions.add(request);
    },
    onResultProcess({ request, result, setResultProcessor, serverContext: { res = null } }) {
      if (Array.isArray(result)) return;
      const streamed = isAsyncIterable(result) && subscriptions.has(request);
      if (!streamed && !takesNothingElse.test(acceptOf(request))) return;
      const options = {
        response: res,
        // An EventSource can send nothing but GET.
        repeats: request.method === 'GET',
        isOver: () => !live.stopping,
        departures: live.departures,
        stalledMs: live.limits.stalledMs,
        onStalled: () => live.noteSlow(),
      };
      setResultProcessor((_, fetchApi) => {
        const body = serverSentEvents(isAsyncIterable(result) ? result : once(result), fetchApi, options);
        const { errors = [] } = isAsyncIterable(result) ? {} : result;
        return new fetchApi.Response(body, { status: statusOf(errors), headers: headersOf(errors) });
      }, eventStream);
    },
  };
}

const acceptOf = (request: Request): string => request.headers.get('accept') ?? '*/*';

async function* once<Result>(result: Result): AsyncGenerator<Result> {
  yield result;
}

/** With what errors add to the headers of any answer, such as `Allow`. Yoga's Response sets headers on the object that it is given. */
const headersOf = (errors: readonly GraphQLError[]): Record<string, string> =>
  Object.assign(
    { 'content-type': eventStream, 'x-accel-buffering': 'no' },
    ...errors.map(({ extensions: { http } }) => http?.headers),
  );

/** 200 with the errors as an event, except for what is not a GraphQL request: after any other status an EventSource gives up for good. */
function statusOf(errors: readonly GraphQLError[]): number {
  const statuses = errors.map(({ extensions: { code, http } }) =>
    http?.spec === true || code === 'RATE_LIMITED' ? undefined : http?.status,
  );
  return statuses.find((status) => status !== undefined) ?? 200;
}
