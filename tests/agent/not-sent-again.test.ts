import { pino } from 'pino';
import { beforeEach, expect, test } from 'vitest';
import { buildExtractor } from '../../src/app/consumers.ts';
import { buildConsolidation } from '../../src/app/jobs.ts';
import { Narrator } from '../../src/context/narrator.ts';
import { graphConsumer } from '../../src/graph/graph-consumer.ts';
import { decodeNodeId } from '../../src/graphql/node-id.ts';
import { makeAgentApi, useModelServer } from '../support/agents.ts';
import { Consolidations } from '../support/consolidation.ts';
import { useDatabase } from '../support/database.ts';
import { useJobs } from '../support/jobs.ts';
import { models } from '../support/models.ts';
import { runnerOf } from '../support/runner-of.ts';
import { Session } from '../support/session.ts';
import { usualConfig } from '../support/usual-config.ts';

// A language model that is busy is asked again up to a minute later.

const database = useDatabase();
const { db } = database;
const jobs = useJobs(database);
const { model, scripted, server } = await useModelServer();
const { api, runner } = makeAgentApi(db, { languageModels: [model], jobs });
const log = pino({ level: 'silent' });
const never = new AbortController().signal;

const canary = 'Xq7canary7qx';
const facts = [
  `Ben ${canary} works at Google in Zurich as an engineer`,
  `Ben ${canary} left Google in Zurich and joined Meta as an engineer`,
];

/** What sends texts of memories to a language model. */
const senders = {
  agent: async (session: Session) => {
    await session.ask('What does Ben do?');
    await runner.processAll();
  },
  narrator: async () => {
    await new Narrator({ ...usualConfig.context.narratives, model, db, isPaused: () => false, log }).tellDue(never);
  },
  judge: async ({ viewer, collectionId }: Session) => {
    const { run } = await new Consolidations(api, jobs, viewer).start(collectionId);
    const parts = { ...models, languageModel: model };
    const engine = buildConsolidation({ jobs: db, migrations: db }, parts, () => false, log);
    await engine.run(viewer.accountId, decodeNodeId('ConsolidationRun', run.id) ?? '', never);
  },
  graph: async () => {
    await runnerOf(db, graphConsumer(buildExtractor(model, log))).processAll();
  },
} as const;

const removals = {
  purged: async (session: Session, ids: readonly string[]) => {
    for (const id of ids) await session.mutate('forgetMemory', { id, purge: true }, 'memoryId');
  },
  deleted: (session: Session) => session.mutate('deleteCollection', { id: session.collectionId }, 'deletedMemoryCount'),
} as const;

const cases = Object.entries(senders).flatMap(([by, send]) =>
  Object.entries(removals).map(([how, remove]) => ({ by, send, how, remove })),
);

/** Nothing of another test is left to do for the senders that look at all accounts. */
beforeEach(async () => {
  scripted.reply = () => ({ tokens: ['Nobody knows.'] });
  await senders.narrator();
  await senders.graph();
});

test.each(cases)(
  'what is $how while a language model is busy is not sent to it again, by: $by',
  async ({ send, remove }) => {
    const home = await Session.start(api);
    const ids = await home.remember(...facts);
    const from = server.calls.length;
    const requests = () => server.calls.slice(from).map(({ body }) => JSON.stringify(body.messages).includes(canary));
    scripted.reply = async () => {
      if (server.calls.length > from + 1) return { tokens: ['Nobody knows.'] };
      await remove(home, ids);
      return { status: 503 };
    };
    await send(home);
    expect(requests()[0]).toBe(true);
    expect(requests().slice(1)).not.toContain(true);
  },
);

test.each(Object.entries(senders))(
  'what stays while a language model is busy is sent to it again, by: %s',
  async (_, send) => {
    const home = await Session.start(api);
    await home.remember(...facts);
    const from = server.calls.length;
    scripted.reply = () => (server.calls.length > from + 1 ? { tokens: ['Nobody knows.'] } : { status: 503 });
    await send(home);
    const requests = server.calls.slice(from).map(({ body }) => JSON.stringify(body.messages).includes(canary));
    expect(requests.slice(0, 2)).toEqual([true, true]);
  },
);
