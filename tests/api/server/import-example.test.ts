import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { read } from '../../../examples/import/line.ts';
import { useImports } from './import-file.ts';
import { useOperatedServer } from './operated-server.ts';

const { run, connection } = useOperatedServer();

const { inFolder, importBy, importText, importSome, importLines } = useImports({ connection });

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
  const first = await importSome([...said, ...found, ben]);
  expect(first.said.split('\n')).toMatchObject([/^ada: 3 new messages of 5, 3 new facts of 3$/, /^ben: 1 new/, '']);
  expect(first.code).toBe(2);
  expect(first.refused.split('\n')).toEqual([
    'Line 9 (ada, fact-4) is left out: it has a "to" before its "from"',
    'Line 8 (ada, fact-3) is stored without its message nobody knows: it was not imported',
    'Reports: 2. Mend the lines, and run the import again',
    '',
  ]);
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
  expect(again.said).toContain('ada: 0 new messages of 5, 0 new facts of 3');
  expect(await whatIsThere()).toEqual({ messages, facts, key });

  const newer = [
    { ...found[0], deleted: true },
    lives('fact-2', 'Graz', 2021, 2022),
    lives('fact-3', 'Berlin', 2022, 2025),
    lives('fact-5', 'Rome', 2025, null),
  ];
  expect((await importLines(newer)).said).toBe(
    'ada: 0 new messages of 0, 1 new facts of 4; of the memories there, 2 changed and 1 forgotten\n',
  );
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
  expect(refused).toBe('Line 3 is no JSON object: mend it, and run the import again\n');
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
  const { refused } = await importSome([{ ...fact, to: 'tomorrow' }]);
  expect(refused).toMatch(/^Line 1 \(of times, a\) is left out: it has a "to" .*RFC 3339/);
});

test.each([
  ['no file', [], /^Which file\?\n\n.*import\.ts FILE --url URL/],
  ['a file that is not there', ['nowhere.ndjson', '--check'], /^ENOENT.*nowhere\.ndjson'\n$/],
  ['an unknown option', ['--tokn', 'any'], /^Unknown option '--tokn'.*\n$/],
])('a mistake is told without a stack trace: %s', async (_, given, told) => {
  expect(await importBy(given)).toMatchObject({ code: 1, said: '', refused: expect.stringMatching(told) });
});

test('a token that is not accepted is told in one line', async () => {
  const line = { user: 'of nobody', id: 'a', fact: 'Nobody hears this.' };
  const { code, refused } = await importSome([line], '--token', 'any');
  expect([code, refused]).toEqual([1, expect.stringMatching(/^UNAUTHENTICATED: .*\n$/)]);
});

test.each([
  [{ id: 'a', fact: 'It rains.' }, '"user" that is not a text'],
  [{ user: 'of shapes', content: 'Twice, with each import.' }, '"id" that is not a text'],
  [{ user: 'of shapes', id: 4, content: 'It rains.' }, '"id" that is not a text'],
  [['It rains.'], 'is no JSON object'],
])('of a line that does not say whose it is only the problem is known: %#', (line, what) => {
  expect(read(JSON.stringify(line), 2)).toContain(what);
});

test.each([
  [{ role: 'user', content: 'It rains.' }, '"role" that is not one of USER, ASSISTANT'],
  [{ fact: 'It rains.', kind: 'note' }, '"kind" that is not one of FACT'],
  [{ fact: 'It rains.', metadata: 'wet' }, '"metadata" that is not a JSON object'],
  [{ fact: 'It rains.', valid_from: null }, null],
  [{ fact: 'It rains.', metdata: {} }, 'unknown field "metdata"; known are user, id, session'],
  [{ session: 's'.repeat(201), content: 'It rains.' }, '"session" of more than 200 characters'],
  [{ user: 'u'.repeat(201), fact: 'It rains.' }, '"user" of more than 200 characters'],
  [{ fact: 'r'.repeat(32_001) }, '"fact" of more than 32000 characters'],
  [{ fact: ' \u0000' }, '"fact" that is empty'],
  [{ fact: 'It rains.', from: '2021-02-30T00:00:00Z' }, '"from" that is no date and time with a time zone'],
  [{ content: 'It rains.', at: '2021-02-03' }, '"at" that is no date and time with a time zone'],
  [{ fact: 'It rains.', at: '2021-02-03T00:00:00Z' }, '"at", which a fact does not have'],
  [{ content: 'It rains.', from: '2021-02-03T00:00:00Z' }, '"from", which a message does not have'],
  [{ fact: 'It rains.', tags: ['t'.repeat(65)] }, '"tags" of more than 64 characters'],
  [{ fact: 'It rains.', metadata: { much: 'x'.repeat(17_000) } }, '"metadata" of 17028 bytes'],
  [{ fact: 'It rains.', metadata: { a: [{ b: [{ c: [] }] }] } }, '"metadata" nested deeper than 5 levels'],
  [{ fact: 'It rains.', metadata: { id: 2 ** 60 } }, '"metadata" with a number of more than 15 digits'],
  [{ fact: 'r'.repeat(32_001), deleted: true }, null],
])('says what is wrong with a line: %#', (line, what) => {
  const problem = what === null ? null : expect.stringContaining(what);
  expect(read(JSON.stringify({ user: 'of shapes', id: 'a', ...line }), 2)).toMatchObject({ number: 2, problem });
});

test('reports that it is retrying while the server is unreachable', async () => {
  const file = inFolder('unheard.ndjson');
  await writeFile(file, JSON.stringify({ user: 'of nowhere', id: 'a', fact: 'Nobody hears this.' }));
  const url = 'http://127.0.0.1:1/graphql';
  const child = spawn(process.execPath, ['examples/import/import.ts', file, '--url', url, '--token', 'any']);
  const [first] = await once(child.stderr.setEncoding('utf8'), 'data');
  child.kill();
  expect(first).toBe(`${url} is not reached (fetch failed): trying again\n`);
  await once(child, 'exit');
});
