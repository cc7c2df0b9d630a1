import { rm } from 'node:fs/promises';
import { request } from 'node:http';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { AuthenticationError } from '../../src/account/account.errors.ts';
import type { Viewer } from '../../src/account/viewer.ts';
import { serve } from '../../src/app/serve.ts';
import { startServices } from '../../src/app/start-services.ts';
import { encodeNodeId } from '../../src/graphql/node-id.ts';
import { loadConfig } from '../../src/platform/config/config.ts';
import { consumerLag } from '../../src/platform/events/consumer.ts';
import { heldBytes } from '../support/held-bytes.ts';
import { migratedFolder } from '../support/migrated-folder.ts';
import { makeViewer } from '../support/viewer.ts';

/** Fewer in CI, 1,000 in `npm run check:long`. */
const cycles = Number(process.env['VANISHING_CLIENTS'] ?? 60);
const atOnce = 20;

const stack = new AsyncDisposableStack();
const viewer: Viewer = makeViewer();
let parts: Awaited<ReturnType<typeof startServices>>;
let url = '';
let collectionId = '';

beforeAll(async () => {
  const folder = await migratedFolder();
  stack.defer(() => rm(folder, { recursive: true }));
  const config = loadConfig({ DATA_DIR: folder, PORT: '0', JWT_SECRET: 'a secret of at least thirty-two characters' });
  const log = pino({ level: 'silent' });
  parts = await startServices(config, log, stack);
  const { services } = parts;
  const authenticate = async (authorization: string | null) => {
    if (authorization !== 'Bearer mine') throw new AuthenticationError('Not mine');
    return viewer;
  };
  const readiness = async () => ({});
  const server = await serve(config, { ...parts, authenticate, readiness, log }, stack);
  url = server.url;
  collectionId = (await services.collections.create(viewer, { name: 'Watched' })).id;
});
afterAll(() => stack.disposeAsync());

const subscription = () => ({
  query: 'subscription ($id: ID!) { collectionEvents(collectionId: $id) { __typename ... on StreamEvent { cursor } } }',
  variables: { id: encodeNodeId('Collection', collectionId) },
});

/** Connects, subscribes, reads the first event, and disappears without closing. */
function overSocket(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    socket.on('error', reject);
    socket.on('open', () =>
      socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: 'Bearer mine' } })),
    );
    socket.on('message', (data) => {
      const { type } = JSON.parse(String(data));
      if (type === 'connection_ack') {
        socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: subscription() }));
        return;
      }
      socket.terminate();
      resolve();
    });
  });
}

function overEvents(): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { accept: 'text/event-stream', 'content-type': 'application/json', authorization: 'Bearer mine' };
    const sent = request(`${url}/graphql`, { method: 'POST', headers, agent: false }, (response) => {
      response.on('error', () => {});
      response.on('data', (chunk: Buffer) => {
        if (!chunk.includes('StreamOpened')) return;
        sent.destroy();
        resolve();
      });
    });
    sent.on('error', reject);
    sent.end(JSON.stringify(subscription()));
  });
}

async function vanish(count: number): Promise<void> {
  for (let done = 0; done < count; done += atOnce) {
    await Promise.all(Array.from({ length: atOnce }, (_, n) => (n % 2 === 0 ? overSocket() : overEvents())));
    await parts.services.memories.add(viewer, collectionId, { content: `memory ${count} ${done}` });
  }
}

/** Everything a client could leave behind: subscriptions and connections. */
function leftovers() {
  const { active, queued } = parts.services.streams.figures;
  return { active, queued, running: parts.subscriptions.figures.active, connections: running('TCPSocketWrap') };
}

const running = (resource: string): number =>
  process.getActiveResourcesInfo().filter((name) => name === resource).length;

test(`${cycles} clients that connect, subscribe and vanish leak nothing`, { timeout: 120_000 }, async () => {
  await vanish(2 * atOnce);
  // What reads memories for names loads its dictionary with the first one, late on a slow machine.
  const unread = async () => (await consumerLag(parts.opened.db, { name: 'graph', kind: 'collection' })).lagEvents;
  await expect.poll(unread).toBe(0);
  const nothing = { active: 0, queued: 0, running: 0, connections: 0 };
  await expect.poll(leftovers, { timeout: 5_000 }).toEqual(nothing);
  const heldBefore = await heldBytes();
  const timers = running('Timeout');

  await vanish(cycles);
  await expect.poll(leftovers, { timeout: 5_000 }).toEqual(nothing);
  // The server, the database and the test itself have a few timers that come and go.
  await expect.poll(() => running('Timeout'), { timeout: 5_000 }).toBeLessThan(timers + 5);
  // What the server itself works on for a while, after the writes, goes again; what a client left would stay.
  const grown = async () => (await heldBytes()) - heldBefore;
  await expect.poll(grown, { timeout: 20_000, interval: 500 }).toBeLessThan(5 * 1024 * 1024);
});
