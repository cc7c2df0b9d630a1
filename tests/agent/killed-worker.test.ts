import { sql } from 'kysely';
import { afterAll, expect, inject, test } from 'vitest';
import { workerFile } from '../../bench/support/start-script.ts';
import { withName } from '../support/administer.ts';
import { makeAgentApi } from '../support/agents.ts';
import { type Child, startChild } from '../support/child-process.ts';
import { useDatabase } from '../support/database.ts';
import { follow, textOf } from '../support/follow.ts';
import { ModelServer } from '../support/model-server.ts';
import { Session } from '../support/session.ts';

/** A few in CI, with shortened leases; 20 in the long tier, with the product's leases. */
const runs = Number(process.env['KILLED_RUNS'] ?? 4);
const cutLeases = process.env['KILLED_RUNS'] === undefined;

const { db } = useDatabase();
const { api } = makeAgentApi(db);
afterAll(() => api.services.streams[Symbol.asyncDispose]());

const tokens = Array.from({ length: 40 }, (_, n) => `word${n} `);
const events = `subscription ($id: ID!) { agentRunEvents(runId: $id) { __typename
  ... on AgentTokens { attempt text offset } ... on AgentRunFinished { run { status answer attempt } } } }`;

/** Settings of a worker on this database whose model answers as scripted. */
async function settingsFor(model: ModelServer): Promise<Record<string, string>> {
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db);
  return {
    DATABASE_URL: withName(process.env['TEST_DATABASE_URL'] ?? '', rows[0]?.name ?? ''),
    LLM_BASE_URL: model.baseUrl,
    LLM_MODEL: 'extractive-not',
    LOG_LEVEL: 'info',
  };
}

/** Sets a model that this process does not know, so that only the workers can take the waiting runs. */
const leaveToWorkers = (accounts: readonly string[]) =>
  sql`update agent_run set model = 'extractive-not' where account_id = any(${accounts})`.execute(db);

const accountsOf = (sessions: readonly Session[]) => sessions.map(({ viewer }) => viewer.accountId);

async function startWorker(settings: Record<string, string>): Promise<Child> {
  const child = startChild(workerFile, [], settings);
  await child.line((line) => line.includes('worker runs'));
  return child;
}

test.skipIf(inject('engine') === 'embedded')(
  'each run of a killed worker ends exactly once, and its subscribers are told',
  async () => {
    await using model = await ModelServer.start(() => ({ tokens, everyMs: 50 }));
    const settings = await settingsFor(model);
    const sessions = await Promise.all(Array.from({ length: runs }, () => Session.start(api)));
    const asked = await Promise.all(sessions.map((session) => session.ask('Well?')));
    await leaveToWorkers(accountsOf(sessions));
    // Poll, since workers' writes do not wake this process.
    using polls = new DisposableStack();
    polls.adopt(
      setInterval(() => void api.services.streams.poll(), 200),
      clearInterval,
    );
    const listening = sessions.map(async ({ viewer }, n) =>
      (await follow(api, viewer, events, { id: asked[n].run.id })).rest(),
    );
    const first = await startWorker(settings);
    await model.untilCalled(runs);
    first.process.kill('SIGKILL');
    await first.ended;
    if (cutLeases)
      await sql`update agent_run set lease_until = now() where account_id <> '' and status = 'RUNNING'`.execute(db);
    const second = await startWorker(settings);
    const told = await Promise.all(listening);
    for (const [n, events] of told.entries()) {
      const final = events.at(-1);
      expect(final?.__typename).toBe('AgentRunFinished');
      expect(['SUCCEEDED', 'FAILED']).toContain(final?.run.status);
      if (final?.run.status === 'SUCCEEDED') expect(final.run.answer).toBe(tokens.join(''));
      expect(textOf(events)).toBe(final?.run.answer ?? '');
      expect(final?.run).toEqual((await session(n)).run);
      expect((await sessions[n]?.conversation())?.messageCount).toBe(2);
    }
    second.process.kill('SIGTERM');
    await second.ended;

    async function session(n: number) {
      const { status, answer, attempt } = (await sessions[n]?.run(asked[n].run.id)) ?? {};
      return { run: { status, answer, attempt } };
    }
  },
  120_000,
);

test.skipIf(inject('engine') === 'embedded')(
  'a stopping worker requeues the runs in progress, even if its shutdown deadline leaves no time',
  async () => {
    await using model = await ModelServer.start(() => ({ tokens, everyMs: 50, silentAfter: 1 }));
    const session = await Session.start(api);
    await session.ask('Well?');
    const accounts = accountsOf([session]);
    await leaveToWorkers(accounts);
    const worker = await startWorker({ ...(await settingsFor(model)), SHUTDOWN_DEADLINE_MS: '0' });
    await model.untilCalled(1);
    worker.process.kill('SIGTERM');
    expect(await worker.ended).toBe(0);
    expect(worker.lines.at(-1)).toContain('"msg":"stopped"');
    const { rows } = await sql`select status from agent_run where account_id = any(${accounts})`.execute(db);
    expect(rows).toEqual([{ status: 'QUEUED' }]);
  },
  60_000,
);
