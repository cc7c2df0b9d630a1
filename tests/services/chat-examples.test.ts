import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { createInterface } from 'node:readline';
import { JSDOM } from 'jsdom';
import { type Browser, chromium } from 'playwright-core';
import type { Client } from 'urql';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { connect } from '../../examples/chat/connect.ts';
import { chat, say as sayOverSocket } from '../../examples/chat/over-websocket.ts';
import { freePort } from '../support/free-port.ts';
import { mutateBy } from '../support/mutate.ts';
import { portOf } from '../support/port-of.ts';
import { makeServerData, type ServerData } from '../support/server-data.ts';
import { post, type StartedServer, startServer, tokenFor } from '../support/started-server.ts';
import { TcpGate } from './tcp-gate.ts';

type HookModule = typeof import('../../examples/chat/use-conversation.ts');

const { TEST_CHROMIUM: executablePath = '' } = process.env;

let data: ServerData;
let settings: Record<string, string>;
let server: StartedServer;
let token = '';
let browser: Browser | undefined;
beforeAll(async () => {
  data = await makeServerData();
  const port = await freePort();
  settings = { ...data.settings, PORT: String(port), JWT_SECRET: 'a secret of at least thirty-two characters' };
  token = await tokenFor(settings, '--user', 'ada');
  server = await startServer(settings);
});
afterAll(async () => {
  await browser?.close();
  await server.kill();
  await data.remove();
});

const run = (query: string, variables: Record<string, unknown> = {}) => post(server.endpoint, token, query, variables);

async function startConversation(...messages: string[]): Promise<string> {
  const { collection } = await mutateBy(run, 'createCollection', { name: 'Chats' }, 'collection { id }');
  const input = { collectionId: collection.id };
  const { conversation } = await mutateBy(run, 'createConversation', input, 'conversation { id }');
  await say(conversation.id, ...messages);
  return conversation.id;
}

async function say(conversationId: string, ...contents: string[]): Promise<void> {
  const messages = contents.map((content) => ({ role: 'USER', speaker: 'Ada', content }));
  await mutateBy(run, 'appendMessages', { conversationId, messages });
}

/** Another address of the server, whose connections can be broken. */
async function openGate() {
  const gate = new TcpGate({ host: '127.0.0.1', port: Number(settings['PORT']) });
  onTestFinished(() => gate.shut());
  await gate.open();
  return { gate, endpoint: `http://127.0.0.1:${gate.port}/graphql` };
}

/** All connections break, and messages are added before the clients are back. */
async function cut(gate: TcpGate, conversationId: string, ...contents: string[]): Promise<void> {
  await gate.shut();
  await say(conversationId, ...contents);
  await gate.open();
}

function startExample(file: string, ...args: string[]) {
  const child: ChildProcess & { readonly exitCode: number | null } = spawn(process.execPath, [file, ...args]);
  onTestFinished(() => void child.kill());
  const lines: string[] = [];
  if (child.stdout) createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  return { child, lines, ended: once(child, 'exit') };
}

test('the chat client over graphql-ws loads, follows, sends, and resumes after a server restart', async () => {
  const id = await startConversation('one', 'two');
  const { child, lines, ended } = startExample('examples/chat/over-websocket.ts', server.endpoint, token, id);
  await expect.poll(() => lines, { timeout: 10_000 }).toEqual(['Ada: one', 'Ada: two']);
  child.stdin?.write('three\n');
  await expect.poll(() => lines.at(-1)).toBe('USER: three');
  await say(id, 'four');
  await expect.poll(() => lines.at(-1)).toBe('Ada: four');
  await server.kill();
  server = await startServer(settings);
  await say(id, 'five', 'six');
  await expect.poll(() => lines.at(-1), { timeout: 10_000 }).toBe('Ada: six');
  expect(lines).toEqual(['Ada: one', 'Ada: two', 'USER: three', 'Ada: four', 'Ada: five', 'Ada: six']);
  await run('mutation ($id: ID!) { deleteConversation(input: { id: $id }) { __typename } }', { id });
  expect((await ended)[0]).toBe(0);
});

