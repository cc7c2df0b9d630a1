import { pino } from 'pino';
import { Narrator } from '../../src/context/narrator.ts';
import { encodeNodeId } from '../../src/graphql/node-id.ts';
import { connectKysely } from '../../src/platform/db/database.ts';
import { emptyCollection } from '../search/bulk-fill.ts';
import { turnsOfConversation } from '../search/conversations.ts';
import { type Filling, fillWithoutServer } from '../search/fill-without-server.ts';
import { progress } from '../support/progress.ts';
import { signBenchToken } from '../support/server.ts';
import type { Store } from '../support/target.ts';

interface Account {
  readonly token: string;
  readonly collectionId: string;
  /** Number of the account's first conversation, from which its questions are made. */
  readonly firstConversation: number;
}

export interface Accounts {
  readonly accounts: readonly Account[];
  /** Per account. */
  readonly conversations: number;
  readonly memories: number;
}

interface AccountsOptions {
  readonly users: number;
  /** Of all accounts together. */
  readonly memories: number;
  readonly vocabulary: readonly string[];
}

/** Creates an account with a collection for each user and spreads the memories evenly. Needs no server; the server starts on the result. */
export async function makeAccounts(store: Store, { users, memories, vocabulary }: AccountsOptions): Promise<Accounts> {
  const conversations = Math.max(1, Math.round(memories / users / turnsOfConversation));
  const accounts: Account[] = [];
  await fillWithoutServer(store, { vocabulary, late: 'terms' }, async (filling) => {
    for (let number = 0; number < users; number += 1) {
      accounts.push(await makeAccount(filling, number, conversations));
      if (number % 10 === 9) progress(`${number + 1} of ${users} accounts are filled`);
    }
  });
  await tellNarratives(store);
  return { accounts, conversations, memories: users * conversations * turnsOfConversation };
}

/** Builds the narratives that the server would have built by now, so that during the load it builds only those the users cause. */
async function tellNarratives(store: Store): Promise<void> {
  await using opened = await store.open();
  const parts = { db: connectKysely(opened.pool), model: null, isPaused: () => false, log: pino({ level: 'silent' }) };
  const pace = { atOnce: 1, activeHours: 48, restMinutes: 1 };
  await new Narrator({ ...parts, ...pace }).tellDue(new AbortController().signal);
}

async function makeAccount({ db, fill }: Filling, number: number, conversations: number): Promise<Account> {
  const accountId = `load ${number}`;
  const to = await emptyCollection(db, accountId, 'What was said');
  const firstNumber = number * conversations;
  await fill(to, { conversations, firstNumber });
  return {
    token: await signBenchToken(accountId),
    collectionId: encodeNodeId('Collection', to.collectionId),
    firstConversation: firstNumber,
  };
}
