import { describe, expect, test } from 'vitest';
import type { Viewer } from '../../../src/account/viewer.ts';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { mutate } from '../../support/mutate.ts';
import { countStatements } from '../../support/statements.ts';
import { makeViewer } from '../../support/viewer.ts';
import { append, start } from '../conversation/start.ts';

const { db } = useDatabase();
const api = makeApi(db);
const { run, execute, recalls } = api;

const CONTEXT = `query ($input: ContextInput!) { context(input: $input) {
  queryClass plan { strategies cached plannedBy } text tokenCount tookMs
  sections { strategy text tokenCount tookMs timedOut memories { id content } } } }`;

interface Section {
  readonly strategy: string;
  readonly text: string;
  readonly timedOut: boolean;
  readonly memories: readonly { readonly id: string; readonly content: string }[];
}

const ask = async (viewer: Viewer, message: string, given: object = {}) =>
  (await run(viewer, CONTEXT, { input: { message, ...given } })).context;
const sectionOf = (context: { readonly sections: readonly Section[] }, strategy: string) =>
  context.sections.find((section) => section.strategy === strategy);

const add = async (viewer: Viewer, collectionId: string, contents: readonly string[]): Promise<string[]> => {
  const memories = contents.map((content) => ({ content }));
  const answers = 'results { ... on AddMemoryPayload { memory { id } } }';
  const { results } = await mutate(api, viewer, 'addMemories', { collectionId, memories }, answers);
  return results.map(({ memory }: { memory: { id: string } }) => memory.id);
};

const say = (viewer: Viewer, conversationId: string, ...contents: readonly string[]) => {
  const messages = contents.map((content) => ({ role: 'USER', speaker: 'Anna', content, remember: true }));
  return append(api, viewer, conversationId, messages);
};

const facts = [
  'The dog of the family is called Rex',
  'The wifi password of the cabin is hunter2',
  'Anna left the bank because of her boss',
  'Tom plays the cello in an orchestra',
];

async function household() {
  const started = await start(api);
  const ids = await add(started.viewer, started.collectionId, facts);
  return { ...started, ids };
}

