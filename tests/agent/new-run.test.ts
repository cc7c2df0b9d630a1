import type { KyselyPlugin } from 'kysely';
import { expect, test } from 'vitest';
import { insertRun } from '../../src/agent/new-run.store.ts';
import { newId } from '../../src/platform/db/new-id.ts';
import { conversationServices, said, startConversation } from '../support/conversations.ts';
import { useDatabase } from '../support/database.ts';

const { db } = useDatabase();
const services = conversationServices(db);

/** A plugin that runs `work` once, after the first statement. */
const afterFirst = (work: () => Promise<unknown>): KyselyPlugin => {
  let done = false;
  return {
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      if (!done) {
        done = true;
        await work();
      }
      return result;
    },
  };
};

test('an active run that ends during the conflict check no longer blocks a new run', async () => {
  const { viewer, id: conversationId } = await startConversation(services);
  const { messages } = await services.messages.append(viewer, conversationId, [said('Who is Anna?')]);
  const run = {
    conversationId,
    messageId: messages[0]?.id ?? '',
    model: 'extractive',
    viewer,
    taken: false,
    alsoRead: [],
    asOf: null,
    answerMessageId: null,
  };
  const [first, second] = [newId(), newId()];
  expect(await insertRun(db, { ...run, id: first })).toHaveProperty('createdAt');
  const ends = db.updateTable('agent_run').set({ status: 'CANCELLED' }).where('account_id', '=', viewer.accountId);
  const meanwhile = db.withPlugin(afterFirst(() => ends.where('id', '=', first).execute()));
  expect(await insertRun(meanwhile, { ...run, id: second })).toHaveProperty('createdAt');
  expect(await insertRun(db, { ...run, id: newId() })).toEqual({ activeId: second });
});
