import { expect, test } from 'vitest';
import { useImports } from './import-file.ts';
import { useOperatedServer } from './operated-server.ts';

const operated = useOperatedServer();
const { run } = operated;
const { importText, importSome, importLines } = useImports(operated);

const at = (minute: number) => new Date(Date.UTC(2022, 0, 1, 9, minute)).toISOString();
const talkOf =
  (user: string) =>
  (session: string, id: string, content: string, more: object = {}) => ({
    user,
    session,
    id,
    content,
    at: at(0),
    ...more,
  });

// biome-ignore lint/suspicious/noExplicitAny: what is read is what the query asks for
type Data = any;

/** The facts of a user with what they were learnt from, and what is said in each session. */
const whatIsThere = async (key: string) => {
  const { collectionByKey } = await run(
    `query ($key: String!) { collectionByKey(key: $key) {
      id settings { language timeZone }
      memories(first: 50, orderBy: CREATED_ASC, filter: { statuses: [CURRENT, SUPERSEDED, FORGOTTEN] }) {
        edges { node { content status metadata source { content } } } }
      conversations { edges { node { key messages(first: 50) { edges { node { content } } } } } } } }`,
    { key },
  );
  const nodes = (list: Data) => list.edges.map(({ node }: Data) => node);
  const memories = nodes(collectionByKey.memories);
  return {
    ...{ id: collectionByKey.id, settings: collectionByKey.settings, memories },
    sources: memories.filter(({ metadata }: Data) => metadata).map(({ source }: Data) => source?.content),
    said: nodes(collectionByKey.conversations).map(({ key: session, messages }: Data) => [
      session,
      nodes(messages).map(({ content }: Data) => content),
    ]),
  };
};

test('the message of a fact may be in an earlier file, and is told if it is unknown or in several sessions', async () => {
  const user = 'of sources';
  const says = talkOf(user);
  await importLines([says('a', '1', 'Said in A'), says('b', '1', 'Said in B'), says('b', '2', 'Said once')]);
  const learnt = (id: string, more: object) => ({ user, id, fact: `Learnt: ${id}.`, ...more });
  const { code, refused } = await importSome([
    learnt('by its session', { message: '1', session: 'b' }),
    learnt('by its id', { message: '2' }),
    learnt('ambiguous', { message: '1' }),
    learnt('unknown', { message: '3' }),
    says('b', 'bad', 'A line without a date', { at: 'today' }),
    learnt('of a bad one', { message: 'bad' }),
  ]);
  expect(code).toBe(2);
  expect(refused.split('\n').slice(1, 4)).toEqual([
    `Line 3 (${user}, ambiguous) is stored without its message 1: 2 sessions have one: name its "session", too`,
    `Line 4 (${user}, unknown) is stored without its message 3: it was not imported`,
    `Line 6 (${user}, of a bad one) is stored without its message bad: it was not imported`,
  ]);
  expect((await whatIsThere(user)).sources).toEqual(['Said in B', 'Said once', undefined, undefined, undefined]);
});

test('messages after one that cannot be stored wait until it is mended', async () => {
  const user = 'of waiting';
  const says = talkOf(user);
  const lines = [
    says('a', '1', 'First'),
    says('a', '2', 'Second', { role: 'user' }),
    says('a', '3', 'Third'),
    says('a', '4', 'Fourth'),
    says('b', '1', 'Elsewhere'),
  ];
  const first = await importSome(lines);
  expect(first).toEqual({
    code: 2,
    said: `${user}: 2 new messages of 4, 0 new facts of 0\n`,
    refused: [
      `Line 2 (${user}, 2) is left out: it has a "role" that is not one of USER, ASSISTANT, SYSTEM, TOOL`,
      `Line 3 (${user}, 3) waits until line 2 is mended, and so do 1 more of session a: messages cannot be inserted later`,
      'Reports: 2. Mend the lines, and run the import again\n',
    ].join('\n'),
  });
  await importLines(lines.with(1, says('a', '2', 'Second')));
  expect((await whatIsThere(user)).said).toEqual([
    ['b', ['Elsewhere']],
    ['a', ['First', 'Second', 'Third', 'Fourth']],
  ]);
  const known = await importSome(lines.with(1, says('a', '2', 'Second', { at: 'today' })));
  expect(known.refused.split('\n')).toHaveLength(3);
});

