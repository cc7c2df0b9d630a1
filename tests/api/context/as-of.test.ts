import { expect, test } from 'vitest';
import type { Viewer } from '../../../src/account/viewer.ts';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { mutate, remember } from '../../support/mutate.ts';
import { makeViewer } from '../../support/viewer.ts';
import { start } from '../conversation/start.ts';

const { db } = useDatabase();
const api = makeApi(db);

const context = /* GraphQL */ `
  query ($input: ContextInput!) { context(input: $input) { text plan { strategies } sections { strategy memories { content } } } }`;

const ask = async (viewer: Viewer, message: string, given: object = {}) =>
  (await api.run(viewer, context, { input: { message, ...given } })).context;

/** Facts of a game whose clock stands in the fifteenth century: each holds from its own day on. */
const told = [
  { content: 'Tom works at the mill.', kind: 'FACT', validFrom: '1423-05-01T08:00:00Z' },
  {
    content: 'Tom is ill this week.',
    kind: 'FACT',
    validFrom: '1423-05-02T08:00:00Z',
    validTo: '1423-05-04T08:00:00Z',
  },
  { content: 'Speak of the mill in whispers.', kind: 'INSTRUCTION', validFrom: '1423-05-03T08:00:00Z' },
  { content: 'Tom has seen a wolf.', kind: 'EPISODE', validFrom: '1423-05-05T08:00:00Z' },
];

/** The miller becomes a baker on the sixth. */
async function village() {
  const { viewer, id, ids } = await remember(api, told);
  const change = { id: ids[0], content: 'Tom works at the bakery.', reason: 'told', validFrom: '1423-05-06T08:00:00Z' };
  await mutate(api, viewer, 'supersedeMemory', change, 'memory { id }');
  return { viewer, id, ids };
}

test.each([
  ['before all', '1423-04-01T08:00:00Z', []],
  ['on the third', '1423-05-03T09:00:00Z', ['mill', 'ill', 'whispers']],
  ['on the fifth', '1423-05-05T09:00:00Z', ['mill', 'whispers', 'wolf']],
  ['on the seventh', '1423-05-07T09:00:00Z', ['bakery', 'whispers', 'wolf']],
  ['now', null, ['bakery', 'whispers', 'wolf']],
])('a context has what was valid then: %s', async (_, asOf, words) => {
  const { viewer } = await village();
  for (const message of ['Hello!', 'Where does Tom work?', 'Why is Tom at work, and what has he seen of late?']) {
    const { text } = await ask(viewer, message, { asOf });
    const known = [...text.matchAll(/works at the (?<where>\w+)\.|is (ill)|in (whispers)|a (wolf)/g)];
    const found = known.map(([, ...parts]: (string | undefined)[]) => parts.find((part) => part !== undefined));
    expect([message, found.toSorted()]).toEqual([message, words.toSorted()]);
  }
});

test('what was forgotten since is in no context, and what begins later only in one of that time', async () => {
  const { viewer, ids } = await village();
  await mutate(api, viewer, 'forgetMemory', { id: ids[3] }, '__typename');
  const after = { asOf: '1423-05-05T09:00:00Z' };
  expect((await ask(viewer, 'What has Tom seen?', after)).text).not.toContain('wolf');
  const { collectionId, ...other } = await start(api);
  const memory = { content: 'The fair opens its gates.', validFrom: '2999-05-01T08:00:00Z' };
  await mutate(api, other.viewer, 'addMemory', { collectionId, memory }, 'memory { id }');
  expect((await ask(other.viewer, 'When does the fair open?')).text).toBe('');
  expect((await ask(other.viewer, 'When does the fair open?', { asOf: '2999-05-02T08:00:00Z' })).text).toContain(
    'fair',
  );
});

test('narratives tell of now: a plan as of another time has none, also where one is cached for now', async () => {
  const { viewer } = await village();
  const message = 'Why is Tom at work, and what has he seen of late?';
  for (const asOf of [null, '1423-05-05T09:00:00Z', null, '1423-05-05T09:00:00Z']) {
    const { plan } = await ask(viewer, message, { asOf });
    expect(plan.strategies.includes('NARRATIVE')).toBe(asOf === null);
  }
  const { plan } = await ask(viewer, 'Hello!', { asOf: '1423-05-05T09:00:00Z' });
  expect(plan.strategies).toEqual(['BOOTSTRAP', 'INSTRUCTIONS']);
});

test('the memories beside a hit are those of that time, and so are those that the graph leads to', async () => {
  const { viewer, id } = await start(api);
  const messages = ['Julia sings at the Siemens choir.', 'She gave up her cello.', 'Julia left Siemens.'].map(
    (content, n) => ({ role: 'USER', speaker: 'Anna', content, remember: true, sentAt: `2020-01-0${n + 1}T08:00:00Z` }),
  );
  await mutate(api, viewer, 'appendMessages', { conversationId: id, messages }, '__typename');
  await api.processLog();
  const message = 'Why does Julia sing, and what does she say of Siemens?';
  const whole = await ask(viewer, message);
  expect(whole.plan.strategies).toEqual(expect.arrayContaining(['DEEP_SEARCH', 'GRAPH']));
  expect(whole.text).toContain('cello');
  const { text, plan } = await ask(viewer, message, { asOf: '2020-01-01T09:00:00Z' });
  expect(plan.strategies).toEqual(expect.arrayContaining(['DEEP_SEARCH', 'GRAPH']));
  expect(text).toContain('choir');
  expect(text).not.toMatch(/cello|left/);
});

test('a bootstrap has what was valid then, the newest of each tier first', async () => {
  const { viewer, ids } = await village();
  const tier = { id: ids[2], tier: 'STABLE' };
  await mutate(api, viewer, 'updateMemory', tier, '__typename');
  const query = 'query ($asOf: DateTime) { bootstrap(asOf: $asOf) { active { content } stable { content } } }';
  const read = async (asOf: string | null, as = viewer) => (await api.run(as, query, { asOf })).bootstrap;
  const contents = (...texts: string[]) => texts.map((content) => ({ content }));
  expect(await read('1423-05-03T09:00:00Z')).toEqual({
    active: contents('Tom is ill this week.', 'Tom works at the mill.'),
    stable: contents('Speak of the mill in whispers.'),
  });
  expect((await read('1423-05-07T09:00:00Z')).active).toEqual(
    contents('Tom works at the bakery.', 'Tom has seen a wolf.'),
  );
  expect(await read('1423-04-01T09:00:00Z')).toEqual({ active: [], stable: [] });
  expect(await read('1423-05-07T09:00:00Z', makeViewer())).toEqual({ active: [], stable: [] });
  expect((await read(null)).active).toHaveLength(2);
});

test.each([
  ['{ context(input: { message: "x", asOf: "yesterday" }) { text } }'],
  ['{ bootstrap(asOf: "yesterday") { tookMs } }'],
])('a time that is none is refused: %s', async (query) => {
  const { errors } = await api.execute(makeViewer(), query);
  expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT', message: expect.stringMatching(/asOf.*RFC 3339/) }]);
});
