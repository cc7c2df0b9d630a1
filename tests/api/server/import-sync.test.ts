import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { useImports } from './import-file.ts';
import { useOperatedServer } from './operated-server.ts';

const operated = useOperatedServer();
const { run } = operated;
const { inFolder, importSome, importLines } = useImports(operated);

const year = (of: number) => `${of}-01-01T00:00:00.000Z`;
const factsOf =
  (user: string) =>
  (id: string, fact: string, more: object = {}) => ({ user, id, fact, from: year(2020), ...more });

interface Memory {
  readonly id: string;
  readonly content: string;
  readonly status: string;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly source: { readonly content: string } | null;
}

/** What is there of a user, whatever its status, oldest first. */
const memoriesOf = async (key: string): Promise<Memory[]> => {
  const { collectionByKey } = await run(
    `query ($key: String!) { collectionByKey(key: $key) {
      memories(first: 50, orderBy: CREATED_ASC, filter: { statuses: [CURRENT, SUPERSEDED, FORGOTTEN] }) {
        edges { node { id content status validFrom validTo source { content } } } } } }`,
    { key },
  );
  return collectionByKey.memories.edges.map(({ node }: { readonly node: Memory }) => node);
};
const statusesOf = async (key: string) => (await memoriesOf(key)).map(({ status, content }) => [status, content]);

const messagesOf = async (key: string, session: string): Promise<string[]> => {
  const { collectionByKey } = await run('query ($key: String!) { collectionByKey(key: $key) { id } }', { key });
  const { conversationByKey } = await run(
    `query ($id: ID!, $session: String!) { conversationByKey(collectionId: $id, key: $session) {
      messages(first: 50) { edges { node { content } } } } }`,
    { id: collectionByKey.id, session },
  );
  return conversationByKey.messages.edges.map(
    ({ node }: { readonly node: { readonly content: string } }) => node.content,
  );
};

/** One of the mutations that take an input and answer a memory. */
const change = async (name: string, input: object) => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const data = await run(
    `mutation ($input: ${type}Input!) { ${name}(input: $input) {
      __typename ... on ${type}Payload { memory { id } } ... on Error { message } } }`,
    { input },
  );
  expect(data[name]).toMatchObject({ __typename: `${type}Payload` });
  return data[name].memory;
};

const idOf = async (user: string, words: string) =>
  (await memoriesOf(user)).findLast(({ content }) => content.includes(words))?.id;

test('what was purged here, or deleted with its conversation or collection, stays away', async () => {
  const user = 'of purges';
  const message = (id: string, session: string, content: string) => ({ user, id, session, content, at: year(2022) });
  const fact = factsOf(user);
  const lines = [
    message('m1', 'a', 'My test was positive.'),
    message('m2', 'a', 'How are you?'),
    message('m3', 'b', 'I am moving out.'),
    fact('f1', 'Ada has a diagnosis.', { message: 'm1' }),
    fact('f2', 'Ada sings.'),
  ];
  await importLines(lines);
  for (const words of ['positive', 'diagnosis']) {
    await change('forgetMemory', { id: await idOf(user, words), purge: true, purgeSource: true });
  }
  const { collectionByKey } = await run(`{ collectionByKey(key: "${user}") {
    id conversations { edges { node { id key } } } } }`);
  const b = collectionByKey.conversations.edges.find(
    ({ node }: { readonly node: { readonly key: string } }) => node.key === 'b',
  );
  await run('mutation ($id: ID!) { deleteConversation(input: { id: $id }) { __typename } }', { id: b.node.id });
  const left = await statusesOf(user);
  expect(left).toEqual([
    ['CURRENT', 'How are you?'],
    ['CURRENT', 'Ada sings.'],
  ]);

  const again = await importLines([...lines, fact('f1', 'Ada has a bad diagnosis.')].toSpliced(3, 1));
  expect(again.said).toBe(`${user}: 0 new messages of 3, 0 new facts of 2\n`);
  expect(await statusesOf(user)).toEqual(left);
  expect(await messagesOf(user, 'a')).toEqual(['', 'How are you?']);

  await run('mutation ($id: ID!) { deleteCollection(input: { id: $id }) { __typename } }', { id: collectionByKey.id });
  expect((await importLines(lines)).said).toBe(`${user}: 0 new messages of 3, 0 new facts of 2\n`);
  expect(await run(`{ collectionByKey(key: "${user}") { id } }`)).toEqual({ collectionByKey: null });
  await importLines([...lines, fact('f3', 'Ada is back.')]);
  expect(await statusesOf(user)).toEqual([['CURRENT', 'Ada is back.']]);
});