test('a deleted message is not imported, and what was learnt from it is forgotten until it is back', async () => {
  const user = 'of deleted messages';
  const says = talkOf(user);
  const fact = { user, id: 'f', fact: 'Ada has moved.', message: '1' };
  const lines = [says('a', '1', 'I moved to Graz.'), says('a', '2', 'It is nice.'), fact];
  await importLines([
    ...lines,
    says('a', '3', 'Never said', { deleted: true }),
    { user, session: 'c', id: 'd', deleted: true },
  ]);
  expect((await whatIsThere(user)).said).toEqual([['a', ['I moved to Graz.', 'It is nice.']]]);
  const statuses = async () => (await whatIsThere(user)).memories.map(({ status }: Data) => status);
  const gone = await importLines([{ user, session: 'a', id: '1', deleted: true }, ...lines.slice(1)]);
  expect(gone.said).toContain('; of the memories there, 0 changed and 1 forgotten');
  expect(await statuses()).toEqual(['FORGOTTEN', 'CURRENT', 'CURRENT']);
  expect((await importLines(lines)).said).toContain('; of the memories there, 1 changed and 0 forgotten');
  expect(await statuses()).toEqual(['CURRENT', 'CURRENT', 'CURRENT']);
});

test('an id that a file has twice is told for the second', async () => {
  const user = 'of doubles';
  const fact = { user, id: 'a', fact: 'It rains.' };
  const { code, refused } = await importSome([fact, { ...fact, fact: 'It pours.' }]);
  expect([code, refused]).toEqual([
    2,
    expect.stringContaining(`Line 2 (${user}, a) is left out: line 1 has this id already`),
  ]);
  const { memories } = await whatIsThere(user);
  expect(memories).toMatchObject([{ content: 'It rains.' }]);
});

test('what the server refuses is told, and left out', async () => {
  const user = 'of refusals';
  await importLines([talkOf(user)('s', 'm', 'I moved to Graz.')]);
  const { conversations } = (
    await run('query ($key: String!) { collectionByKey(key: $key) { conversations { edges { node { id } } } } }', {
      key: user,
    })
  ).collectionByKey;
  const { id } = conversations.edges[0].node;
  await run('mutation ($id: ID!) { deleteConversation(input: { id: $id }) { __typename } }', { id });
  const { code, refused } = await importSome([
    { user, id: 'a', fact: 'Ada lives in Graz.', message: 'm' },
    { user, id: 'b', fact: 'It rains.' },
  ]);
  expect([code, refused]).toEqual([2, expect.stringMatching(/^Line 1 \(of refusals, a\) is left out: .*not/)]);
  expect((await whatIsThere(user)).memories).toMatchObject([{ content: 'It rains.' }]);
});

test('a collection that was moved or renamed is still the one of its user', async () => {
  const user = 'of moves';
  await importLines([{ user, id: 'a', fact: 'It rains.' }]);
  const { id } = await whatIsThere(user);
  await run(
    `mutation ($id: ID!) {
      createCollection(input: { key: "tenants", name: "Tenants" }) { ... on CreateCollectionPayload { collection { id } } }
      updateCollection(input: { id: $id, name: "Ada" }) { __typename } }`,
    { id },
  );
  const { collectionByKey: parent } = await run('{ collectionByKey(key: "tenants") { id } }');
  const move = { id, parentId: parent.id };
  await run('mutation ($move: UpdateCollectionInput!) { updateCollection(input: $move) { __typename } }', { move });
  await importLines([{ user, id: 'b', fact: 'It pours.' }]);
  const found = await run(
    'query ($id: ID!, $key: String!) { collection(id: $id) { memoryCount } collectionByKey(key: $key) { id } }',
    { id, key: user },
  );
  expect(found).toEqual({ collection: { memoryCount: 2 }, collectionByKey: null });
});

test('new collections have the language and the time zone that are given', async () => {
  const user = 'of languages';
  await importLines([{ user, id: 'a', fact: 'Es regnet.' }], '--language', 'de', '--time-zone', 'Europe/Berlin');
  expect((await whatIsThere(user)).settings).toEqual({ language: 'de', timeZone: 'Europe/Berlin' });
});

test('--check tells of all lines what is wrong, and writes nothing', async () => {
  const user = 'of checks';
  const lines = [
    { user, id: 'a', fact: 'It rains.' },
    { user, id: 'b', fact: 'It rained.', valid_from: at(0) },
    { id: 'c', fact: 'It will rain.' },
    talkOf(user)('s', 'm', 'Take a coat.'),
  ];
  const text = `${lines.map((line) => JSON.stringify(line)).join('\n')}\n{"user":`;
  const { code, said, refused } = await importText(text, '--check');
  expect(code).toBe(2);
  expect(said).toBe('Without fault: 1 messages and 1 facts; users: 1\n');
  expect(refused.split('\n')).toEqual([
    expect.stringContaining(
      `Line 2 (${user}, b) is left out: it has an unknown field "valid_from"; known are user, id,`,
    ),
    'Line 3 has a "user" that is not a text, and not empty',
    'Line 5 is no JSON object',
    'Reports: 3. Mend the lines, and run the import again',
    '',
  ]);
  expect(await run('query ($key: String!) { collectionByKey(key: $key) { id } }', { key: user })).toEqual({
    collectionByKey: null,
  });
});
