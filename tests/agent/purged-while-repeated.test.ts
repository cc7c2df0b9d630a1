import type { KyselyPlugin } from 'kysely';
import { expect, inject, test } from 'vitest';
import { PromptCache } from '../../src/agent/prompt-cache.ts';
import { claimRun } from '../../src/agent/run-queue.store.ts';
import { decodeNodeId } from '../../src/graphql/node-id.ts';
import { makeAgentApi, useModelServer } from '../support/agents.ts';
import { useDatabase } from '../support/database.ts';
import { someWait } from '../support/locks.ts';
import { Session } from '../support/session.ts';

const { db } = useDatabase();
const { model, scripted } = await useModelServer();
const { api, runner } = makeAgentApi(db, { languageModels: [model] });

const keyOf = (id: string) => decodeNodeId('AgentRun', id) ?? '';

/** A plugin that calls back once, right after a reusable answer was read. */
const afterAnswer = (then: () => Promise<unknown>): KyselyPlugin => {
  let isDone = false;
  return {
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      if (!isDone && result.rows.some((row) => 'wrote' in row)) {
        isDone = true;
        await then();
      }
      return result;
    },
  };
};

// Waiting for another connection needs more than one.
test.runIf(inject('poolSize') > 1)(
  'a run about to repeat a cached answer restarts if a memory in that answer is purged',
  async () => {
    const session = await Session.start(api);
    const { accountId } = session.viewer;
    const [id] = await session.remember('The code is xq7canary7qx.');
    scripted.reply = () => ({ tokens: ['The code is xq7canary7qx.'] });
    const { run: first } = await session.ask('What is the code?');
    await runner.processAll();
    const { run: other } = await (await session.another()).ask('What was the code?');
    const run = await claimRun(db, { accountId, id: keyOf(other.id) });
    if (!run) throw new Error('The run that was asked for waits no more');
    let purging: Promise<unknown> = Promise.resolve();
    const purge = () => {
      purging = session.mutate('forgetMemory', { id, purge: true }, 'memoryId');
      return Promise.race([purging, someWait(db, 1)]);
    };
    const answering = { runId: keyOf(first.id), until: Date.now() + 60_000 };
    const runIds = { fetch: async () => ({ value: answering, hit: true }), peek: async () => null, keep: () => {} };
    const cache = new PromptCache(db.withPlugin(afterAnswer(purge)), { runIds, ttlMs: 60_000 });
    expect(await cache.find(run, 'the same')).toBe('The code is xq7canary7qx.');
    await purging;
    expect(await session.run(other.id)).toMatchObject({ status: 'QUEUED', answer: null });
  },
);