describe('a simple message', () => {
  test('that asks for nothing but a time does not ask for what was said last', async () => {
    const { viewer, id } = await start(api);
    const dayMs = 86_400_000;
    const said = (content: string, days: number) => ({
      role: 'USER',
      content,
      remember: true,
      sentAt: new Date(Date.now() - days * dayMs).toISOString(),
    });
    const old = Array.from({ length: 5 }, (_, n) =>
      said(`The stool wobbles, and so does the night table (${n}).`, 40 - n),
    );
    await append(api, viewer, id, [...old, said('Dad said yes to the train.', 1)]);
    await say(viewer, id, ...Array.from({ length: 20 }, (_, n) => `Glue the stool and the night table ${n}.`));
    const { sections } = await ask(viewer, 'What happened yesterday?', { conversationId: id });
    expect(sections[0].memories[0].content).toBe('Dad said yes to the train.');
  });

  test('is answered by one search, without a planner', async () => {
    const { viewer } = await household();
    const context = await ask(viewer, 'What is the dog called?');
    expect(context).toMatchObject({
      queryClass: 'SIMPLE',
      plan: { strategies: ['SEARCH'], cached: false, plannedBy: 'rules' },
    });
    expect(context.sections[0].memories[0].content).toBe(facts[0]);
    expect(context.text).toContain(facts[0]);
    expect(context.tokenCount).toBeGreaterThan(5);
    const statements = await countStatements(() => ask(viewer, 'What is the wifi password?'));
    expect(statements.filter((text) => /as shape\b/.test(text))).toEqual([]);
    expect(statements.length).toBeLessThanOrEqual(8);
  });

  test('shows of a long memory what answers it, also in other words', async () => {
    const { viewer, collectionId } = await household();
    const others = (what: string) =>
      Array.from({ length: 60 }, (_, n) => `Entry ${n} about the ${what} of the harbour.`);
    const answer = 'The physician forbade her to swim until autumn.';
    const log = ['The log of the harbour.', ...others('cranes'), answer, ...others('ships')].join('\n');
    await add(viewer, collectionId, [log]);
    const { text, tokenCount } = await ask(viewer, 'What did the doctor say about swimming?', { tokenBudget: 200 });
    expect(text).toMatch(/: The log of the harbour\. .* … .*The physician forbade her to swim until autumn\./);
    expect(tokenCount).toBeLessThanOrEqual(200);
  });

  test.each(['What is the dog called?', 'What is the dog  called? \n'])(
    'brings the end of its conversation but not the message itself, stored as %j',
    async (stored) => {
      const { viewer, id } = await household();
      await say(viewer, id, 'We adopted a parrot', 'It talks', stored);
      const context = await ask(viewer, 'What is the dog called?', { conversationId: id });
      expect(context.plan.strategies).toEqual(['SEARCH', 'RECENT_MESSAGES']);
      expect(sectionOf(context, 'RECENT_MESSAGES')?.text).toBe(
        '- Anna (USER): We adopted a parrot\n- Anna (USER): It talks',
      );
    },
  );

  test('brings the newest messages of its conversation if the budget holds only few', async () => {
    const { viewer, id } = await household();
    await say(viewer, id, ...Array.from({ length: 9 }, (_, n) => `Something else was said ${n}`), 'It is raining');
    const context = await ask(viewer, 'What is the dog called?', { conversationId: id, tokenBudget: 100 });
    expect(sectionOf(context, 'RECENT_MESSAGES')?.text).toBe('- Anna (USER): It is raining');
  });

  test('leaves out a message that was purged', async () => {
    const { viewer, id } = await household();
    const { memories } = await say(viewer, id, 'I have a secret', 'It is raining');
    const input = { id: memories[0].id, purge: true, purgeSource: true };
    await mutate(api, viewer, 'forgetMemory', input);
    const context = await ask(viewer, 'What is the dog called?', { conversationId: id });
    expect(sectionOf(context, 'RECENT_MESSAGES')?.text).toBe('- Anna (USER): It is raining');
  });

  test('brings what was said either as a message or as a memory, and never the message itself', async () => {
    const { viewer, id } = await household();
    const message = 'What is the dog called?';
    await say(viewer, id, 'Our dog eats fish', 'The dog sleeps outside', message);
    const contentsOf = ({ sections }: { readonly sections: readonly Section[] }) =>
      sections.flatMap(({ memories }) => memories.map(({ content }) => content));
    const within = await ask(viewer, message, { conversationId: id });
    expect(contentsOf(within).toSorted()).toEqual(facts.toSorted());
    expect(contentsOf(within)[0]).toBe(facts[0]);
    expect(within.text.match(/dog sleeps outside/gu)).toHaveLength(1);
    const elsewhere = contentsOf(await ask(viewer, message));
    expect(elsewhere).toEqual(expect.arrayContaining(['Our dog eats fish', 'The dog sleeps outside', message]));
  });
});

test('memories are dated in the time zone of their collection', async () => {
  const { viewer, collectionId } = await start(api);
  const set = (timeZone: string) =>
    mutate(api, viewer, 'updateCollection', { id: collectionId, settings: { timeZone } });
  await set('Asia/Kolkata');
  const memories = [{ content: 'Anna bought a bicycle', validFrom: '2023-05-31T18:45:00Z' }];
  await mutate(api, viewer, 'addMemories', { collectionId, memories });
  expect((await ask(viewer, 'When was the bicycle bought?')).text).toContain('- 2023-06-01: Anna bought a bicycle');
});