test('the chat client detects a silently lost connection and resumes where it left off', async () => {
  const id = await startConversation('one');
  const { gate, endpoint } = await openGate();
  const client = connect(endpoint, token, 200);
  const lines: string[] = [];
  const over = chat(client, id, (line) => lines.push(line));
  await expect.poll(() => lines).toEqual(['Ada: one']);
  await say(id, 'two');
  await expect.poll(() => lines.at(-1)).toBe('Ada: two');
  gate.mute();
  await say(id, 'three');
  await expect.poll(() => lines, { timeout: 10_000 }).toEqual(['Ada: one', 'Ada: two', 'Ada: three']);
  await run('mutation ($id: ID!) { deleteConversation(input: { id: $id }) { __typename } }', { id });
  await over;
});

test('the chat client gives up a connection whose opening gets no answer', async () => {
  const id = await startConversation('one');
  const { gate, endpoint } = await openGate();
  const client = connect(endpoint, token, 500);
  const lines: string[] = [];
  const over = chat(client, id, (line) => lines.push(line));
  await expect.poll(() => lines).toEqual(['Ada: one']);
  await say(id, 'two');
  await expect.poll(() => lines.at(-1)).toBe('Ada: two');
  const begun = vi.fn();
  client.on('connecting', begun);
  // Nothing gets an answer, whether it is open or only begins.
  gate.delayMs = 600_000;
  await say(id, 'three');
  await expect.poll(() => begun.mock.calls.length).toBeGreaterThan(1);
  gate.delayMs = 0;
  await expect.poll(() => lines).toEqual(['Ada: one', 'Ada: two', 'Ada: three']);
  await run('mutation ($id: ID!) { deleteConversation(input: { id: $id }) { __typename } }', { id });
  await over;
});

test('the chat client over graphql-ws ends if the conversation was deleted while it was disconnected', async () => {
  const id = await startConversation('one');
  const { gate, endpoint } = await openGate();
  const client = connect(endpoint, token);
  onTestFinished(() => client.dispose());
  const lines: string[] = [];
  const over = chat(client, id, (line) => lines.push(line));
  await expect.poll(() => lines).toEqual(['Ada: one']);
  await say(id, 'two');
  await expect.poll(() => lines).toEqual(['Ada: one', 'Ada: two']);
  await gate.shut();
  await run('mutation ($id: ID!) { deleteConversation(input: { id: $id }) { __typename } }', { id });
  await gate.open();
  await over;
});

/** What a client sends. */
interface Sent {
  readonly type: string;
  readonly id: string;
  // biome-ignore lint/suspicious/noExplicitAny: what is sent is compared
  readonly payload: any;
}

/** A client of a server that passes each message to a callback. */
async function clientOfSockets(
  credential: Parameters<typeof connect>[1],
  onMessage: (socket: WebSocket, sent: Sent) => void,
  quietMs?: number,
) {
  const sockets = new WebSocketServer({ port: 0, handleProtocols: () => 'graphql-transport-ws' });
  onTestFinished(() => sockets.close());
  sockets.on('connection', (socket) => socket.on('message', (data) => onMessage(socket, JSON.parse(String(data)))));
  await once(sockets, 'listening');
  const client = connect(`http://127.0.0.1:${portOf(sockets)}/graphql`, credential, quietMs);
  onTestFinished(() => client.dispose());
  return client;
}

/** The same, where only operations matter: the callback sends their answers. */
const ownSockets = (
  onSubscribe: (tell: (message: object) => void, operation: Sent['payload'], socket: WebSocket) => void,
) =>
  clientOfSockets(token, (socket, { type, id, payload }) => {
    if (type === 'connection_init') socket.send('{"type":"connection_ack"}');
    if (type !== 'subscribe') return;
    onSubscribe((message) => socket.send(JSON.stringify({ id, ...message })), payload, socket);
  });

const said = { type: 'next', payload: { data: { appendMessages: { messages: [] } } } };

test('a message resent over graphql-ws after a lost answer keeps its idempotency key', async () => {
  const sent: unknown[] = [];
  const client = await ownSockets((tell, { variables }, socket) => {
    sent.push(variables.input.messages[0]);
    if (sent.length === 1) return socket.terminate();
    tell(said);
    tell({ type: 'complete' });
  });
  await sayOverSocket(client, 'x', 'three');
  expect(sent).toHaveLength(2);
  expect(sent[0]).toEqual({ role: 'USER', content: 'three', idempotencyKey: expect.stringMatching(/.+/) });
  expect(sent[1]).toEqual(sent[0]);
});

