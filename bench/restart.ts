import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { command } from '../scripts/command.ts';
import { encodeNodeId } from '../src/graphql/node-id.ts';
import { emptyCollection } from './search/bulk-fill.ts';
import { turnsOfConversation } from './search/conversations.ts';
import { fillWithoutServer } from './search/fill-without-server.ts';
import { searchFor } from './search/measure-searches.ts';
import { newQueries } from './search/new-questions.ts';
import { readVocabulary } from './search/vocabulary.ts';
import { connectApi } from './support/api.ts';
import { conditions } from './support/conditions.ts';
import { distribution } from './support/distribution.ts';
import { milliseconds } from './support/milliseconds.ts';
import { countOption } from './support/options.ts';
import { progress } from './support/progress.ts';
import { type BenchServer, signBenchToken, startServer } from './support/server.ts';
import { table } from './support/table.ts';
import { createStore, type Store, vacuum } from './support/target.ts';

const usage = `Measures the searches of many accounts in the first seconds of a server, on Postgres: one that knows from others what was
searched last, and one that does not. By turns.

  npm run bench:restart -- [--accounts 100] [--memories 1000] [--seconds 15] [--starts 2]

  --memories  of each account
  --seconds   for which one user of each account searches, resting a second after each answer
  --starts    of each of the two`;

const options = {
  accounts: { type: 'string', default: '100' },
  memories: { type: 'string', default: '1000' },
  seconds: { type: 'string', default: '15' },
  starts: { type: 'string', default: '2' },
} as const;

const restMs = 1_000;

interface Account {
  readonly principal: string;
  readonly collectionId: string;
}

interface Load {
  readonly seconds: number;
  readonly next: () => string;
}

async function run(): Promise<void> {
  const { values } = parseArgs({ options });
  const conversations = Math.ceil(countOption('--memories', values.memories) / turnsOfConversation);
  const seconds = countOption('--seconds', values.seconds);
  const starts = countOption('--starts', values.starts);
  const vocabulary = await readVocabulary();
  console.log(`${conditions()}\n`);
  await using store = await createStore('postgres');
  const accounts = await fill(store, countOption('--accounts', values.accounts), conversations, vocabulary);
  const query = newQueries(vocabulary);
  const load = { seconds, next: () => query(conversations) };
  const rows: string[][] = [];
  for (let number = 0; number < starts; number += 1) {
    for (const knows of [false, true]) rows.push(await start(store, accounts, knows, load));
  }
  const head = [
    'what was searched',
    'ready, ms',
    'searches',
    'failed',
    'first p50, ms',
    'p50, ms',
    'p95, ms',
    'most, ms',
  ];
  console.log(table(head, rows));
}

async function fill(
  store: Store,
  count: number,
  conversations: number,
  vocabulary: readonly string[],
): Promise<Account[]> {
  const accounts: Account[] = [];
  await fillWithoutServer(store, { vocabulary, late: 'terms' }, async (filling) => {
    for (let number = 0; number < count; number += 1) {
      if (number % 10 === 0) progress(`storing: ${number} of ${count} accounts`);
      const principal = `account ${number}`;
      const to = await emptyCollection(filling.db, principal);
      await filling.fill(to, { conversations });
      accounts.push({ principal, collectionId: encodeNodeId('Collection', to.collectionId) });
    }
  });
  await vacuum(store);
  return accounts;
}

/** Starts a server, lets each account search, and returns the row of the table. */
async function start(store: Store, accounts: readonly Account[], knows: boolean, load: Load): Promise<string[]> {
  progress(knows ? 'a start that knows what was searched' : 'a start that does not know');
  await note(store, knows);
  const began = performance.now();
  await using server = await startServer(store);
  const readyMs = performance.now() - began;
  const users = await Promise.all(accounts.map((account) => user(server, account, load)));
  const times = users.flat();
  const answered = times.filter((time) => time !== null);
  const first = distribution(users.flatMap(([time]) => time ?? []));
  const { p50, p95, most } = distribution(answered);
  const failed = times.length - answered.length;
  const figures = [readyMs, times.length, failed, first.p50, p50, p95, most].map((figure) => figure.toFixed(0));
  return [knows ? 'known' : 'unknown', ...figures];
}

/** What another process would have noted of all accounts, or nothing. */
async function note(store: Store, isSearched: boolean): Promise<void> {
  await using stored = await store.open();
  await stored.pool.query('truncate searched_collection');
  if (!isSearched) return;
  await stored.pool.query('insert into searched_collection select account_id, id, now() from collection');
}

/** Milliseconds of each search; null: it failed. */
async function user(server: BenchServer, account: Account, load: Load): Promise<(number | null)[]> {
  using api = connectApi({ ...server, token: await signBenchToken(account.principal) });
  const until = performance.now() + load.seconds * 1_000;
  const times: (number | null)[] = [];
  await setTimeout(Math.random() * restMs);
  while (performance.now() < until) {
    const question = { collectionIds: [account.collectionId], query: load.next() };
    times.push(await milliseconds(() => searchFor(api, question)).catch(() => null));
    await setTimeout(restMs);
  }
  return times;
}

await command(usage, run);
