/**
 * A chat client for browsers over server-sent events, with the EventSource that every browser has. It comes back by itself when
 * the connection is lost, and says what it has seen last: the server goes on after that. An answer that is no stream, as a proxy gives
 * while the server is away, ends it for good: then all begins anew.
 *
 * An EventSource sends no header, so the page shows who it is by the cookie `mnemograph_token`. It counts for pages of the
 * server's own origin: put both behind one name.
 */
import {
  followConversation,
  type Loaded,
  loadConversation,
  type Message,
  showOnce,
  type Told,
} from './conversation.ts';

const againMs = 1_000;

/** Shows what was and is said. Answers what stops it. */
export async function chat(endpoint: string, id: string, show: (message: Message) => void): Promise<() => void> {
  const tell = showOnce(show);
  const { conversation } = await load(endpoint, id);
  if (!conversation) throw new Error('No conversation has this id');
  for (const { node } of conversation.messages.edges) tell(node);

  const variables = JSON.stringify({ id, after: conversation.eventsCursor });
  const source = new EventSource(`${endpoint}?${new URLSearchParams({ query: followConversation, variables })}`);
  const stopping = new AbortController();
  const stop = () => {
    source.close();
    stopping.abort();
  };
  const beginAnew = () => {
    source.close();
    if (stopping.signal.aborted) return;
    chat(endpoint, id, tell).then(
      (stopAgain) => {
        if (stopping.signal.aborted) stopAgain();
        else stopping.signal.addEventListener('abort', stopAgain);
      },
      (error: unknown) => {
        console.error(error);
        setTimeout(beginAnew, againMs);
      },
    );
  };
  source.addEventListener('next', ({ data }) => {
    const event = toldIn(data);
    if (event?.message) tell(event.message);
    // Something is missing: read it all anew.
    if (event?.__typename === 'StreamGap') beginAnew();
  });
  source.addEventListener('error', () => {
    if (source.readyState === EventSource.CLOSED) setTimeout(beginAnew, againMs);
  });
  source.addEventListener('complete', stop);
  return stop;
}

async function load(endpoint: string, id: string): Promise<Loaded> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: loadConversation, variables: { id } }),
  });
  const { data, errors } = await response.json();
  if (!data) throw new Error(JSON.stringify(errors));
  return data;
}

function toldIn(text: string): Told['conversationEvents'] | undefined {
  const { data, errors } = JSON.parse(text);
  if (errors) console.error(JSON.stringify(errors));
  return data?.conversationEvents;
}
