import { expect, test } from 'vitest';
import { Grounds } from '../../src/agent/grounds.ts';
import { requireNodeId } from '../../src/graphql/node-id.ts';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { Session } from '../support/session.ts';
import { usualConfig } from '../support/usual-config.ts';

const { db } = useDatabase();
const api = makeApi(db);

/** A replica whose reads, while it is paused, see what the last one before that has seen. */
class Replica {
  isPaused = false;
  #seen = '';

  async read<T>(_accountId: string, work: () => Promise<T>): Promise<T> {
    if (this.isPaused) return JSON.parse(this.#seen);
    const seen = await work();
    this.#seen = JSON.stringify(seen);
    return seen;
  }
}

test('an answer is kept under the revisions that its searches see: a replica may still lack a commit that another process has not announced', async () => {
  const session = await Session.start(api);
  const { viewer } = session;
  const { collections, messages, conversations } = api.services;
  const replica = new Replica();
  const grounds = new Grounds({ db, collections, messages, window: usualConfig.context.window, replica });
  const conversation = await conversations.require(viewer, requireNodeId('Conversation', session.conversationId));
  const asked = { question: 'What does Ada love?', speaker: null, alsoRead: [], asOf: null };
  const key = async () => (await grounds.of({ viewer, model: 'extractive', ...asked }, conversation, null))?.key;
  const before = await key();
  replica.isPaused = true;
  await session.remember('Ada loves green tea.');
  expect(await key()).toBe(before);
  replica.isPaused = false;
  expect(await key()).not.toBe(before);
});
