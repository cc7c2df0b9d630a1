import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { command } from '../scripts/command.ts';
import { Publisher } from './fanout/publisher.ts';
import { Subscribers } from './fanout/subscribers.ts';
import { connectApi } from './support/api.ts';
import { conditions } from './support/conditions.ts';
import { createCollection } from './support/create-collection.ts';
import { distribution } from './support/distribution.ts';
import { allOrOne, countOption } from './support/options.ts';
import { progress } from './support/progress.ts';
import { share, table } from './support/table.ts';
import { type OwnServer, startOn } from './support/target.ts';

const usage = `Measures how many events a second reach 1,000 subscribers on a socket each, beside a bare \`ws\` server that sends the
same bytes to as many, and how late events come at 20 a second.

  npm run bench:fanout -- [--subscribers 1000] [--documents shared|different] [--quick]`;

const options = {
  subscribers: { type: 'string', default: '1000' },
  documents: { type: 'string' },
  quick: { type: 'boolean', default: false },
} as const;

/** Source: issue 5, "What must be shown". */
const targets = { shared: 0.5, different: 0.15, lagMs: 100 };
const perSecond = 20;
const bare = new URL('fanout/bare-server.ts', import.meta.url).pathname;
const kinds = ['shared', 'different'] as const;
type Kind = (typeof kinds)[number];

interface Effort {
  readonly subscribers: number;
  /** Number of events in a burst: below the buffer size, so that none is dropped. */
  readonly bursts: Readonly<Record<Kind, number>>;
  readonly rounds: number;
  readonly seconds: number;
}

const subscription = (name: string, memory: string) => /* GraphQL */ `
  subscription ${name}($id: ID!) {
    collectionEvents(collectionId: $id, buffer: { size: 1000, overflow: CLOSE }) {
      ... on StreamEvent { cursor at } ... on MemoryAdded { ${memory} }
    }
  }`;

const choice = ['kind', 'tags', 'createdAt', 'updatedAt', 'validFrom', 'tier', 'status', 'revision'];

/** Every document differs: each has its own names and selects its own three of eight fields. */
function differentDocument(index: number): string {
  const fields = [0, 1, 2].map((place) => choice[(index * (place + 1) + place) % choice.length]);
  return subscription(`Subscriber${index}`, `memory${index}: memory { id content ${[...new Set(fields)].join(' ')} }`);
}

const sharedDocument = subscription('Shared', 'memory { id content kind tags createdAt }');

async function connect(kind: Kind, server: OwnServer, collectionId: string, count: number): Promise<Subscribers> {
  return Subscribers.connect({
    url: server.endpoint.replace('http', 'ws'),
    protocol: 'graphql-transport-ws',
    count,
    hello: (index) => {
      const query = kind === 'shared' ? sharedDocument : differentDocument(index);
      const payload = { query, variables: { id: collectionId } };
      return [
        JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${server.token}` } }),
        JSON.stringify({ type: 'subscribe', id: '1', payload }),
      ];
    },
  });
}

interface Measured {
  readonly perSecond: number;
  readonly lags: readonly number[];
  /** One message as received. */
  readonly sample: string;
}

async function measure(kind: Kind, effort: Effort): Promise<Measured> {
  const { subscribers: count, rounds, seconds } = effort;
  const burst = effort.bursts[kind];
  const settings = { MAX_SUBSCRIPTIONS_PER_VIEWER: String(count) };
  await using server = await startOn('postgres', { settings });
  using api = connectApi(server);
  const collectionId = await createCollection(api, 'Fan-out');
  const publisher = new Publisher(api, collectionId, 'of a burst');
  progress(`${kind}: ${count} subscribers connect`);
  using subscribers = await connect(kind, server, collectionId, count);
  let best = 0;
  for (let round = 0; round <= rounds; round += 1) {
    progress(`${kind}: round ${round} of ${rounds}`);
    const received = subscribers.expect(burst * count);
    await publisher.burst(burst);
    best = Math.max(best, await received);
  }
  progress(`${kind}: ${perSecond} events a second`);
  const lags: number[] = [];
  let sample = '';
  using paced = connectApi({ ...server, connections: perSecond });
  const received = subscribers.expect(perSecond * seconds * count, (text) => {
    sample = text;
    lags.push(Date.now() - happenedAt(text));
  });
  await new Publisher(paced, collectionId, 'paced').pace(perSecond, seconds);
  await received;
  return { perSecond: best, lags, sample };
}

async function measureBare(text: string, { subscribers: count, bursts, rounds }: Effort): Promise<number> {
  const child: ChildProcess = fork(bare);
  try {
    const [started] = await once(child, 'message');
    const { port } = z.object({ port: z.number() }).parse(started);
    using subscribers = await Subscribers.connect({
      url: `ws://127.0.0.1:${port}`,
      count,
      hello: () => [],
    });
    let best = 0;
    for (let round = 0; round <= rounds; round += 1) {
      progress(`bare ws: round ${round} of ${rounds}`);
      const received = subscribers.expect(bursts.shared * count);
      child.send({ text, messages: bursts.shared });
      best = Math.max(best, await received);
    }
    return best;
  } finally {
    child.kill();
  }
}

function happenedAt(text: string): number {
  const start = text.indexOf('"at":"') + '"at":"'.length;
  return Date.parse(text.slice(start, text.indexOf('"', start)));
}

async function run(): Promise<void> {
  const { values } = parseArgs({ options });
  const subscribers = countOption('--subscribers', values.subscribers);
  const bursts = values.quick ? { shared: 100, different: 20 } : { shared: 400, different: 60 };
  const effort = { subscribers, bursts, rounds: values.quick ? 1 : 3, seconds: values.quick ? 3 : 10 };
  console.log(`${conditions()}; Postgres, ${subscribers} subscribers\n`);
  const rows: string[][] = [];
  let sample = '';
  const measured = new Map<Kind, Measured>();
  for (const kind of allOrOne('--documents', kinds, values.documents)) {
    const one = await measure(kind, effort);
    measured.set(kind, one);
    sample ||= one.sample;
  }
  const bareRate = await measureBare(sample, effort);
  for (const [kind, { perSecond: rate, lags }] of measured) {
    const { p50, p95 } = distribution(lags);
    rows.push([
      kind === 'shared' ? 'one document' : 'all-different documents',
      rate.toFixed(0),
      share(rate / bareRate),
      `≥ ${share(targets[kind])}`,
      p50.toFixed(0),
      p95.toFixed(0),
      kind === 'shared' ? `< ${targets.lagMs}` : '',
    ]);
  }
  rows.push([`bare ws, ${sample.length} bytes`, bareRate.toFixed(0), '', '', '', '', '']);
  console.log(table(['', 'deliveries/s', 'of bare', 'to reach', 'lag p50 ms', 'p95', 'to reach'], rows));
}

await command(usage, run);