describe('a complex message', () => {
  const question = 'Why did Anna leave the bank, and what does Tom play?';

  test('is searched for as a whole and in parts', async () => {
    const { viewer, id } = await start(api);
    const said = ['Anna left the bank', 'Her boss was unbearable', 'Tom plays the cello', 'In an orchestra'];
    const { memories } = await say(viewer, id, ...said);
    const context = await ask(viewer, question);
    expect(context).toMatchObject({
      queryClass: 'COMPLEX',
      plan: { strategies: ['SEARCH', 'DEEP_SEARCH', 'GRAPH', 'NARRATIVE'], cached: false, plannedBy: 'rules' },
    });
    const shown: Section[] = context.sections;
    const ids = shown.flatMap(({ memories }) => memories.map((memory) => memory.id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(context.text).toContain('Her boss was unbearable');
    expect(context.text).toContain('In an orchestra');
    const [, forgotten, , ended] = memories;
    await mutate(api, viewer, 'forgetMemory', { id: forgotten.id });
    const held = { id: ended.id, validFrom: '2020-01-01T00:00:00Z', validTo: '2021-01-01T00:00:00Z' };
    await mutate(api, viewer, 'updateMemory', held);
    const later = await ask(viewer, question);
    expect(later.text).toContain('Tom plays the cello');
    expect(later.text).not.toMatch(/boss was|orchestra/u);
  });

  test('brings nothing of other collections, even if it was learnt from a message next to a hit', async () => {
    const { viewer, id, collectionId } = await start(api);
    const { collection } = await mutate(api, viewer, 'createCollection', { name: 'Secrets' }, 'collection { id }');
    const { messages } = await say(viewer, id, 'Anna left the bank', 'Her boss was unbearable');
    const memory = { content: 'The boss is her uncle', sourceMessageId: messages[1].id };
    await mutate(api, viewer, 'addMemory', { collectionId: collection.id, memory });
    const context = await ask(viewer, question, { collectionIds: [collectionId] });
    expect(context.text).toContain('Her boss was unbearable');
    expect(context.text).not.toContain('The boss is her uncle');
  });

  test('reuses the plan of a message with the same shape until the settings of a collection in scope change', async () => {
    const { viewer, collectionId } = await household();
    const plan = async (message: string) => (await ask(viewer, message, { collectionIds: [collectionId] })).plan;
    expect(await plan(question)).toMatchObject({ cached: false, plannedBy: 'rules' });
    const again = await plan('Why did Berta quit the choir, and what does Uli sing?');
    expect(again).toMatchObject({ cached: true, plannedBy: 'cache' });
    await add(viewer, collectionId, ['Uli sings bass']);
    expect(await plan(question)).toMatchObject({ cached: true });
    await run(
      viewer,
      'mutation ($id: ID!) { updateCollection(input: { id: $id, settings: { decayHalfLifeDays: 7 } }) { __typename } }',
      { id: collectionId },
    );
    expect(await plan(question)).toMatchObject({ cached: false });
    expect(await plan('Why did Berta quit the choir?')).toMatchObject({ cached: false });
  });

  test('never reuses the plan of another account', async () => {
    const [one, other] = [await household(), await household()];
    expect((await ask(one.viewer, question)).plan.cached).toBe(false);
    expect((await ask(other.viewer, question)).plan.cached).toBe(false);
  });
});

describe('a new conversation', () => {
  test('starts with the memories of the bootstrap tiers, whatever is asked first', async () => {
    const { viewer, id } = await household();
    const context = await ask(viewer, 'Hello!', { conversationId: id });
    expect(context).toMatchObject({
      queryClass: 'NEW_CONVERSATION',
      plan: { strategies: ['NARRATIVE', 'BOOTSTRAP'] },
    });
    for (const fact of facts) expect(context.text).toContain(fact);
    expect(await ask(viewer, 'What is the dog called?', { conversationId: id })).toMatchObject({
      queryClass: 'NEW_CONVERSATION',
      plan: { strategies: ['SEARCH', 'NARRATIVE', 'BOOTSTRAP'] },
    });
  });

  test('need not be begun for a greeting to get the bootstrap tiers, beside what was said last', async () => {
    const { viewer, id } = await household();
    await say(viewer, id, 'The boat is in the yard.', 'It needs paint.');
    for (const message of ['Good morning!', 'What do you know about me?']) {
      const context = await ask(viewer, message, { conversationId: id });
      expect(context).toMatchObject({
        queryClass: 'SIMPLE',
        plan: { strategies: ['NARRATIVE', 'BOOTSTRAP', 'RECENT_MESSAGES'] },
      });
      for (const text of [...facts, 'It needs paint.']) expect(context.text).toContain(text);
    }
  });

  test('is one whose only message is the one being asked about', async () => {
    const { viewer, id } = await start(api);
    await say(viewer, id, '  Where does Anna live?\r\n');
    const classOf = async (message: string) => (await ask(viewer, message, { conversationId: id })).queryClass;
    expect(await classOf('Where does Anna live?')).toBe('NEW_CONVERSATION');
    expect(await classOf('And where does Tom live?')).toBe('SIMPLE');
  });
});

test('a context counts as a recall of exactly the memories that it shows', async () => {
  const { viewer, ids } = await household();
  const context = await ask(viewer, 'What is the dog called?', { tokenBudget: 50 });
  const shown: string[] = context.sections.flatMap(({ memories }: Section) => memories.map(({ id }) => id));
  expect(shown.length).toBeGreaterThan(0);
  expect(shown.length).toBeLessThan(ids.length);
  await recalls.flush();
  const { nodes } = await run(
    viewer,
    'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Memory { id accessCount } } }',
    { ids },
  );
  const counted: { id: string; accessCount: number }[] = nodes;
  expect(
    counted
      .filter(({ accessCount }) => accessCount > 0)
      .map(({ id }) => id)
      .sort(),
  ).toEqual(shown.sort());
});

test('sections that miss the deadline are empty', async () => {
  const { viewer, id } = await household();
  for (const conversationId of [null, id]) {
    const context = await ask(viewer, 'Why did Anna leave the bank?', { deadlineMs: 1, conversationId });
    expect(context.sections.length).toBe(context.plan.strategies.length);
    for (const { timedOut, text } of context.sections) expect(timedOut ? text : '').toBe('');
  }
});

test('a context has no forgotten memories, no collections that were not asked for, and none of other accounts', async () => {
  const { viewer, collectionId, ids } = await household();
  const other = await start(api);
  await add(other.viewer, other.collectionId, ['The dog of others is called Bello']);
  await run(viewer, 'mutation ($id: ID!) { forgetMemory(input: { id: $id }) { __typename } }', { id: ids[0] });
  for (const message of ['What is the dog called?', 'Hello!', 'Why is the dog called that, and who named the dog?']) {
    const { text } = await ask(viewer, message);
    expect(text).not.toContain('Rex');
    expect(text).not.toContain('Bello');
    expect((await ask(viewer, message, { collectionIds: [other.collectionId] })).text).toBe('');
  }
  const narrow = makeViewer({
    accountId: viewer.accountId,
    collectionIds: new Set(['00000000-0000-7000-8000-000000000000']),
  });
  expect((await ask(narrow, 'Hello!')).text).toBe('');
  expect((await ask(narrow, 'Hello!', { collectionIds: [collectionId] })).text).toBe('');
});

test.each([
  ['an empty message', { message: ' \n' }, 'input.message'],
  ['a message of 100,000 characters', { message: 'x'.repeat(100_000) }, 'input.message'],
  ['a message with a NUL', { message: 'a\u0000b' }, 'input.message'],
  ['no collection', { message: 'x', collectionIds: [] }, 'input.collectionIds'],
  ['a budget of 49 tokens', { message: 'x', tokenBudget: 49 }, 'input.tokenBudget'],
  ['a budget of 32,001 tokens', { message: 'x', tokenBudget: 32_001 }, 'input.tokenBudget'],
  ['a deadline of 0 ms', { message: 'x', deadlineMs: 0 }, 'input.deadlineMs'],
  ['a deadline of 30,001 ms', { message: 'x', deadlineMs: 30_001 }, 'input.deadlineMs'],
])('%s is refused', async (_name, input, argument) => {
  const { data, errors } = await execute(makeViewer(), CONTEXT, { input });
  expect(data.context).toBeNull();
  expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT', message: expect.stringContaining(`"${argument}"`) }]);
});

test('answers a message of 32,000 characters, and one of punctuation only', async () => {
  const { viewer } = await household();
  const long = `${'The dog is somewhere. '.repeat(1_450)}What is the dog called?`.slice(0, 32_000);
  expect((await ask(viewer, long)).text).toContain('Rex');
  expect(await ask(viewer, '?!')).toMatchObject({ queryClass: 'SIMPLE', text: expect.any(String) });
  expect(await ask(viewer, '%s <|endoftext|> 😀')).toMatchObject({ queryClass: 'SIMPLE' });
});

test('returns null for a conversation of another account, the id of another type or a malformed id', async () => {
  const [mine, other] = [await start(api), await start(api)];
  for (const conversationId of [other.id, mine.collectionId, 'nonsense', '']) {
    expect((await run(mine.viewer, CONTEXT, { input: { message: 'Hello', conversationId } })).context).toBeNull();
  }
});

test('an unauthenticated client gets nothing', async () => {
  const { data, errors } = await execute(null, CONTEXT, { input: { message: 'Hello' } });
  expect(data?.context ?? null).toBeNull();
  expect(errors).toMatchObject([{ code: 'UNAUTHENTICATED' }]);
});

test('a strategy that fails is left out, and the others still answer', async () => {
  const { viewer, id } = await household();
  await say(viewer, id, 'We adopted a parrot', 'It talks');
  const failing = makeApi(db);
  Reflect.set(failing.services.messages, 'windows', () => Promise.reject(new Error('no windows')));
  const { context } = await failing.run(viewer, CONTEXT, {
    input: { message: 'What is the dog called?', conversationId: id },
  });
  expect(sectionOf(context, 'RECENT_MESSAGES')).toMatchObject({ text: '', timedOut: false });
  expect(sectionOf(context, 'SEARCH')?.text).toContain('Rex');
});
