import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { describe, expect, test, vi } from 'vitest';
import { buildContext, wireContext } from '../../src/app/context-wiring.ts';
import { reachOf } from '../../src/collection/reach.ts';
import type { PlannedStrategy } from '../../src/context/context.ts';
import { groundIn } from '../../src/context/plan.ts';
import { type MadePlan, Planner, type PlannerParts } from '../../src/context/planner.ts';
import { loadConfig } from '../../src/platform/config/config.ts';
import { inSnapshot } from '../../src/platform/db/database.ts';
import { newId } from '../../src/platform/db/new-id.ts';
import { OpenAiLanguageModel } from '../../src/platform/language-model/openai-language-model.ts';
import { Finder } from '../../src/search/finder.ts';
import { SqlEngine } from '../../src/search/sql-engine/sql-engine.ts';
import { said, startConversation } from '../support/conversations.ts';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { MapTier } from '../support/map-tier.ts';
import { Household } from '../support/memories.ts';
import { type ModelReply, ModelServer } from '../support/model-server.ts';
import { models } from '../support/models.ts';

const { db } = useDatabase();
const { services } = makeApi(db);
const { embedder, questions, ranker } = models;
const log = pino({ level: 'silent' });
const finder = new Finder({ db, embedder, questions, sql: new SqlEngine({ db, ranker }), recall: null, log });
const never = new AbortController().signal;

const modelOf = (server: ModelServer) =>
  new OpenAiLanguageModel({ baseUrl: server.baseUrl, apiKey: 'key', model: 'planner', timeoutMs: 5_000, backOffMs: 1 });
const contextBy = (server: ModelServer) =>
  buildContext(wireContext(loadConfig({}), modelOf(server)), { ...services, db, finder, log });

async function home(): Promise<Household> {
  const started = await Household.create(db);
  await started.add('Anna left the bank because of her boss');
  return started;
}

const asked = (message: string, given: { deadlineMs?: number; conversationId?: string } = {}) => ({
  message,
  collectionIds: null,
  conversationId: null,
  tokenBudget: 2_000,
  deadlineMs: 4_000,
  ...given,
});
const answering = (...replies: readonly ModelReply[]) => ModelServer.start(({ index }) => replies[index] ?? {});

test('a model that rejects max_tokens can still plan', async () => {
  await using server = await ModelServer.start(({ body }) =>
    'max_tokens' in body ? { status: 400 } : { tokens: ['["SEARCH"]'] },
  );
  const { viewer } = await home();
  const { plan } = await contextBy(server).context(viewer, asked('Why did Anna leave the bank?'), never);
  expect(plan.plannedBy).toBe('model');
});

test('a model plans complex messages once per shape, and is told that the message is data', async () => {
  await using server = await answering({ tokens: ['["NARRATIVE", "DEEP_', 'SEARCH"]'] });
  const { viewer } = await home();
  const context = contextBy(server);
  const first = await context.context(viewer, asked('Why did Anna leave the bank?'), never);
  expect(first.plan).toEqual({
    strategies: ['SEARCH', 'NARRATIVE', 'DEEP_SEARCH'],
    cached: false,
    plannedBy: 'model',
  });
  expect(first.text).toContain('because of her boss');
  const second = await context.context(viewer, asked('Why did Tom quit the choir?'), never);
  expect(second.plan).toEqual({ ...first.plan, cached: true, plannedBy: 'cache' });
  expect(server.calls).toHaveLength(1);
  expect(server.calls[0]?.body.messages[0]?.content).toMatch(/follow no instruction/u);
});

test('a model is not waited for in a snapshot, and its plan is kept', async () => {
  const { viewer } = await home();
  const answer = Promise.withResolvers<readonly PlannedStrategy[]>();
  const made: Promise<MadePlan>[] = [];
  const plans: PlannerParts['plans'] = {
    async fetch(_, make) {
      const making = make();
      made.push(making);
      return { value: await making, hit: false };
    },
  };
  const planner = new Planner({ db, plans, byModel: () => answer.promise, log });
  const request = asked('Why did Anna leave the bank?');
  const ground = groundIn(request, 'unknown');
  const plan = await inSnapshot(db, () => planner.plan(reachOf(viewer), request, ground));
  expect(plan.plannedBy).toBe('rules');
  answer.resolve(['SEARCH']);
  expect(await Promise.all(made)).toEqual([{ strategies: ['SEARCH'], plannedBy: 'model' }]);
});

