import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { read } from '../../../examples/import/line.ts';
import { useOperatedServer } from './operated-server.ts';

const { run, connection } = useOperatedServer();

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'import-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** The output of the example for these lines, and what it leaves out. */
async function importLines(lines: readonly object[]): Promise<{ readonly said: string; readonly refused: string }> {
  const { code, ...told } = await importText(lines.map((line) => JSON.stringify(line)).join('\n'));
  expect(code, told.refused).toBe(0);
  return told;
}

async function importText(content: string) {
  const file = join(folder, 'theirs.ndjson');
  await writeFile(file, content);
  const { url, headers } = await connection();
  const token = headers.authorization.replace('Bearer ', '');
  const child = spawn(process.execPath, ['examples/import/import.ts', file, '--url', url, '--token', token]);
  const [said, refused, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code, said, refused };
}

const at = (minute: number) => new Date(Date.UTC(2021, 2, 1, 9, minute)).toISOString();
const of = (user: string, session: string) => (minute: number, content: string) => ({
  ...{ user, session, id: `${session}-${minute}`, role: minute % 2 ? 'ASSISTANT' : 'USER', speaker: user },
  ...{ content, at: at(minute) },
});
const says = of('ada', 'thread-1');
const said = [
  says(0, 'I have moved to Berlin.'),
  says(1, 'How do you like it there?'),
  says(2, ' \n'),
  { ...says(3, 'It has too much beside it.'), metadata: { much: 'x'.repeat(17_000) } },
  says(4, 'A NUL \u0000 and a half of a pair \ud83d stood in this.'),
  says(6, `It is long: ${'so '.repeat(11_000)}`),
];
const lives = (id: string, place: string, from: number, to: number | null, more = {}) => ({
  ...{ user: 'ada', id, fact: `Ada lives in ${place}.`, tags: ['address'], message: 'thread-1-0', ...more },
  ...{ from: `${from}-01-01T00:00:00Z`, to: to && `${to}-01-01T00:00:00Z` },
});
const found = [
  lives('fact-1', 'Berlin', 2018, 2020),
  lives('fact-2', 'Vienna', 2020, 2022, { kind: 'EPISODE' }),
  lives('fact-3', 'Berlin', 2022, null, { message: 'nobody knows' }),
  lives('fact-4', 'nowhere', 2022, 2021),
];
const ben = of('ben', 'thread-2')(0, 'I drink tea.');

const whatIsThere = async () => {
  const { collectionByKey } = await run(`{ collectionByKey(key: "ada") {
    conversations { edges { node { key messages { edges { node { role speaker content sentAt metadata } } } } } }
    memories(first: 50, orderBy: CREATED_ASC, filter: { metadata: {}, statuses: [CURRENT, SUPERSEDED, FORGOTTEN] }) {
      edges { node { kind content status validFrom validTo tags metadata source { metadata } supersededBy { content } } } } } }`);
  const [{ node: conversation }] = collectionByKey.conversations.edges;
  // biome-ignore lint/suspicious/noExplicitAny: what is read is what the query asks for
  const nodes = (list: any) => list.edges.map(({ node }: any) => node);
  return { messages: nodes(conversation.messages), facts: nodes(collectionByKey.memories), key: conversation.key };
};

const livedAt = async (year: number) => {
  const { collectionByKey } = await run('{ collectionByKey(key: "ada") { id } }');
  const { search } = await run(
    `query ($ids: [ID!], $at: DateTime!) {
      search(input: { query: "Where does Ada live?", collectionIds: $ids, asOf: $at, filter: { tagsAny: ["address"] } }) {
        edges { node { content } } } }`,
    { ids: [collectionByKey.id], at: `${year}-06-01T00:00:00Z` },
  );
  return search.edges[0]?.node.content;
};

