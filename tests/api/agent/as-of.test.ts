import { expect, test } from 'vitest';
import { makeAgentApi, useModelServer } from '../../support/agents.ts';
import { useDatabase } from '../../support/database.ts';
import { Session } from '../../support/session.ts';

const { db } = useDatabase();
const { model, script } = await useModelServer();
const { api, answered } = makeAgentApi(db, { languageModels: [model] });

const [mill, bakery] = ['Tom works at the mill.', 'Tom works at the bakery.'];
const [onThird, onSeventh] = ['1423-05-03T09:00:00.000Z', '1423-05-07T09:00:00.000Z'];

/** A game in the fifteenth century, in which the miller becomes a baker on the sixth of May. */
async function village(): Promise<Session> {
  const session = await Session.start(api);
  const { collectionId } = session;
  const facts = [
    { content: mill, validFrom: '1423-05-01T08:00:00Z' },
    { content: 'Tom saw a wolf.', validFrom: '1423-05-02T08:00:00Z' },
  ];
  const answers = 'results { ... on AddMemoryPayload { memory { id } } }';
  const { results } = await session.mutate('addMemories', { collectionId, memories: facts }, answers);
  const change = { id: results[0].memory.id, content: bakery, reason: 'told', validFrom: '1423-05-06T08:00:00Z' };
  await session.mutate('supersedeMemory', change, '__typename');
  return session;
}

test('answers without a model from what was valid then, and takes that day for today', async () => {
  const session = await village();
  const ask = async (question: string, asOf: string | null) =>
    (await answered(await session.another(), question, { asOf, model: 'extractive' })).answer;
  expect(await ask('Where does Tom work?', onThird)).toContain('mill');
  expect(await ask('Where does Tom work?', onSeventh)).toContain('bakery');
  expect(await ask('Where does Tom work?', '1423-04-01T09:00:00Z')).not.toMatch(/mill|bakery/);
  expect(await ask('Where does Tom work?', null)).toContain('bakery');
  expect(await ask('What happened yesterday?', onThird)).toContain('wolf');
  expect(await ask('What happened yesterday?', onSeventh)).not.toContain('wolf');
});

test('a model is told what was valid then, and nothing of what came later; so are its searches', async () => {
  const session = await village();
  const calls = script(
    { calls: [{ tool: 'search', input: '{"query":"Where does Tom work?"}' }] },
    { calls: [{ tool: 'search', input: '{"query":"Where does Tom work?","asOf":"1423-04-30"}' }] },
    { tokens: ['At the mill [1].'] },
  );
  const run = await answered(session, 'Where does Tom work?', { asOf: onThird });
  expect(run).toMatchObject({ status: 'SUCCEEDED', citations: [{ memory: { content: mill } }] });
  const [first, second, last] = calls().map(({ body }) => body.messages);
  expect(first?.[0]?.content).toContain('Today is 1423-05-03.');
  expect(first?.at(-1)?.content).toContain(`[1] (1423-05-01) ${mill}`);
  expect(second?.at(-1)?.content).toMatch(/^\[1\] as told before$/m);
  expect(last?.at(-1)?.content).toBe('Nothing was found.');
  expect(JSON.stringify(last)).not.toContain('bakery');
});

test('what a model remembers or replaces begins to be valid then', async () => {
  const session = await village();
  script(
    {
      calls: [
        { tool: 'supersede', input: '{"memory":1,"content":"Tom works at the inn.","reason":"He said so."}' },
        { tool: 'remember', input: '{"content":"Ada owns a goat.","kind":"FACT"}' },
      ],
    },
    { tokens: ['Noted.'] },
  );
  await answered(session, 'Tom works at the inn now, and Ada owns a goat.', { asOf: onSeventh });
  const query = 'query { memories { edges { node { content validFrom validTo } } } }';
  const { memories } = await api.run(session.viewer, query);
  const nodes = memories.edges.map(({ node }: { node: object }) => node);
  for (const content of ['Tom works at the inn.', 'Ada owns a goat.'])
    expect(nodes).toContainEqual({ content, validFrom: onSeventh, validTo: null });
});

test('an answer is reused only as of the same time, which its run names', async () => {
  const session = await village();
  const ask = async (asOf: string | null) => {
    const { id, cached } = await answered(await session.another(), 'Where is Tom?', { asOf });
    const { node } = await api.run(session.viewer, `{ node(id: "${id}") { ... on AgentRun { asOf } } }`);
    return [cached, node.asOf];
  };
  script({ tokens: ['Here.'] });
  for (const [asOf, cached] of [
    [null, false],
    [onThird, false],
    [onThird, true],
    [onSeventh, false],
    [null, true],
  ] as const)
    expect(await ask(asOf)).toEqual([cached, asOf]);
});

test('the same idempotency key as of another time is another call; a time that is none is refused', async () => {
  const session = await village();
  const { run } = await session.ask('What?', { idempotencyKey: 'k' });
  expect(await session.ask('What?', { idempotencyKey: 'k', asOf: null })).toMatchObject({ run: { id: run.id } });
  const other = await session.ask('What?', { idempotencyKey: 'k', asOf: onThird });
  expect(other).toMatchObject({ __typename: 'ConflictError', reason: 'IDEMPOTENCY_KEY_REUSED' });
  const refused = { code: 'VALIDATION_FAILED', message: expect.stringMatching(/asOf.*RFC 3339/) };
  expect(await session.ask('What?', { asOf: 'yesterday' })).toMatchObject(refused);
});
