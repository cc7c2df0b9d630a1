import { expect, test, vi } from 'vitest';
import { makeAgentApi, useModelServer } from '../support/agents.ts';
import { useDatabase } from '../support/database.ts';
import { Session } from '../support/session.ts';

const { db } = useDatabase();
const { model, scripted, server } = await useModelServer();
/** Two processes on one database: one works on the run, the other is told to cancel it. */
const working = makeAgentApi(db, { languageModels: [model] });
const other = makeAgentApi(db, { languageModels: [model] });

test('a run is cancelled by a process that does not work on it: the call of the model is broken off', async () => {
  const session = await Session.start(other.api);
  const { run } = await session.ask('What?');
  scripted.reply = () => ({ tokens: ['One.', 'Two.'], silentAfter: 1 });
  const broken = server.brokenOff;
  const done = working.runner.processAll();
  await vi.waitFor(() => expect([...working.told.values()]).toMatchObject([[{ text: 'One.' }]]), 10_000);
  expect(await session.cancel(run.id)).toMatchObject({ run: { status: 'RUNNING' } });
  await done;
  expect(await session.run(run.id)).toMatchObject({ status: 'CANCELLED', answer: 'One.', error: 'It was cancelled' });
  await server.untilBrokenOff(broken + 1);
});