test('a plan made by one process is shared with others', async () => {
  await using server = await answering({ tokens: ['["NARRATIVE", "DEEP_', 'SEARCH"]'] });
  const { viewer } = await home();
  const tier = new MapTier();
  const process = () =>
    buildContext(wireContext(loadConfig({}), modelOf(server), tier), { ...services, db, finder, log });
  const { plan } = await process().context(viewer, asked('Why did Anna leave the bank?'), never);
  const later = await process().context(viewer, asked('Why did Tom quit the choir?'), never);
  expect(later.plan).toEqual({ ...plan, cached: true, plannedBy: 'cache' });
  expect(server.calls).toHaveLength(1);
  for (const key of tier.entries.keys()) tier.entries.set(key, Buffer.from('model SEARCH SOMETHING_NEW'));
  expect((await process().context(viewer, asked('Why did Tom quit the choir?'), never)).plan.cached).toBe(false);
});

describe('search queries', () => {
  const searched: string[] = [];
  /** What each query was searched for, too. */
  const alone: (string | null)[] = [];
  const noting: Pick<Finder, 'find'> = {
    find: (reach, request) => {
      searched.push(request.query);
      alone.push(request.askedPart ?? null);
      return finder.find(reach, request);
    },
  };
  const parts = { ...services, db, finder: noting, log };
  const context = buildContext(wireContext(loadConfig({}), null), parts);

  test('if a message contains a statement and a question: the question on its own, too', async () => {
    const { viewer } = await home();
    const [told, question] = ['I walked along the river.', 'Where does Anna work?'];
    const { queryClass, plan } = await context.context(viewer, asked(`${told} ${question}`), never);
    expect({ queryClass, strategies: plan.strategies }).toEqual({
      queryClass: 'SIMPLE',
      strategies: ['SEARCH', 'DEEP_SEARCH'],
    });
    expect(searched.splice(0)).toEqual([`${told} ${question}`, 'Where does Anna work', 'I walked along the river']);
    await context.context(viewer, asked(question), never);
    expect(searched.splice(0)).toEqual([question]);
  });

  test('if a message depends on its context: with the two messages before it, too', async () => {
    const { viewer, id: conversationId } = await startConversation(services);
    const before = ['We talked of other things.', 'Who left the bank?', 'Anna did.'].map((content) => said(content));
    await services.messages.append(viewer, conversationId, before);
    await context.context(viewer, asked('And when was that?', { conversationId }), never);
    expect(searched.splice(0)).toEqual(['Who left the bank? Anna did. And when was that?']);
    await context.context(viewer, asked('Und wann war das?', { conversationId }), never);
    expect(searched.splice(0)).toEqual(['Who left the bank? Anna did. Und wann war das?']);
    await context.context(viewer, asked('Co z tym?', { conversationId }), never);
    expect(searched.splice(0)).toEqual(['Co z tym?', 'Who left the bank? Anna did. Co z tym?']);
    await context.context(viewer, asked('And when was that?'), never);
    expect(searched.splice(0)).toEqual(['And when was that?']);
  });

  test('if it says something of its own, too: also alone', async () => {
    const { viewer, id: conversationId } = await startConversation(services);
    await services.messages.append(viewer, conversationId, [said('Anna was here.')]);
    const message = 'What did she say about the painting class?';
    alone.splice(0);
    await context.context(viewer, asked(message, { conversationId }), never);
    expect(searched.splice(0)).toEqual([`Anna was here. ${message}`]);
    expect(alone.splice(0)).toEqual([message]);
    await context.context(viewer, asked('And when was that?', { conversationId }), never);
    expect(alone.splice(0)).toEqual([null]);
  });
});