test('a client gets an answer that takes longer than it waits for a sign of life at first', async () => {
  let connections = 0;
  const client = await clientOfSockets(
    token,
    (socket, { type, id }) => {
      if (type === 'connection_init') {
        connections += 1;
        socket.send('{"type":"connection_ack"}');
      }
      // As over a poor network, where a pong comes behind the answer.
      if (type === 'subscribe') setTimeout(() => socket.send(JSON.stringify({ id, ...said })), 1_500);
    },
    200,
  );
  await sayOverSocket(client, 'x', 'three');
  expect(connections).toBeGreaterThan(1);
});

test('each connection sends the token that is current at that time', async () => {
  const shown: unknown[] = [];
  const tokens = ['expired', 'fresh'];
  const client = await clientOfSockets(
    async () => tokens.shift() ?? '',
    (socket, { type, id, payload }) => {
      if (type === 'connection_init') {
        shown.push(payload);
        // As the server closes a socket whose token has expired.
        if (shown.length === 1) socket.close(4403, 'Forbidden');
        else socket.send('{"type":"connection_ack"}');
      }
      if (type === 'subscribe') socket.send(JSON.stringify({ id, ...said }));
    },
  );
  await sayOverSocket(client, 'x', 'three');
  expect(shown).toEqual([{ authorization: 'Bearer expired' }, { authorization: 'Bearer fresh' }]);
});

test('retries after retryAfter if the server is rate limited, and does not retry a refused request', async () => {
  const sent: unknown[] = [];
  const answers = [
    { type: 'error', payload: [{ message: 'later', extensions: { code: 'RATE_LIMITED', retryAfter: 0.01 } }] },
    said,
    { type: 'error', payload: [{ message: 'no', extensions: { code: 'FORBIDDEN' } }] },
  ];
  const client = await ownSockets((tell, { variables }) => {
    tell(answers[sent.length] ?? said);
    sent.push(variables.input.messages[0]);
  });
  await sayOverSocket(client, 'x', 'three');
  expect(sent[1]).toEqual(sent[0]);
  await expect(sayOverSocket(client, 'x', 'four')).rejects.toMatchObject([{ message: 'no' }]);
  expect(sent).toHaveLength(3);
});

test('the chat client over graphql-ws reports what the server refuses', async () => {
  const id = await startConversation('one');
  const [good, wrong] = [connect(server.endpoint, token), connect(server.endpoint, 'wrong')];
  onTestFinished(async () => void (await Promise.all([good.dispose(), wrong.dispose()])));
  await expect(sayOverSocket(good, id, 'x'.repeat(32_001))).rejects.toThrow('is longer than 32000 characters');
  const unauthenticated = [{ extensions: { code: 'UNAUTHENTICATED' } }];
  await expect(sayOverSocket(wrong, id, 'two')).rejects.toMatchObject(unauthenticated);
  await expect(chat(wrong, id, () => {})).rejects.toMatchObject(unauthenticated);
});

/** An API key, and a function for the current credential: first the key, and after its revocation the token. */
async function endingCredential() {
  const { createApiKey: key } = await run(`mutation { createApiKey(input: { name: "phone", scopes: ["write"] }) {
    ... on CreateApiKeyPayload { apiKey { id } secret } } }`);
  let current: string = key.secret;
  const revoke = async () => {
    current = token;
    await run('mutation ($id: ID!) { revokeApiKey(input: { id: $id }) { __typename } }', { id: key.apiKey.id });
  };
  return { current: () => current, revoke };
}

test('the chat client over graphql-ws continues with a new credential when its current one ends', async () => {
  const id = await startConversation('one');
  const { current, revoke } = await endingCredential();
  const client = connect(server.endpoint, current);
  const lines: string[] = [];
  const over = chat(client, id, (line) => lines.push(line));
  await expect.poll(() => lines, { timeout: 10_000 }).toEqual(['Ada: one']);
  const sayNext = async (content: string) => {
    await say(id, content);
    await expect.poll(() => lines.at(-1)).toBe(`Ada: ${content}`);
  };
  await sayNext('two');
  await revoke();
  await sayNext('three');
  // Delivered over the new subscription.
  await sayNext('four');
  expect(lines).toEqual(['Ada: one', 'Ada: two', 'Ada: three', 'Ada: four']);
  await run('mutation ($id: ID!) { deleteConversation(input: { id: $id }) { __typename } }', { id });
  await over;
});