test('without its state, a run takes what it recognises as it is here', async () => {
  const user = 'of lost states';
  const fact = factsOf(user);
  const lines = [
    { user, id: 'm', session: 's', content: 'I moved to Vienna.', at: year(2022) },
    fact('moved', 'Ada lives in Berlin.'),
    fact('ended', 'Ada owns a dog.', { to: year(2021) }),
    fact('changed', 'Ada owns a bicycle.'),
  ];
  const state = ['--state', inFolder('first.state.ndjson')];
  await importLines(lines, ...state);
  await change('supersedeMemory', { id: await idOf(user, 'Berlin'), content: 'Ada lives in Vienna.', reason: 'Moved' });
  const before = await memoriesOf(user);
  expect((await importLines(lines, '--state', inFolder('second.state.ndjson'))).said).toBe(
    `${user}: 0 new messages of 1, 0 new facts of 3\n`,
  );
  expect(await memoriesOf(user)).toEqual(before);

  const newer = lines.with(3, fact('changed', 'Ada owns a tandem.', { from: year(2021) }));
  await importLines([...newer, fact('new', 'Ada said so.', { message: 'm' })], '--state', inFolder('third.ndjson'));
  expect(await memoriesOf(user)).toMatchObject([
    ...before.slice(0, 3),
    { content: 'Ada owns a bicycle.', status: 'SUPERSEDED' },
    { content: 'Ada lives in Vienna.', status: 'CURRENT' },
    { content: 'Ada owns a tandem.', status: 'CURRENT' },
    { content: 'Ada said so.', source: { content: 'I moved to Vienna.' } },
  ]);
});

test('a state of another account or server is refused, and half a line at its end is nothing', async () => {
  const other = inFolder('other.state.ndjson');
  await writeFile(other, `${JSON.stringify({ url: 'http://127.0.0.1:1/graphql', account: 'ada' })}\n`);
  const fact = { user: 'of states', id: 'a', fact: 'It rains.' };
  const { code, refused } = await importSome([fact], '--state', other);
  expect([code, refused]).toEqual([1, expect.stringContaining('or of another account or server')]);

  const own = inFolder('own.state.ndjson');
  await importLines([fact], '--state', own);
  await writeFile(own, `${await readFile(own, 'utf8')}{"user":"of sta`);
  await importLines([fact, { ...fact, id: 'b', fact: 'It pours.' }], '--state', own);
  expect((await importLines([fact, { ...fact, id: 'b', fact: 'It pours.' }], '--state', own)).said).toContain(
    '0 new facts',
  );
});

test('what was superseded or ended here stays so while the file does not change it', async () => {
  const user = 'of ends';
  const fact = factsOf(user);
  const lines = [
    fact('x', 'Ada lives in Berlin.'),
    fact('y', 'Ada runs.'),
    fact('z', 'Ada swims.', { to: year(2021) }),
    fact('w', 'Ada drives a van.'),
  ];
  await importLines(lines);
  await change('supersedeMemory', {
    ...{ id: await idOf(user, 'Berlin'), content: 'Ada lives in Vienna.', validFrom: year(2024), reason: 'Moved' },
    metadata: { mine: 1 },
  });
  await change('updateMemory', { id: await idOf(user, 'runs'), validTo: year(2023) });
  await change('supersedeMemory', { id: await idOf(user, 'van'), content: 'Ada drives a bus.', reason: 'Corrected' });
  const before = await memoriesOf(user);
  await importLines(lines);
  expect(await memoriesOf(user)).toEqual(before);
  const ended = { to: year(2025) };
  await importLines([fact('x', 'Ada lives in Berlin.', ended), fact('w', 'Ada drives a van.', ended)]);
  expect(await memoriesOf(user)).toEqual(before);

  const bike = { from: new Date().toISOString() };
  await importLines([fact('x', 'Ada lives in Graz.', { from: year(2025) }), fact('w', 'Ada rides a bike.', bike)]);
  expect(await statusesOf(user)).toEqual([
    ['SUPERSEDED', 'Ada lives in Berlin.'],
    ['CURRENT', 'Ada runs.'],
    ['CURRENT', 'Ada swims.'],
    ['SUPERSEDED', 'Ada drives a van.'],
    ['CURRENT', 'Ada lives in Vienna.'],
    ['SUPERSEDED', 'Ada drives a bus.'],
    ['CURRENT', 'Ada rides a bike.'],
    ['CURRENT', 'Ada lives in Graz.'],
  ]);
});

/** Makes what has ended SUPERSEDED, as happens by itself within the hour. */
const retireIn = async (key: string) => {
  const { collectionByKey } = await run('query ($key: String!) { collectionByKey(key: $key) { id } }', { key });
  await run(
    'mutation ($id: ID!) { startConsolidation(input: { collectionId: $id, steps: [RETIRE_OUTDATED] }) { __typename } }',
    { id: collectionByKey.id },
  );
  await expect.poll(() => statusesOf(key)).not.toContainEqual(['CURRENT', expect.stringContaining('ended')]);
};

test('a fact that has ended by itself is reopened, moved or replaced as the file says', async () => {
  const user = 'of reopened facts';
  const fact = factsOf(user);
  const ended = (id: string, more = {}) => fact(id, `This ended: ${id}.`, { to: year(2021), ...more });
  await importLines([ended('open'), ended('later'), ended('other')]);
  await retireIn(user);
  await importLines([
    ended('open', { to: null }),
    ended('later', { to: year(2022), from: year(2019) }),
    ended('other', { fact: 'This ended, too: other.' }),
  ]);
  expect(await memoriesOf(user)).toMatchObject([
    { content: 'This ended: open.', status: 'CURRENT', validTo: null },
    { content: 'This ended: later.', status: 'SUPERSEDED', validFrom: year(2019), validTo: year(2022) },
    { content: 'This ended: other.', status: 'SUPERSEDED', validFrom: year(2020), validTo: year(2020) },
    { content: 'This ended, too: other.', validFrom: year(2020), validTo: year(2021) },
  ]);
});