test('a plan for a message outside a conversation is not reused inside one', async () => {
  const { viewer, collection } = await home();
  const context = buildContext(wireContext(loadConfig({}), null), { ...services, db, finder, log });
  const planFor = async (given: { conversationId?: string } = {}) =>
    (await context.context(viewer, asked('Why did Anna leave the bank?', given), never)).plan;
  expect((await planFor()).strategies).not.toContain('RECENT_MESSAGES');
  const { id: conversationId } = await services.conversations.create(viewer, { collectionId: collection.id });
  await services.messages.append(viewer, conversationId, [said('Anna was here'), said('She was')]);
  expect(await planFor({ conversationId })).toMatchObject({
    cached: false,
    strategies: expect.arrayContaining(['RECENT_MESSAGES']),
  });
});

test('simple and opening messages are planned without a model', async () => {
  await using server = await answering();
  const { viewer } = await home();
  const context = contextBy(server);
  for (const message of ['Where does Anna work?', 'Hello!', 'ok']) {
    expect((await context.context(viewer, asked(message), never)).plan.plannedBy).toBe('rules');
  }
  expect(server.calls).toEqual([]);
});

test.each<{ name: string; reply: ModelReply }>([
  { name: 'fails', reply: { status: 400 } },
  { name: 'answers no list', reply: { tokens: ['Delete everything!'] } },
  { name: 'answers nothing', reply: {} },
])('if the model $name the rules plan, and that plan is not cached', async ({ reply }) => {
  await using server = await answering(reply, { tokens: ['["SEARCH"]'] });
  const { viewer } = await home();
  const context = contextBy(server);
  // Not even on a busy machine is a model slow whose failure takes no time: it is waited for again.
  using _still = vi.spyOn(performance, 'now').mockReturnValue(performance.now());
  const planOf = async () => (await context.context(viewer, asked('Why did Anna leave the bank?'), never)).plan;
  expect(await planOf()).toEqual({
    strategies: ['SEARCH', 'DEEP_SEARCH', 'GRAPH', 'NARRATIVE'],
    cached: false,
    plannedBy: 'rules',
  });
  expect(await planOf()).toEqual({ strategies: ['SEARCH'], cached: false, plannedBy: 'model' });
});

test('a model without a plan three times in a row is skipped for half a minute in favour of the rules', async () => {
  await using server = await ModelServer.start(({ index }) =>
    index < 3 ? { status: 400 } : { tokens: ['["SEARCH"]'] },
  );
  const { viewer } = await home();
  const context = contextBy(server);
  const plannedBy = async () =>
    (await context.context(viewer, asked('Why did Anna leave the bank?'), never)).plan.plannedBy;
  for (let n = 0; n < 10; n += 1) expect(await plannedBy()).toBe('rules');
  expect(server.calls).toHaveLength(3);
  const now = performance.now.bind(performance);
  using _later = vi.spyOn(performance, 'now').mockImplementation(() => now() + 40_000);
  expect(await plannedBy()).toBe('model');
});

test('a silent model takes at most half of the deadline, after which the rules plan', async () => {
  await using server = await answering({ silentAfter: 0 });
  const { viewer } = await home();
  const { plan, text } = await contextBy(server).context(
    viewer,
    asked('Why did Anna leave the bank?', { deadlineMs: 2_000 }),
    never,
  );
  expect(plan.plannedBy).toBe('rules');
  expect(text).toContain('because of her boss');
});

test('a plan is shared by all waiting requests, even if the first of them gives up', async () => {
  const made = Promise.withResolvers<ModelReply>();
  await using server = await ModelServer.start(() => made.promise);
  const { viewer } = await home();
  const context = contextBy(server);
  const planOf = async (message: string, deadlineMs: number) =>
    (await context.context(viewer, asked(message, { deadlineMs }), never)).plan;
  const brief = planOf('Why did Anna leave the bank?', 300);
  await expect.poll(() => server.calls).toHaveLength(1);
  const patient = planOf('Why did Tom quit the choir?', 20_000);
  expect((await brief).plannedBy).toBe('rules');
  made.resolve({ tokens: ['["NARRATIVE"]'] });
  expect(await patient).toEqual({ strategies: ['SEARCH', 'NARRATIVE'], cached: true, plannedBy: 'cache' });
  expect(server.calls).toHaveLength(1);
});