/** A page with the EventSource example, and the cookie that it sends. */
async function eventsPage(endpoint: string, id: string, cookie: string) {
  const { origin } = new URL(endpoint);
  browser ??= await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  const context = await browser.newContext();
  onTestFinished(() => context.close());
  const show = (value: string) =>
    context.addCookies([{ name: 'mnemograph_token', value, url: origin, sameSite: 'Strict' }]);
  await show(cookie);
  // Serves the page as an application would: next to the API, under the same host.
  await context.route(`${origin}/app/**`, async (route) => {
    const file = new URL(route.request().url()).pathname.replace('/app/', 'examples/chat/');
    const body = stripTypeScriptTypes(await readFile(file, 'utf8'));
    await route.fulfill({ contentType: 'text/javascript', body });
  });
  await context.route(`${origin}/page`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }),
  );
  const page = await context.newPage();
  const told: string[] = [];
  page.on('console', (message) => told.push(message.text()));
  await page.goto(`${origin}/page`);
  await page.evaluate(`import('/app/over-events.ts').then(async ({ chat }) => {
    window.lines = [];
    window.stop = await chat('/graphql', '${id}', ({ content }) => window.lines.push(content));
  })`);
  return { page, context, told, show, lines: () => page.evaluate('window.lines') };
}

test.skipIf(executablePath === '')(
  'the chat client over a plain EventSource continues with a new credential when its current one ends',
  async () => {
    const id = await startConversation('one');
    const { current, revoke } = await endingCredential();
    const { lines, told, show, page } = await eventsPage(server.endpoint, id, current());
    await say(id, 'two');
    await expect.poll(lines, { timeout: 10_000 }).toEqual(['one', 'two']);
    await revoke();
    await expect.poll(() => told.join()).toContain('UNAUTHENTICATED');
    await say(id, 'three');
    await show(current());
    await expect.poll(lines).toEqual(['one', 'two', 'three']);
    await say(id, 'four');
    await expect.poll(lines, { timeout: 10_000 }).toEqual(['one', 'two', 'three', 'four']);
    await page.evaluate('window.stop()');
  },
  60_000,
);

test.skipIf(executablePath === '')(
  'the chat client over a plain EventSource loads, follows and resumes in a browser',
  async () => {
    const id = await startConversation('one', 'two');
    const { gate, endpoint } = await openGate();
    const { page, context, lines } = await eventsPage(endpoint, id, token);
    await say(id, 'three');
    await expect.poll(lines, { timeout: 10_000 }).toEqual(['one', 'two', 'three']);
    await cut(gate, id, 'four', 'five');
    await expect.poll(lines).toEqual(['one', 'two', 'three', 'four', 'five']);
    let refused = 0;
    await context.route(/\/graphql/, (route) => {
      refused += 1;
      return route.fulfill({ status: 502, body: 'Bad gateway' });
    });
    await cut(gate, id, 'six');
    await expect.poll(() => refused).toBeGreaterThan(1);
    await context.unroute(/\/graphql/);
    await expect.poll(lines).toEqual(['one', 'two', 'three', 'four', 'five', 'six']);
    await page.evaluate('window.stop()');
  },
  60_000,
);

/** What a component with the React hook renders, for the last conversation it was given. */
async function reactPage(clientOf: (make: HookModule['conversationClient']) => Client | Promise<Client>) {
  const { window } = new JSDOM('<main></main>');
  Object.assign(globalThis, { window, document: window.document });
  const [{ createElement }, { createRoot }, { Provider }, { conversationClient, useConversation }] = await Promise.all([
    import('react'),
    import('react-dom/client'),
    import('urql'),
    import('../../examples/chat/use-conversation.ts'),
  ]);
  const all: string[] = [];
  function Conversation({ id }: { readonly id: string }) {
    const { messages, error } = useConversation(id);
    const text = error?.message ?? messages.map(({ content }) => content).join(' ');
    all.push(`${id}: ${text}`);
    return createElement('p', null, text);
  }
  const main = window.document.querySelector('main');
  if (!main) throw new Error('The page is empty');
  const root = createRoot(main);
  onTestFinished(() => root.unmount());
  const client = await clientOf(conversationClient);
  const open = (id: string) =>
    root.render(createElement(Provider, { value: client }, createElement(Conversation, { id })));
  return { open, all, shown: () => main.textContent };
}

