import { parseArgs } from 'node:util';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { command } from '../scripts/command.ts';
import { Publisher } from './fanout/publisher.ts';
import { type Api, connectApi } from './support/api.ts';
import { conditions } from './support/conditions.ts';
import { createCollection } from './support/create-collection.ts';
import { countOption } from './support/options.ts';
import { progress } from './support/progress.ts';
import { table } from './support/table.ts';
import { type OwnServer, startOn } from './support/target.ts';
import { untilFollowed } from './support/until-followed.ts';

const usage = `Measures how long subscribers who come back take to be told all that they missed of a collection's stream.

  npm run bench:returning -- [--events 6000]`;

const options = { events: { type: 'string', default: '6000' } } as const;

/** How many subscribers reconnect at once, and how many events lie between the cursors of neighbours. */
const cases = [
  { subscribers: 1, apart: 0 },
  { subscribers: 16, apart: 0 },
  { subscribers: 16, apart: 10 },
  { subscribers: 40, apart: 150 },
];
/** All distances are multiples of it. */
const step = 10;
const place = z.object({ collection: z.object({ eventsCursor: z.string() }) });

/** Each subscriber sends a document of its own for the same data. */
const subscription = (name: string) => /* GraphQL */ `
  subscription ${name}($id: ID!, $after: String!) {
    collectionEvents(collectionId: $id, after: $after) {
      ... on StreamEvent { cursor at } ... on MemoryAdded { memory { id content kind tags createdAt } }
    }
  }`;

/** Writes events. Returns the cursors before every tenth of them. */
async function fill(api: Api, id: string, events: number): Promise<readonly string[]> {
  const publisher = new Publisher(api, id, 'missed');
  const cursors: string[] = [];
  for (let written = 0; written < events; written += step) {
    if (written % 500 === 0) progress(`${written} of ${events} events`);
    const { collection } = await api.run('query ($id: ID!) { collection(id: $id) { eventsCursor } }', { id }, place);
    cursors.push(collection.eventsCursor);
    await publisher.burst(step);
  }
  await untilFollowed(api);
  return cursors;
}

interface Returning {
  readonly name: string;
  readonly id: string;
  readonly after: string;
  readonly missed: number;
}

/** Seconds until a reconnecting subscriber has received everything it missed. */
function comeBack(server: OwnServer, { name, id, after, missed }: Returning): Promise<number> {
  const start = performance.now();
  const words = [
    { type: 'connection_init', payload: { authorization: `Bearer ${server.token}` } },
    { type: 'subscribe', id: '1', payload: { query: subscription(name), variables: { id, after } } },
  ];
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(server.endpoint.replace('http', 'ws'), ['graphql-transport-ws']);
    const say = () => socket.send(JSON.stringify(words.shift()));
    let told = 0;
    socket.once('open', say);
    socket.on('message', (data: Buffer) => {
      if (words.length > 0) return say();
      if (!data.includes('"createdAt"')) return;
      told += 1;
      if (told < missed) return;
      resolve((performance.now() - start) / 1_000);
      socket.close();
    });
    socket.once('close', (code, reason) => reject(new Error(`closed with ${code} ${reason} after ${told} events`)));
    socket.once('error', reject);
  });
}

async function run(): Promise<void> {
  const events = countOption('--events', parseArgs({ options }).values.events);
  console.log(`${conditions()}; Postgres, ${events} events\n`);
  await using server = await startOn('postgres');
  using api = connectApi(server);
  const id = await createCollection(api, 'Returning');
  const cursors = await fill(api, id, events);
  const rows: string[][] = [];
  for (const { subscribers, apart } of cases) {
    progress(`${subscribers} come back, ${apart} events apart`);
    const places = Array.from({ length: subscribers }, (_, index) => (index * apart) % events);
    const all = places.map((before, index) =>
      comeBack(server, { name: `Returning${index}`, id, after: cursors[before / step] ?? '', missed: events - before }),
    );
    const last = Math.max(...(await Promise.all(all)));
    const told = places.reduce((total, before) => total + events - before, 0);
    rows.push([`${subscribers}`, `${apart}`, last.toFixed(1), (told / last).toFixed(0)]);
  }
  console.log(table(['subscribers', 'events apart', 'seconds until all have all', 'events/s'], rows));
}

await command(usage, run);
