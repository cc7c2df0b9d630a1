import { afterAll, expect, test, vi } from 'vitest';
import { makeAgentApi, useModelServer } from '../support/agents.ts';
import { useDatabase } from '../support/database.ts';
import { Session } from '../support/session.ts';

const { db } = useDatabase();
const { patient, scripted, server } = await useModelServer();
const { api, runner } = makeAgentApi(db, { languageModels: [patient], config: { concurrency: 2 } });
afterAll(() => runner[Symbol.asyncDispose]());

test('a process limits its concurrent runs, and claims waiting ones in turn by account', async () => {
  const gates = Array.from({ length: 5 }, () => Promise.withResolvers<void>());
  scripted.reply = async ({ index }) => {
    await gates[index]?.promise;
    return { tokens: ['Yes.'] };
  };
  const called = (count: number) => vi.waitFor(() => expect(server.calls).toHaveLength(count), 10_000);
  const asked = () => server.calls.map(({ body }) => body.messages.at(-1)?.content?.split('\n').at(-1));
  runner.start();
  const [busy, calm] = [await Session.start(api), await Session.start(api)];
  const sessions = [busy, await busy.another(), await busy.another(), await busy.another(), calm];
  const runs: { id: string; status: string }[] = [];
  for (const [n, session] of sessions.entries()) {
    runs.push((await session.ask(session === calm ? 'Mine?' : `Number ${n}?`)).run);
    if (n < 2) await called(n + 1);
  }
  expect(runs.map(({ status }) => status)).toEqual(['RUNNING', 'RUNNING', 'QUEUED', 'QUEUED', 'QUEUED']);
  expect(asked()).toEqual(['Number 0?', 'Number 1?']);
  for (let n = 0; n < 3; n += 1) {
    gates[n]?.resolve();
    await called(n + 3);
  }
  expect(asked()).toEqual(['Number 0?', 'Number 1?', 'Mine?', 'Number 2?', 'Number 3?']);
  for (const gate of gates) gate.resolve();
  await vi.waitFor(async () => {
    const ended = await Promise.all(sessions.map((session, n) => session.run(runs[n]?.id ?? '')));
    expect(ended.map(({ status }) => status)).toEqual(Array(5).fill('SUCCEEDED'));
  }, 10_000);
});