test('the React hook shows each new message of a conversation once, and switches to another conversation', async () => {
  const [id, other] = [await startConversation('one'), await startConversation('other')];
  const { gate, endpoint } = await openGate();
  const { open, shown, all } = await reactPage((make) => make(endpoint, token));
  open(id);
  await expect.poll(shown, { timeout: 10_000 }).toBe('one');
  await say(id, 'two', 'three');
  await expect.poll(shown).toBe('one two three');
  await cut(gate, id, 'four');
  await expect.poll(shown).toBe('one two three four');
  open(other);
  await expect.poll(shown, { timeout: 10_000 }).toBe('other');
  await say(other, 'more');
  await expect.poll(shown).toBe('other more');
  const ofOther = new Set(all.filter((line) => line.startsWith(other)));
  expect([...ofOther]).toEqual([`${other}: `, `${other}: other`, `${other}: other more`]);
});

test('the React hook shows nothing of a message that a purge has emptied', async () => {
  const id = await startConversation('one');
  const { open, shown } = await reactPage((make) => make(server.endpoint, token));
  open(id);
  await expect.poll(shown, { timeout: 10_000 }).toBe('one');
  const messages = [{ role: 'USER', speaker: 'Ada', content: 'secret', remember: true }];
  const { memories } = await mutateBy(run, 'appendMessages', { conversationId: id, messages }, 'memories { id }');
  await say(id, 'three');
  await expect.poll(shown).toBe('one secret three');
  await mutateBy(run, 'forgetMemory', { id: memories[0].id, purge: true, purgeSource: true }, 'memoryId');
  await expect.poll(shown).toBe('one  three');
});

test('the React hook continues with a new credential when its current one ends', async () => {
  const id = await startConversation('one');
  const { current, revoke } = await endingCredential();
  const { open, shown, all } = await reactPage((make) => make(server.endpoint, current));
  open(id);
  await expect.poll(shown, { timeout: 10_000 }).toBe('one');
  await say(id, 'two');
  await expect.poll(shown).toBe('one two');
  await revoke();
  await say(id, 'three');
  await expect.poll(shown).toBe('one two three');
  const other = await startConversation('other');
  open(other);
  await expect.poll(shown, { timeout: 10_000 }).toBe('other');
  expect(new Set(all)).toEqual(
    new Set([`${id}: `, `${id}: one`, `${id}: one two`, `${id}: one two three`, `${other}: `, `${other}: other`]),
  );
});

test('the React hook reloads missing messages, even if more events arrive at the same moment', async () => {
  const message = (seq: number) => ({ id: String(seq), seq, role: 'USER', speaker: null, content: String(seq) });
  let told = [message(1)];
  const load = async () => {
    const edges = told.map((node) => ({ node }));
    const conversation = {
      __typename: 'Conversation',
      id: 'x',
      eventsCursor: String(told.length),
      messages: { edges },
    };
    return Response.json({ data: { conversation } });
  };
  let tell = (_: object) => {};
  const followed = Promise.withResolvers<void>();
  const { Client, fetchExchange, subscriptionExchange } = await import('urql');
  const follow = subscriptionExchange({
    forwardSubscription: () => ({
      subscribe: ({ next }) => {
        tell = (event) => next({ data: { conversationEvents: { cursor: '', ...event } } });
        followed.resolve();
        return { unsubscribe: () => {} };
      },
    }),
  });
  const { open, shown } = await reactPage(
    () => new Client({ url: 'http://none', preferGetMethod: false, fetch: load, exchanges: [fetchExchange, follow] }),
  );
  open('x');
  await expect.poll(shown).toBe('1');
  // It is followed only after it is shown.
  await followed.promise;
  told = [1, 2, 3].map(message);
  tell({ __typename: 'StreamGap' });
  tell({ __typename: 'MessageAppended', message: message(3) });
  await expect.poll(shown).toBe('1 2 3');
});
