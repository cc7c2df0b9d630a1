import { pino } from 'pino';
import { loadModels } from '../../src/app/load-models.ts';
import { Narrator } from '../../src/context/narrator.ts';
import { encodeNodeId } from '../../src/graphql/node-id.ts';
import { connectKysely, type Database } from '../../src/platform/db/database.ts';
import { migrate } from '../../src/platform/db/migrate.ts';
import { bulkFill, emptyCollection } from '../search/bulk-fill.ts';
import { turnsOfConversation } from '../search/conversations.ts';
import { withoutTermIndex } from '../search/slow-indexes.ts';
import { progress } from '../support/progress.ts';
import { signBenchToken } from '../support/server.ts';
import type { Store } from '../support/target.ts';

export interface Account {
  readonly token: string;
  readonly collectionId: string;
  /** Number of the first of its conversations, for questions to them. */
  readonly firstConversation: number;
}

export interface Accounts {
  readonly accounts: readonly Account[];
  /** Of each account. */
  readonly conversations: number;
  readonly memories: number;
}

interface AccountsOptions {
  readonly users: number;
  /** Of all accounts together. */
  readonly memories: number;
  readonly vocabulary: readonly string[];
}

/** Makes an account for each user, with a collection of its share of the memories: without a server, which then starts like any other. */
export async function makeAccounts(store: Store, { users, memories, vocabulary }: AccountsOptions): Promise<Accounts> {
  await using opened = await store.open();
  const db = connectKysely(opened.pool);
  await migrate(db);
  await using models = await loadModels();
  const conversations = Math.max(1, Math.round(memories / users / turnsOfConversation));
  const accounts: Account[] = [];
  const fillAll = async (): Promise<void> => {
    for (let number = 0; number < users; number += 1) {
      accounts.push(await makeAccount(db, { number, conversations, vocabulary, reader: models.reader }));
      if (number % 10 === 9) progress(`${number + 1} of ${users} accounts are filled`);
    }
  };
  if (store.databaseUrl === null) await fillAll();
  else await withoutTermIndex(db, fillAll);
  await tellNarratives(db);
  return { accounts, conversations, memories: users * conversations * turnsOfConversation };
}

/** As the server would have told them in the meantime: what it tells while users are there is theirs alone. */
async function tellNarratives(db: Database): Promise<void> {
  const parts = { db, model: null, isPaused: () => false, log: pino({ level: 'silent' }) };
  const pace = { atOnce: 1, activeHours: 48, restMinutes: 1 };
  await new Narrator({ ...parts, ...pace }).tellDue(new AbortController().signal);
}

type Filling = Pick<Parameters<typeof bulkFill>[1], 'conversations' | 'vocabulary' | 'reader'>;

async function makeAccount(db: Database, { number, ...filling }: Filling & { readonly number: number }) {
  const accountId = `load ${number}`;
  const to = await emptyCollection(db, accountId, 'What was said');
  const firstNumber = number * filling.conversations;
  await bulkFill(db, { ...filling, to, firstNumber });
  return {
    token: await signBenchToken(accountId),
    collectionId: encodeNodeId('Collection', to.collectionId),
    firstConversation: firstNumber,
  };
}
