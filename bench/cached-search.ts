import { parseArgs } from 'node:util';
import { command } from '../scripts/command.ts';
import { hammer, requestBytes } from './hot-path/hammer.ts';
import { fill } from './search/fill.ts';
import { newQueries } from './search/new-questions.ts';
import { readVocabulary } from './search/vocabulary.ts';
import { connectApi } from './support/api.ts';
import { conditions } from './support/conditions.ts';
import { countOption, oneOf } from './support/options.ts';
import { progress } from './support/progress.ts';
import type { BenchServer } from './support/server.ts';
import { table } from './support/table.ts';
import { engines, startOn } from './support/target.ts';
import { untilFollowed } from './support/until-followed.ts';
import { untilQuiet } from './support/until-quiet.ts';

const usage = `Measures how many searches a second are answered over HTTP to 50 clients, in one run: new to every cache; with a ranking that is
kept, its memories read anew; and word by word as before.

  npm run bench:cached-search -- [--database postgres|embedded] [--memories 20000] [--quick]

  --database  what the server that is started runs on; default postgres, with the Redis of TEST_REDIS_URL, if it is set
  --memories  size of the collection; default 20000
  --quick     a fifth of the time`;

const options = {
  database: { type: 'string', default: 'postgres' },
  memories: { type: 'string', default: '20000' },
  quick: { type: 'boolean', default: false },
} as const;

const clients = 50;
/** Number of distinct questions that are repeated. */
const repeated = 100;
const first = 10;
const warmUpMs = 5_000;
const least = { perSecond: 1_500, times: 10 };

/** One search. A request with the field that reports on the ranking cache is never answered from stored responses. */
function searchBytes(token: string, collectionId: string, query: string, field = ''): Buffer {
  const source = `query ($input: SearchInput!) { search(input: $input, first: ${first}) { failedArms ${field}
    edges { score node { id content speaker validFrom } } } }`;
  return requestBytes(token, { query: source, variables: { input: { query, collectionIds: [collectionId] } } });
}

/** Waits until no consumer of the log is behind: their work invalidates cached entries. */
async function untilIdle(server: BenchServer): Promise<void> {
  using api = connectApi(server);
  await untilFollowed(api);
  await untilQuiet(server.pid);
}

/** A single client gets the collection loaded and the code compiled; many clients would delay the loading. */
async function warmUp(port: number, next: () => Buffer): Promise<void> {
  progress('until what the first searches have loaded is loaded');
  await hammer(port, next, 1, warmUpMs);
}

async function run(): Promise<void> {
  const { values } = parseArgs({ options });
  const database = oneOf('--database', engines, values.database);
  const wanted = countOption('--memories', values.memories);
  console.log(`${conditions()}; ${clients} clients\n`);
  const redis = process.env['TEST_REDIS_URL'];
  const settings = { RATE_LIMIT_PRO: '1000000000', ...(redis && database === 'postgres' && { REDIS_URL: redis }) };
  await using server = await startOn(database, { settings });
  const vocabulary = await readVocabulary();
  const { collectionId, conversations, memories } = await fill(server, wanted, vocabulary);
  progress('until what follows the writes has come along');
  await untilIdle(server);
  const port = Number(new URL(server.endpoint).port);
  const next = newQueries(vocabulary);
  const question = () => next(conversations);
  const known = Array.from({ length: repeated }, question);
  const asked = (query: string, field?: string) => searchBytes(server.token, collectionId, query, field);
  const again = known.map((query) => asked(query));
  const kinds: readonly (readonly [string, () => Buffer])[] = [
    ['new to every cache', () => asked(question())],
    ['a ranking that is kept', inTurn(known.map((query) => asked(query, 'cache')))],
    ['word by word as before', inTurn(again)],
  ];
  await warmUp(port, () => asked(question()));
  const ms = values.quick ? 2_000 : 10_000;
  const rates: number[] = [];
  for (const [kind, send] of kinds) {
    progress(kind);
    await hammer(port, send, clients, ms / 2);
    rates.push(await hammer(port, send, clients, ms));
  }
  console.log(`${database}, ${memories} memories${settings.REDIS_URL ? ', Redis' : ''}\n`);
  console.log(
    report(
      kinds.map(([kind]) => kind),
      rates,
    ),
  );
}

function report(kinds: readonly string[], rates: readonly number[]): string {
  const [uncached = Number.NaN] = rates;
  const rows = kinds.map((kind, index) => {
    const rate = rates[index] ?? Number.NaN;
    const target = index === 0 ? '' : `≥ ${least.perSecond}/s, ≥ ${least.times}`;
    return [kind, rate.toFixed(0), (rate / uncached).toFixed(1), target];
  });
  return table(['searches', 'a second', 'times the new', 'to reach'], rows);
}

/** Returns one after the other, again and again. */
function inTurn(requests: readonly Buffer[]): () => Buffer {
  let sent = 0;
  return () => {
    const request = requests[sent % requests.length];
    if (!request) throw new Error('There are no questions');
    sent += 1;
    return request;
  };
}

await command(usage, run);