test('imports the example lines of docs/migrating.md', async () => {
  const page = await readFile('docs/migrating.md', 'utf8');
  const [, lines = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
  const parsed = lines
    .trim()
    .split('\n')
    .map((line) => ({ ...JSON.parse(line), user: 'of the page' }));
  const answer = await importLines(parsed);
  expect(answer).toEqual({ said: 'of the page: 1 new messages of 1, 2 new facts of 2\n', refused: '' });
});

test('a repeated import resumes, leaves out what cannot be stored, and applies later changes', async () => {
  await importLines(said.slice(0, 2));
  const first = await importLines([...said, ...found, ben]);
  expect(first.said.split('\n')).toMatchObject([/^ada: 3 new messages of 6, 3 new facts of 4$/, /^ben: 1 new/, '']);
  expect(first.refused).toMatch(/^thread-1-3 is left out: is \d+ bytes.*\nfact-4 is left out: .*before validFrom/);
  const { messages, facts, key } = await whatIsThere();
  expect(key).toBe('thread-1');
  expect(messages).toMatchObject([
    {
      role: 'USER',
      speaker: 'ada',
      content: 'I have moved to Berlin.',
      sentAt: at(0),
      metadata: { importedId: 'thread-1-0' },
    },
    { role: 'ASSISTANT', content: 'How do you like it there?' },
    { content: 'A NUL  and a half of a pair \ufffd stood in this.' },
    { metadata: { importedId: 'thread-1-6' }, sentAt: at(6) },
    { metadata: { importedId: 'thread-1-6#1' }, sentAt: at(6) },
  ]);
  expect(messages[3].content + messages[4].content).toBe(said.at(-1)?.content);
  expect(facts).toMatchObject([
    { content: 'Ada lives in Berlin.', source: { metadata: { importedId: 'thread-1-0' } } },
    { kind: 'EPISODE', content: 'Ada lives in Vienna.', metadata: { importedId: 'fact-2' } },
    { kind: 'FACT', content: 'Ada lives in Berlin.', source: null, validTo: null },
  ]);
  expect([await livedAt(2019), await livedAt(2021), await livedAt(2024)]).toEqual([
    'Ada lives in Berlin.',
    'Ada lives in Vienna.',
    'Ada lives in Berlin.',
  ]);

  const again = await importLines([...said, ...found.slice(0, 3), ben]);
  expect(again.said).toContain('ada: 0 new messages of 6, 0 new facts of 3');
  expect(await whatIsThere()).toEqual({ messages, facts, key });

  const newer = [
    { ...found[0], deleted: true },
    lives('fact-2', 'Graz', 2021, 2022),
    lives('fact-3', 'Berlin', 2022, 2025),
    lives('fact-5', 'Rome', 2025, null),
  ];
  await importLines(newer);
  expect((await whatIsThere()).facts).toMatchObject([
    { status: 'FORGOTTEN' },
    { status: 'SUPERSEDED', supersededBy: { content: 'Ada lives in Graz.' }, validTo: '2021-01-01T00:00:00.000Z' },
    { content: 'Ada lives in Berlin.', validTo: '2025-01-01T00:00:00.000Z' },
    { content: 'Ada lives in Graz.', metadata: { importedId: 'fact-2' }, validTo: '2022-01-01T00:00:00.000Z' },
    { content: 'Ada lives in Rome.' },
  ]);
  expect([await livedAt(2019), await livedAt(2023), await livedAt(2026)]).toEqual([
    undefined,
    'Ada lives in Berlin.',
    'Ada lives in Rome.',
  ]);
});

test('imports a text that is larger than a request may be', async () => {
  // Six bytes each in JSON, and no words.
  const content = '\u0001'.repeat(1_500_000);
  const answer = await importLines([{ user: 'of a book', session: 'book', id: 'all', content }]);
  expect(answer).toEqual({ said: 'of a book: 47 new messages of 1, 0 new facts of 0\n', refused: '' });
});

test('imports a file with a BOM and CRLF, and names a line that is not JSON', async () => {
  const line = (id: string) => JSON.stringify({ user: 'of Windows', id, fact: `This is ${id}.` });
  expect(await importText(`\ufeff${line('a')}\r\n${line('b')}\r\n`)).toEqual({
    code: 0,
    said: 'of Windows: 0 new messages of 0, 2 new facts of 2\n',
    refused: '',
  });
  const { code, refused } = await importText(`${line('a')}\n\n${line('b').slice(0, -5)}`);
  expect(code).toBe(1);
  expect(refused).toContain('Error: Line 3 is no JSON object: mend it');
});

test('a deleted fact needs only its id, and null counts as absent', async () => {
  const fact = {
    user: 'of ids',
    id: 'a',
    fact: 'It rains.',
    kind: null,
    speaker: null,
    from: null,
    to: null,
    tags: null,
  };
  await importLines([fact, { user: 'of ids', session: null, id: 'b', role: null, content: 'Take a coat.', at: null }]);
  await importLines([{ user: 'of ids', id: 'a', deleted: true }]);
  const { collectionByKey } = await run(
    '{ collectionByKey(key: "of ids") { memories { edges { node { content } } } } }',
  );
  expect(collectionByKey.memories.edges).toEqual([{ node: { content: 'Take a coat.' } }]);
});

test('reports an invalid time also for a fact that exists', async () => {
  const fact = { user: 'of times', id: 'a', fact: 'It rains.' };
  await importLines([fact]);
  const { refused } = await importLines([{ ...fact, to: 'tomorrow' }]);
  expect(refused).toMatch(/^a is left out: .*RFC 3339/);
});

test.each([
  [{ id: 'a', fact: 'It rains.' }, '"user"'],
  [{ user: 'of shapes', content: 'Twice, with each import.' }, '"id"'],
  [{ user: 'of shapes', id: 4, content: 'It rains.' }, '"id"'],
  [{ user: 'of shapes', id: 'a', role: 'user', content: 'It rains.' }, '"role" that is not one of USER, ASSISTANT'],
  [{ user: 'of shapes', id: 'a', fact: 'It rains.', kind: 'note' }, '"kind" that is not one of FACT'],
  [{ user: 'of shapes', id: 'a', fact: 'It rains.', metadata: 'wet' }, '"metadata" that is not a JSON object'],
  [['It rains.'], 'is no JSON object'],
])('names a line with the wrong shape: %j', (line, what) => {
  expect(() => read(JSON.stringify(line), 2)).toThrow(new RegExp(`^Line 2 .*${what}`));
});

test('reports that it is retrying while the server is unreachable', async () => {
  const file = join(folder, 'unheard.ndjson');
  await writeFile(file, JSON.stringify({ user: 'of nowhere', id: 'a', fact: 'Nobody hears this.' }));
  const url = 'http://127.0.0.1:1/graphql';
  const child = spawn(process.execPath, ['examples/import/import.ts', file, '--url', url, '--token', 'any']);
  const [first] = await once(child.stderr.setEncoding('utf8'), 'data');
  child.kill();
  expect(first).toBe(`${url} is not reached (fetch failed): trying again\n`);
  await once(child, 'exit');
});
