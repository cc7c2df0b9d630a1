/**
 * A chat client for browsers over server-sent events, with the EventSource that every browser has. It comes back by itself when
 * the connection is lost, and says what it has seen last: the server goes on after that. An answer that is no stream, as a proxy gives
 * while the server is away, ends it for good, and so does the end of its credential: then all begins anew, with what the cookie
 * holds by then.
 *
 * An EventSource sends no header, so the page shows who it is by the cookie `mnemograph_token`. It counts for pages of the
 * server's own origin: put both behind one name.
 */
import {
  followConversation,
  type Loaded,
  loadConversation,
  type Message,
  over,
  showOnce,
  type Told,
} from './conversation.ts';

const againMs = 1_000;

/** How long an answer may take to begin: where a network falls silent, browsers wait for minutes. */
const answerMs = 10_000;

interface Answer {
  readonly data?: Told | null;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}

/** Shows what was and is said. Answers what stops it. */
export async function chat(
  endpoint: string,
  id: string,
  show: (message: Message) => void,
  patienceMs = answerMs,
): Promise<() => void> {
  const tell = showOnce(show);
  let source: EventSource | undefined;
  let isStopped = false;
  const begin = async () => {
    const { conversation } = await load(endpoint, id, patienceMs);
    if (!conversation) throw new Gone('No conversation has this id');
    if (isStopped) return;
    for (const { node } of conversation.messages.edges) tell(node);
    const variables = JSON.stringify({ id, after: conversation.eventsCursor });
    source = new EventSource(`${endpoint}?${new URLSearchParams({ query: followConversation, variables })}`);
    follow(source, tell, beginAnew, patienceMs);
  };
  const beginAnew = () => {
    if (isStopped) return;
    begin().catch((error: unknown) => {
      console.error(error);
      if (!(error instanceof Gone)) setTimeout(beginAnew, againMs);
    });
  };
  await begin();
  return () => {
    isStopped = true;
    source?.close();
  };
}

class Gone extends Error {}

function follow(
  source: EventSource,
  tell: (message: Message) => void,
  beginAnew: () => void,
  patienceMs: number,
): void {
  let isOver = false;
  const leave = () => {
    clearTimeout(late);
    source.close();
  };
  const giveUp = () => {
    leave();
    beginAnew();
  };
  let late = setTimeout(giveUp, patienceMs);
  source.addEventListener('open', () => clearTimeout(late));
  source.addEventListener('next', ({ data: text }) => {
    const { data, errors = [] }: Answer = JSON.parse(text);
    if (errors.length > 0) console.error(JSON.stringify(errors));
    isOver ||= errors.some(({ extensions }) => over.has(extensions.code));
    const event = data?.conversationEvents;
    if (event?.message) tell(event.message);
    // Something is missing: read it all anew.
    if (event?.__typename === 'StreamGap') giveUp();
  });
  source.addEventListener('error', () => {
    clearTimeout(late);
    if (source.readyState === EventSource.CLOSED) setTimeout(beginAnew, againMs);
    // It connects again by itself.
    else late = setTimeout(giveUp, patienceMs);
  });
  // A stream ends with its credential, too: there may be another by now.
  source.addEventListener('complete', () => {
    leave();
    if (!isOver) setTimeout(beginAnew, againMs);
  });
}

async function load(endpoint: string, id: string, patienceMs: number): Promise<Loaded> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: loadConversation, variables: { id } }),
    signal: AbortSignal.timeout(patienceMs),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}
