import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { startApp } from '../support/app-server.ts';
import { wordVector } from '../support/embedding-endpoint.ts';
import { listenForTest } from '../support/listen.ts';
import { migratedFolder } from '../support/migrated-folder.ts';
import { mutationText } from '../support/mutate.ts';
import { post, tokenFor } from '../support/started-server.ts';

const add = mutationText('addMemories');
const page = `query ($text: String!) {
  collections(first: 5) { edges { node { eventsCursor memoryCount } } }
  search(input: { query: $text }, first: 3) { edges { node { id } } }
  context(input: { message: $text }) { text }
  system { metrics { consumers { name } jobs { queue } } health { status } }
}`;
const lookup = 'query ($text: String!) { search(input: { query: $text }, first: 3) { edges { node { id } } } }';

test('on a single connection, reading a page with its cursor does not deadlock with a waiter for that connection', async () => {
  const DATA_DIR = await migratedFolder();
  onTestFinished(() => rm(DATA_DIR, { recursive: true }));
  const settings = { DATA_DIR, LOG_LEVEL: 'error' };
  const token = await tokenFor(settings, '--user', 'ann', '--scope', 'admin');
  let server = await startApp(settings);
  onTestFinished(() => server.stop());
  const create = mutationText('createCollection', 'collection { id }');
  const { collection } = (await post(server.endpoint, token, create, { input: { name: 'Travels' } })).createCollection;
  const memories = Array.from({ length: 100 }, (_, n) => ({ content: `Ada took train ${n} to Vienna` }));
  await post(server.endpoint, token, add, { input: { collectionId: collection.id, memories } });
  await server.stop();

  server = await startApp(settings);
  const ask = (query: string, text: string) => post(server.endpoint, token, query, { text });
  // Nothing is loaded yet. Then readers with and without a snapshot ask the same, while others write.
  expect((await ask(page, 'Which train did Ada take?')).search.edges).toHaveLength(3);
  const writing = Array.from({ length: 5 }, (_, n) =>
    post(server.endpoint, token, add, {
      input: { collectionId: collection.id, memories: [{ content: `Train ${n}` }] },
    }),
  );
  const asked = Array.from({ length: 20 }, (_, n) => ask(n % 2 ? page : lookup, `Which train, ${n >> 2}?`));
  for (const { search } of await Promise.all(asked)) expect(search.edges).toHaveLength(3);
  await Promise.all(writing);
  expect(server.said()).not.toContain('was taken away');
});

const message =
  'We moved to Graz in May and painted the whole kitchen yellow with my brother. Which train did Ada take to Vienna?';

test('a page holds no connection while its question is embedded, which is not done for unauthorized requests', async () => {
  const DATA_DIR = await migratedFolder();
  onTestFinished(() => rm(DATA_DIR, { recursive: true }));
  const asked: string[] = [];
  const held = new Map<string, () => Promise<void>>();
  const endpoint = createServer(async (request, response) => {
    const sent = await text(request);
    // The check whether the endpoint is reachable sends no body.
    const { input }: { input: string[] } = sent === '' ? { input: [] } : JSON.parse(sent);
    asked.push(...input);
    for (const one of input) await held.get(one)?.();
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ data: input.map((of, index) => ({ index, embedding: wordVector(of) })) }));
  });
  const EMBEDDING_BASE_URL = await listenForTest(endpoint);
  const settings = { DATA_DIR, EMBEDDING_PROVIDER: 'openai', EMBEDDING_BASE_URL, EMBEDDING_MODEL: 'm' };
  const token = await tokenFor(settings, '--user', 'ann', '--scope', 'admin');
  const server = await startApp(settings);
  onTestFinished(() => server.stop());
  await post(server.endpoint, token, mutationText('createCollection'), { input: { name: 'Travels' } });
  for (const [question, embedded] of [
    ['Which train?', 'Which train?'],
    [message, 'Which train did Ada take to Vienna?'],
    ['um, can you list the order in which I brought up my trips to Graz?', 'trips to Graz?'],
  ] as const) {
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    const { promise: comes, resolve: come } = Promise.withResolvers<void>();
    held.set(embedded, () => {
      come();
      return opened;
    });
    const found = post(server.endpoint, token, page, { text: question });
    await comes;
    // Another each time: a cached answer would need no connection.
    const other = post(server.endpoint, token, `{ memories(first: ${embedded.length}) { totalCount } }`);
    expect(await Promise.race([found.then(() => 'the page'), other.then(() => 'another')])).toBe('another');
    open();
    expect((await found).search.edges).toEqual([]);
  }
  await expect(post(server.endpoint, 'none', page, { text: 'Whose train?' })).rejects.toThrow('UNAUTHENTICATED');
  expect(asked).not.toContain('Whose train?');
});
