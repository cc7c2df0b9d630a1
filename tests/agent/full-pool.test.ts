import { expect, test, vi } from 'vitest';
import { makeAgentApi, useModelServer } from '../support/agents.ts';
import { useDatabase } from '../support/database.ts';
import { Session } from '../support/session.ts';

const { db } = useDatabase();
const { patient, scripted, server } = await useModelServer();
const { api, runner } = makeAgentApi(db, { languageModels: [patient], config: { poolSize: 1 } });

test('a run that waits for an agent of a full pool can be cancelled', async () => {
  const [one, other] = [await Session.start(api), await Session.start(api)];
  await other.mutate('updateCollection', { id: other.collectionId, name: 'Elsewhere' }, 'collection { id }');
  scripted.reply = () => ({ tokens: ['One.', 'Two.'], silentAfter: 1 });
  const { run: busy } = await one.ask('What?');
  const done = runner.processAll();
  await vi.waitFor(() => expect(server.calls).toHaveLength(1), 10_000);
  const { run: waiting } = await other.ask('What?');
  const alsoDone = runner.processAll();
  const states = async () => [(await one.run(busy.id)).status, (await other.run(waiting.id)).status];
  await vi.waitFor(async () => expect(await states()).toEqual(['RUNNING', 'RUNNING']), 10_000);
  await other.cancel(waiting.id);
  await vi.waitFor(async () => expect(await states()).toEqual(['RUNNING', 'CANCELLED']), 10_000);
  await one.cancel(busy.id);
  await Promise.all([done, alsoDone]);
  expect(server.calls).toHaveLength(1);
});
