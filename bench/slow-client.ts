import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { command } from '../scripts/command.ts';
import { Follower, type Transport, transports } from './slow-client/follower.ts';
import { type Api, connectApi } from './support/api.ts';
import { conditions } from './support/conditions.ts';
import { createCollection } from './support/create-collection.ts';
import { createConversation } from './support/create-conversation.ts';
import { distribution } from './support/distribution.ts';
import { countOption } from './support/options.ts';
import { progress } from './support/progress.ts';
import { table } from './support/table.ts';
import { type OwnServer, startOn } from './support/target.ts';

const usage = `Measures what a client costs that subscribes and then stops to read while events of 1 KB are told: how the
server's heap grows, garbage collected, and how late others are told meanwhile. Beside it, the same without such a client.

  npm run bench:slow-client -- [--events 100000] [--quick]`;

const options = {
  events: { type: 'string', default: '100000' },
  quick: { type: 'boolean', default: false },
} as const;

/** Source: issue 5, "What must be shown". */
const mostGrowthMb = 3;
const bulk = 1_000;
/** Number of events until one-time allocations are done and buffers have their size. */
const warmUp = 10_000;
/** Bulks between two memory readings. */
const lookEvery = 5;
const probe = new URL('slow-client/memory-probe.ts', import.meta.url).pathname;
const memory = z.object({ heap: z.number(), rss: z.number() });

const appendMessages = /* GraphQL */ `
  mutation ($input: AppendMessagesInput!) { appendMessages(input: $input) { __typename } }`;
const appended = z.object({ appendMessages: z.object({ __typename: z.literal('AppendMessagesPayload') }) });

interface Measured {
  readonly heapMb: number;
  readonly rssMb: number;
  readonly lags: readonly number[];
  readonly lost: number;
}

async function publish(api: Api, conversationId: string): Promise<void> {
  const messages = Array.from({ length: bulk }, () => ({ role: 'USER', content: 'x'.repeat(1024) }));
  await api.run(appendMessages, { input: { conversationId, messages } }, appended);
}

const look = async (server: OwnServer) => memory.parse(await server.askProbe());

/** `stalled`: the transport of the client that stops reading. Null: none does. */
async function measure(stalled: Transport | null, events: number): Promise<Measured> {
  await using server = await startOn('postgres', { nodeOptions: ['--import', probe] });
  using api = connectApi(server);
  const collectionId = await createCollection(api, 'Slow client');
  const following = { ...server, conversationId: await createConversation(api, collectionId) };
  using clients = new DisposableStack();
  const fast = await Promise.all(transports.map((transport) => Follower.follow(transport, following)));
  for (const one of fast) clients.use(one);
  const caughtUp = async (sent: number) => {
    while (!fast.every(({ messages, dropped }) => messages + dropped >= sent)) await setTimeout(1);
  };
  for (let sent = bulk; sent <= warmUp; sent += bulk) {
    await publish(api, following.conversationId);
    await caughtUp(sent);
  }
  if (stalled) clients.use(await Follower.follow(stalled, following)).stall();

  const before = await look(server);
  const most = { ...before };
  for (let sent = bulk; sent <= events; sent += bulk) {
    await publish(api, following.conversationId);
    // Throttled to the speed of the active readers.
    await caughtUp(warmUp + sent);
    if ((sent / bulk) % lookEvery > 0) continue;
    progress(`${stalled ?? 'nobody'}: ${sent} of ${events} events`);
    const now = await look(server);
    most.heap = Math.max(most.heap, now.heap);
    most.rss = Math.max(most.rss, now.rss);
  }
  return {
    heapMb: (most.heap - before.heap) / 1e6,
    rssMb: (most.rss - before.rss) / 1e6,
    lags: fast.flatMap(({ lags }) => lags),
    lost: fast.reduce((sum, { dropped }) => sum + dropped, 0),
  };
}

async function run(): Promise<void> {
  const { values } = parseArgs({ options });
  const events = values.quick ? 20_000 : countOption('--events', values.events);
  console.log(`${conditions()}; Postgres, ${events} events of 1 KB in bulks of ${bulk}\n`);
  const rows: string[][] = [];
  let withoutMb = 0;
  for (const stalled of [null, ...transports]) {
    const { heapMb, rssMb, lags, lost } = await measure(stalled, events);
    const { p50, p95 } = distribution(lags);
    if (!stalled) withoutMb = heapMb;
    rows.push([
      stalled ? `stalled over ${stalled}` : 'nobody stalled',
      heapMb.toFixed(1),
      stalled ? (heapMb - withoutMb).toFixed(1) : '',
      stalled ? `< ${mostGrowthMb}` : '',
      rssMb.toFixed(1),
      p50.toFixed(0),
      p95.toFixed(0),
      String(lost),
    ]);
  }
  const head = [
    '',
    'heap + MB',
    'by the client',
    'to reach',
    'RSS + MB',
    "others' lag p50 ms",
    'p95',
    'lost to others',
  ];
  console.log(table(head, rows));
}

await command(usage, run);