test('of two facts with the same words each can be deleted or changed by itself', async () => {
  const user = 'of equal words';
  const fact = factsOf(user);
  const lines = [
    fact('a', 'Ada likes tea.'),
    fact('b', 'Ada likes tea.'),
    fact('c', 'Ada runs.'),
    fact('d', 'Ada runs.'),
  ];
  await importLines(lines);
  const newer = [{ user, id: 'a', deleted: true }, ...lines.slice(1, 3), fact('d', 'Ada swims.')];
  const expected = [
    ['CURRENT', 'Ada likes tea.'],
    ['CURRENT', 'Ada runs.'],
    ['CURRENT', 'Ada swims.'],
  ];
  await importLines(newer);
  expect(await statusesOf(user)).toEqual(expected);
  await importLines([...newer.slice(0, 1), { user, id: 'b', deleted: true }, ...newer.slice(2)]);
  expect(await statusesOf(user)).toEqual([['FORGOTTEN', 'Ada likes tea.'], ...expected.slice(1)]);
});

test('without its state, an equal fact is added again when the file deletes the first', async () => {
  const user = 'of replays';
  const fact = factsOf(user);
  await importLines([fact('a', 'Ada likes tea.'), fact('b', 'Ada likes tea.')], '--state', inFolder('a.ndjson'));
  await importLines([{ user, id: 'a', deleted: true }, fact('b', 'Ada likes tea.')], '--state', inFolder('b.ndjson'));
  expect(await statusesOf(user)).toEqual([
    ['FORGOTTEN', 'Ada likes tea.'],
    ['CURRENT', 'Ada likes tea.'],
  ]);
});

test('a fact that the file deleted comes back with it, but not one that was forgotten here', async () => {
  const user = 'of returns';
  const fact = factsOf(user);
  const lines = [fact('a', 'Ada likes tea.'), fact('b', 'Ada runs.'), fact('c', 'Ada swims.')];
  await importLines(lines);
  await change('forgetMemory', { id: await idOf(user, 'runs') });
  await importLines(['a', 'b', 'c'].map((id) => ({ user, id, deleted: true })));
  expect((await memoriesOf(user)).map(({ status }) => status)).toEqual(['FORGOTTEN', 'FORGOTTEN', 'FORGOTTEN']);
  await importLines(lines.with(2, fact('c', 'Ada dives.', { from: year(2021) })));
  expect(await statusesOf(user)).toEqual([
    ['CURRENT', 'Ada likes tea.'],
    ['FORGOTTEN', 'Ada runs.'],
    ['SUPERSEDED', 'Ada swims.'],
    ['CURRENT', 'Ada dives.'],
  ]);
});

test('a text that was restored here is replaced when the file changes again', async () => {
  const user = 'of restored texts';
  const fact = factsOf(user);
  await importLines([fact('a', 'Her bicycle is red.')]);
  const blue = fact('a', 'Her bicycle is blue.', { from: year(2021) });
  await importLines([blue]);
  await change('restoreMemory', { id: await idOf(user, 'red') });
  const restored = [
    ['CURRENT', 'Her bicycle is red.'],
    ['FORGOTTEN', 'Her bicycle is blue.'],
  ];
  await importLines([blue]);
  expect(await statusesOf(user)).toEqual(restored);
  await importLines([fact('a', 'Her bicycle is green.', { from: year(2022) })]);
  expect(await statusesOf(user)).toEqual([
    ['SUPERSEDED', 'Her bicycle is red.'],
    restored[1],
    ['CURRENT', 'Her bicycle is green.'],
  ]);
});

test('a text that becomes the one of another fact ends, and one that starts earlier replaces the whole', async () => {
  const user = 'of changed texts';
  const fact = factsOf(user);
  await importLines([
    fact('a', 'Ada plays chess.'),
    fact('b', 'Ada plays the cello.'),
    fact('c', 'Ada lives in Rome.'),
  ]);
  await importLines([
    fact('a', 'Ada plays the cello.', { from: year(2022) }),
    fact('b', 'Ada plays the cello.'),
    fact('c', 'Ada lives in Bonn.', { from: year(2018) }),
  ]);
  expect(await memoriesOf(user)).toMatchObject([
    { content: 'Ada plays chess.', validTo: year(2022) },
    { content: 'Ada plays the cello.', status: 'CURRENT', validTo: null },
    { content: 'Ada lives in Rome.', status: 'SUPERSEDED', validFrom: year(2018), validTo: year(2018) },
    { content: 'Ada lives in Bonn.', status: 'CURRENT', validFrom: year(2018), validTo: null },
  ]);
});
