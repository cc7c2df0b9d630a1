/**
 * A conversation in React that stays up to date, with urql over graphql-ws.
 *
 *   const client = conversationClient('http://127.0.0.1:4000/graphql', token);
 *   <Provider value={client}><Conversation id={id} /></Provider>
 *
 *   const { messages, error } = useConversation(id);
 */
import { createClient as createSocketClient, type FormattedExecutionResult } from 'graphql-ws';
import { useEffect, useMemo } from 'react';
import { Client, type CombinedError, fetchExchange, subscriptionExchange, useQuery, useSubscription } from 'urql';
import { followConversation, type Loaded, loadConversation, type Message, type Told } from './conversation.ts';

export function conversationClient(endpoint: string, token: string): Client {
  const authorization = `Bearer ${token}`;
  const sockets = createSocketClient({
    url: endpoint.replace(/^http/, 'ws'),
    connectionParams: { authorization },
    retryAttempts: Number.POSITIVE_INFINITY,
    // Also where nobody listens for a while.
    shouldRetry: () => true,
  });
  return new Client({
    url: endpoint,
    preferGetMethod: false,
    fetchOptions: { headers: { authorization } },
    exchanges: [
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = '', variables }) => ({
          subscribe: (sink) => {
            const next = ({ data = null, errors }: FormattedExecutionResult) =>
              sink.next(errors ? { data, errors } : { data });
            return { unsubscribe: sockets.subscribe({ query, variables }, { ...sink, next }) };
          },
        }),
      }),
    ],
  });
}

export interface ConversationState {
  /** In order, each once; empty until they are loaded. */
  readonly messages: readonly Message[];
  readonly error: CombinedError | undefined;
}

export function useConversation(id: string): ConversationState {
  const [loaded, reload] = useQuery<Loaded>({ query: loadConversation, variables: { id } });
  const after = loaded.data?.conversation?.eventsCursor;
  // After a lost connection it subscribes again with the same cursor: what was told before comes again, and is merged.
  const [told] = useSubscription<Told, Told['conversationEvents'][]>(
    { query: followConversation, variables: { id, after }, pause: !after },
    (events = [], { conversationEvents: event }) => [...events, event],
  );
  const newest = told.data?.at(-1);
  useEffect(() => {
    // Something is missing: read it all anew.
    if (newest?.__typename === 'StreamGap') reload({ requestPolicy: 'network-only' });
  }, [newest, reload]);
  const messages = useMemo(() => merge(loaded.data, told.data), [loaded.data, told.data]);
  return { messages, error: loaded.error ?? told.error };
}

function merge(loaded: Loaded | undefined, told: readonly Told['conversationEvents'][] = []): Message[] {
  const read = loaded?.conversation?.messages.edges.map(({ node }) => node) ?? [];
  const all = [...read, ...told.flatMap(({ message }) => message ?? [])];
  return [...new Map(all.map((message) => [message.seq, message])).values()].sort((a, b) => a.seq - b.seq);
}
