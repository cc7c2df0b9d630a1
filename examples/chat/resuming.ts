/**
 * For libraries that subscribe by a client of graphql-ws, such as Apollo Client, urql and Relay. A subscription goes on after its last
 * event when its connection is lost, takes the next token when its own has ended, and waits where the server asks it to. It needs the
 * variable `$after`, and the field `cursor` in each event.
 *
 *   new GraphQLWsLink(resuming(connect('http://127.0.0.1:4000/graphql', currentToken)))
 */
import type { Client, FormattedExecutionResult, Sink, SubscribePayload } from 'graphql-ws';
import { codeOf, waitAsAsked } from './connect.ts';

export const resuming = (sockets: Client): Client => ({
  ...sockets,
  subscribe: (payload, sink) => follow(sockets, payload, sink),
});

function follow<Data, Extensions>(
  sockets: Client,
  payload: SubscribePayload,
  sink: Sink<FormattedExecutionResult<Data, Extensions>>,
): () => void {
  let after = payload.variables?.['after'];
  // Read by graphql-ws at each connection. The libraries copy variables, and so would lose a getter of their caller.
  const variables = {
    ...payload.variables,
    get after() {
      return after;
    },
  };
  let stop = () => {};
  let isStopped = false;
  const begin = () => {
    if (isStopped) return;
    let isTold = false;
    const next = (result: FormattedExecutionResult<Data, Extensions>) => {
      isTold = true;
      after = cursorOf(result.data) ?? after;
      sink.next(result);
    };
    const error = (failure: unknown) => {
      // One that was refused at once is refused again.
      if (isTold && codeOf(failure) === 'UNAUTHENTICATED') {
        sockets.terminate();
        begin();
      } else waitAsAsked(failure).then(begin, sink.error);
    };
    stop = sockets.subscribe({ ...payload, variables }, { ...sink, next, error });
  };
  begin();
  return () => {
    isStopped = true;
    stop();
  };
}

/** The position after an event; undefined if it was not asked for. */
function cursorOf(data: unknown): unknown {
  const [event] = Object.values(data ?? {});
  return event?.cursor;
}
