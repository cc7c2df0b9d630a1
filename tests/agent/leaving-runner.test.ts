import { afterAll, expect, test } from 'vitest';
import { makeAgentApi, useModelServer } from '../support/agents.ts';
import { useDatabase } from '../support/database.ts';
import { Session } from '../support/session.ts';

const { db } = useDatabase();
const { model, scripted } = await useModelServer();
const { api, runner } = makeAgentApi(db, { languageModels: [model] });
afterAll(() => runner[Symbol.asyncDispose]());

test('a leaving process finishes the runs in progress and claims no others', async () => {
  const session = await Session.start(api);
  const called = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  scripted.reply = async () => {
    called.resolve();
    await released.promise;
    return { tokens: ['Green tea.'] };
  };
  runner.start();
  const { run: inHand } = await session.ask('What does Ada drink?');
  await called.promise;
  const left = runner.leave();
  const { run: late } = await (await session.another()).ask('And Bob?');
  released.resolve();
  await left;
  expect(await session.run(inHand.id)).toMatchObject({ status: 'SUCCEEDED', attempt: 1, answer: 'Green tea.' });
  expect(await session.run(late.id)).toMatchObject({ status: 'QUEUED', attempt: 0 });
});
