/**
 * A conversation in React that stays up to date, with urql over graphql-ws.
 *
 *   const client = conversationClient('http://127.0.0.1:4000/graphql', currentToken);
 *   <Provider value={client}><Conversation id={id} /></Provider>
 *
 *   const { messages, error } = useConversation(id);
 */
import type { FormattedExecutionResult } from 'graphql-ws';
import { useEffect, useMemo } from 'react';
import { Client, type CombinedError, fetchExchange, subscriptionExchange, useQuery, useSubscription } from 'urql';
import { type CurrentToken, connect } from './connect.ts';
import { followConversation, type Loaded, loadConversation, type Message, type Told } from './conversation.ts';
import { resuming } from './resuming.ts';

export function conversationClient(endpoint: string, token: string | CurrentToken): Client {
  const sockets = resuming(connect(endpoint, token));
  return new Client({
    url: endpoint,
    preferGetMethod: false,
    fetch: async (url, init) => {
      const headers = new Headers(init?.headers);
      headers.set('authorization', `Bearer ${typeof token === 'string' ? token : await token()}`);
      return fetch(url, { ...init, headers });
    },
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

/** What was told of a conversation. */
interface Followed {
  readonly id: string;
  readonly events: readonly Told['conversationEvents'][];
}

/** The conversation may be another one at any time. */
export function useConversation(id: string): ConversationState {
  const [loading, reload] = useQuery<Loaded>({ query: loadConversation, variables: { id } });
  // urql holds what it had of one conversation until it has something of the next.
  const loaded = loading.data?.conversation?.id === id ? loading.data.conversation : null;
  const after = loaded?.eventsCursor;
  const [following] = useSubscription<Told, Followed>(
    { query: followConversation, variables: { id, after }, pause: !after },
    (before, { conversationEvents: event }) => ({
      id,
      events: before?.id === id ? [...before.events, event] : [event],
    }),
  );
  const told = following.data?.id === id ? following.data.events : none;
  const unsure = told.filter(
    ({ __typename, changed }) => __typename === 'StreamGap' || changed?.includes('messages'),
  ).length;
  useEffect(() => {
    // Something is missing, or a purge has emptied messages: read it all anew. More may have been told since.
    if (unsure > 0) reload({ requestPolicy: 'network-only' });
  }, [unsure, reload]);
  const messages = useMemo(() => merge(loaded, told), [loaded, told]);
  return { messages, error: loading.error ?? following.error };
}

const none: Followed['events'] = [];

function merge(loaded: Loaded['conversation'], told: Followed['events']): Message[] {
  const read = loaded?.messages.edges.map(({ node }) => node) ?? [];
  // What is read may have been emptied since it was told.
  const all = [...told.flatMap(({ message }) => message ?? []), ...read];
  return [...new Map(all.map((message) => [message.seq, message])).values()].sort((a, b) => a.seq - b.seq);
}