test('a slow model is not waited for, and its plan is cached for the next message of that shape', async () => {
  const slow = Promise.withResolvers<ModelReply>();
  await using server = await ModelServer.start(async ({ index }) => {
    if (index === 0) await delay(200);
    return index === 1 ? slow.promise : { tokens: ['["NARRATIVE"]'] };
  });
  const { viewer } = await home();
  const context = contextBy(server);
  const planOf = async (message: string) => (await context.context(viewer, asked(message), never)).plan;
  expect((await planOf('Why did Anna leave the bank?')).plannedBy).toBe('model');
  const why = 'Why was Anna at the bank, and who was there?';
  // For its own request, and for one that arrives while the plan is being made.
  for (let n = 0; n < 2; n += 1) expect(await planOf(why)).toMatchObject({ cached: false, plannedBy: 'rules' });
  expect(server.calls).toHaveLength(2);
  slow.resolve({ tokens: ['["DEEP_SEARCH"]'] });
  const next = { strategies: ['SEARCH', 'DEEP_SEARCH'], cached: true, plannedBy: 'cache' };
  await expect.poll(() => planOf(why)).toEqual(next);
  expect(server.calls).toHaveLength(2);
});

test('a late strategy is left out, and the rest is answered', async () => {
  await using server = await answering();
  const { viewer } = await home();
  const late = buildContext(wireContext(loadConfig({}), null), {
    ...services,
    db,
    finder,
    narratives: { evidence: () => new Promise(() => {}) },
    log,
  });
  const { sections, text } = await late.context(
    viewer,
    asked('Why did Anna leave the bank?', { deadlineMs: 1_500 }),
    never,
  );
  expect(sections.find(({ strategy }) => strategy === 'NARRATIVE')).toMatchObject({ timedOut: true, text: '' });
  expect(sections.find(({ strategy }) => strategy === 'SEARCH')).toMatchObject({ timedOut: false });
  expect(text).toContain('because of her boss');
  expect(server.calls).toEqual([]);
});

test('strategies run concurrently if the database has more than one connection', async () => {
  const { viewer } = await home();
  const [told, present] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const context = buildContext(wireContext(loadConfig({ DATABASE_URL: 'postgres://nowhere/x' }), null), {
    ...services,
    db,
    finder,
    // Each waits until the other has begun.
    narratives: {
      evidence: async () => {
        told.resolve();
        await present.promise;
        return [];
      },
    },
    recall: {
      recalled: () => {},
      instructions: async () => [],
      present: async () => {
        present.resolve();
        await told.promise;
        return [];
      },
    },
    log,
  });
  const { sections } = await context.context(viewer, asked('Hello!', { deadlineMs: 15_000 }), never);
  expect(sections.map(({ strategy, timedOut }) => [strategy, timedOut])).toEqual([
    ['NARRATIVE', false],
    ['BOOTSTRAP', false],
  ]);
});

test('a conversation that cannot be read by the deadline is left out', async () => {
  const { viewer } = await home();
  const context = buildContext(wireContext(loadConfig({}), null), {
    ...services,
    db,
    finder,
    conversations: { require: () => new Promise(() => {}) },
    log,
  });
  const request = asked('Why did Anna leave the bank?', { deadlineMs: 50, conversationId: newId() });
  const { sections, text } = await context.context(viewer, request, never);
  expect(sections.map(({ timedOut }) => timedOut)).not.toContain(false);
  expect(text).toBe('');
});

test('a memory forgotten after it was found is not in the context', async () => {
  const started = await home();
  const { viewer } = started;
  const wrong = await started.add('Anna left the bank in May');
  const forgetting: Pick<Finder, 'find'> = {
    find: async (reach, request) => {
      const found = await finder.find(reach, request);
      await services.memoryLifecycle.forget(viewer, { id: wrong.id });
      return found;
    },
  };
  const context = buildContext(wireContext(loadConfig({}), null), { ...services, db, finder: forgetting, log });
  const { text } = await context.context(viewer, asked('When did Anna leave the bank?'), never);
  expect(text).toContain('because of her boss');
  expect(text).not.toContain('in May');
});

test('throws the error if every strategy fails', async () => {
  const { viewer } = await home();
  const broken = { find: () => Promise.reject(new Error('no search')) };
  const context = buildContext(wireContext(loadConfig({}), null), {
    ...services,
    db,
    finder: broken,
    log,
  });
  await expect(context.context(viewer, asked('Where does Anna work?'), never)).rejects.toThrow('no search');
});
