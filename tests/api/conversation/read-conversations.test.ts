import { expect, test } from 'vitest';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { mutate } from '../../support/mutate.ts';
import { countStatements } from '../../support/statements.ts';
import { makeViewer } from '../../support/viewer.ts';
import { append, start, turns } from './start.ts';

const { db } = useDatabase();
const api = makeApi(db);
const { run, execute } = api;

test('a page of 20 conversations with everything nested takes a fixed number of statements', async () => {
  const statements: number[] = [];
  for (const count of [2, 20]) {
    const { viewer, collectionId, conversationIds } = await start(api, count);
    for (const id of conversationIds) await append(api, viewer, id, turns(3, { remember: true }));
    const sent = await countStatements(async () => {
      const { collection } = await run(
        viewer,
        `query ($id: ID!) { collection(id: $id) { conversations { totalCount edges { node {
          collection { name } window { content message { seq } }
          memories(first: 2) { totalCount edges { node { source { seq conversation { title } } } } }
          messages(last: 2) { totalCount edges { node { seq content remembered(first: 1) { content } } } }
        } } } } }`,
        { id: collectionId },
      );
      expect(collection.conversations.totalCount).toBe(count);
      for (const { node } of collection.conversations.edges) {
        expect(node.window).toHaveLength(3);
        expect(node.memories).toMatchObject({ totalCount: 3, edges: [{ node: { source: { seq: 1 } } }, {}] });
        expect(node.messages).toMatchObject({ totalCount: 3, edges: [{ node: { seq: 2 } }, { node: { seq: 3 } }] });
      }
    });
    statements.push(sent.length);
  }
  // Collection, conversations, their count; window, memories, their count, messages; remembered, source; conversation.
  expect(statements).toEqual([10, 10]);
});

test('a page of 20 memories with their sources takes a fixed number of statements', async () => {
  const { viewer, id } = await start(api);
  await append(api, viewer, id, turns(20, { remember: true }));
  const statements = await countStatements(() =>
    run(viewer, '{ memories { edges { node { source { content conversation { title } } } } } }'),
  );
  expect(statements).toHaveLength(4);
});

test('messages are paged in both directions, each returned once', async () => {
  const { viewer, id } = await start(api);
  await append(api, viewer, id, turns(25));
  const page = async (args: string) => {
    const { conversation } = await run(
      viewer,
      `query ($id: ID!) { conversation(id: $id) { messages(${args}) {
        totalCount edges { node { seq } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`,
      { id },
    );
    const { edges, pageInfo, totalCount } = conversation.messages;
    return { seqs: edges.map(({ node }: { node: { seq: number } }) => node.seq), totalCount, ...pageInfo };
  };
  const first = await page('first: 10');
  expect(first).toMatchObject({ totalCount: 25, hasNextPage: true, hasPreviousPage: false });
  const second = await page(`first: 10, after: "${first.endCursor}"`);
  const third = await page(`first: 10, after: "${second.endCursor}"`);
  expect([...first.seqs, ...second.seqs, ...third.seqs]).toEqual(Array.from({ length: 25 }, (_, n) => n + 1));
  expect(third).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  const newest = await page('last: 3');
  expect(newest).toMatchObject({ seqs: [23, 24, 25], hasNextPage: false, hasPreviousPage: true });
  expect(await page(`last: 2, before: "${newest.startCursor}"`)).toMatchObject({ seqs: [21, 22], hasNextPage: true });
  // Apollo Client names an empty cursor for a list that has become empty.
  expect(await page('first: 2, after: "", before: ""')).toMatchObject({ seqs: [1, 2], hasPreviousPage: false });
});

test('a message names its own cursor, from which its conversation is read in both directions', async () => {
  const { viewer, id } = await start(api);
  const other = await start(api);
  await append(api, viewer, id, turns(5, { remember: true }));
  const listed = `query ($id: ID!) { conversation(id: $id) { messages { edges { cursor node { cursor } } } } }`;
  const { edges } = (await run(viewer, listed, { id })).conversation.messages;
  expect(edges).toHaveLength(5);
  for (const { cursor, node } of edges) expect(node.cursor).toBe(cursor);

  const found = await run(viewer, '{ memories { edges { node { source { seq cursor } } } } }');
  const { source } = found.memories.edges.find(
    ({ node }: { node: { source: { seq: number } } }) => node.source.seq === 3,
  ).node;
  const around = `query ($id: ID!, $at: String!) { conversation(id: $id) {
    before: messages(before: $at, last: 5) { edges { node { seq } } }
    after: messages(after: $at) { edges { node { seq } } } } }`;
  const { conversation } = await run(viewer, around, { id, at: source.cursor });
  const seqs = (list: { edges: { node: { seq: number } }[] }) => list.edges.map(({ node }) => node.seq);
  expect([seqs(conversation.before), seqs(conversation.after)]).toEqual([
    [1, 2],
    [4, 5],
  ]);
  const elsewhere = await execute(other.viewer, around, { id: other.id, at: source.cursor });
  expect(elsewhere.errors?.[0]?.message).toMatch(/not a cursor of this list/);
});

test('conversations are listed by activity or age, including those of child collections', async () => {
  const { viewer, collectionId, conversationIds } = await start(api, 3);
  const [oldest = '', middle = '', newest = ''] = conversationIds;
  const child = { name: 'Child', parentId: collectionId };
  const { collection: below } = await mutate(api, viewer, 'createCollection', child, 'collection { id }');
  const talk = { collectionId: below.id };
  const inChild = (await mutate(api, viewer, 'createConversation', talk, 'conversation { id }')).conversation.id;
  await append(api, viewer, oldest, turns(1, { sentAt: '2100-01-01T00:00:00Z' }));
  await append(api, viewer, newest, turns(1, { sentAt: '2001-01-01T00:00:00Z' }));
  const list = async (args: string) => {
    const { conversations } = await run(
      viewer,
      `query ($ids: [ID!]) { conversations(collectionIds: $ids, ${args}) { totalCount edges { node { id } } pageInfo { startCursor endCursor hasPreviousPage hasNextPage } } }`,
      { ids: [collectionId, 'nonsense'] },
    );
    const { edges, pageInfo, totalCount } = conversations;
    return { ids: edges.map(({ node }: { node: { id: string } }) => node.id), totalCount, ...pageInfo };
  };
  const byActivity = [oldest, inChild, middle, newest];
  expect(await list('first: 10')).toMatchObject({ ids: byActivity, totalCount: 4 });
  const { ids, endCursor } = await list('first: 2');
  expect([...ids, ...(await list(`first: 2, after: "${endCursor}"`)).ids]).toEqual(byActivity);
  expect((await list('orderBy: CREATED_DESC')).ids).toEqual([inChild, newest, middle, oldest]);
  const end = await list('last: 2');
  expect(end).toMatchObject({ ids: [middle, newest], hasPreviousPage: true, hasNextPage: false });
  expect(await list(`last: 5, before: "${end.startCursor}"`)).toMatchObject({
    ids: [oldest, inChild],
    hasPreviousPage: false,
    hasNextPage: true,
  });
  const { collection, conversations } = await run(
    viewer,
    'query ($id: ID!) { collection(id: $id) { conversations { totalCount edges { node { id } } } byActivity: conversations(orderBy: ACTIVE_DESC, last: 2) { edges { node { id } } } } conversations(collectionIds: ["x"]) { totalCount } }',
    { id: collectionId },
  );
  expect(collection.conversations).toEqual({
    totalCount: 3,
    edges: [newest, middle, oldest].map((id) => ({ node: { id } })),
  });
  expect(collection.byActivity.edges).toEqual([middle, newest].map((id) => ({ node: { id } })));
  expect(conversations.totalCount).toBe(0);
});

test('the window has the documented fields and refuses arguments out of bounds', async () => {
  const { viewer, id } = await start(api);
  await append(api, viewer, id, [
    { role: 'SYSTEM', content: 'a'.repeat(300) },
    { role: 'USER', speaker: 'Ben', content: 'b'.repeat(300) },
    { role: 'ASSISTANT', content: 'short' },
  ]);
  const { conversation } = await run(
    viewer,
    `query ($id: ID!) { conversation(id: $id) { window(maxWithContent: 2) {
      role speaker contentLength content truncated message { seq content } } } }`,
    { id },
  );
  expect(conversation.window).toEqual([
    {
      role: 'SYSTEM',
      speaker: null,
      contentLength: 300,
      content: null,
      truncated: false,
      message: { seq: 1, content: 'a'.repeat(300) },
    },
    {
      role: 'USER',
      speaker: 'Ben',
      contentLength: 300,
      content: 'b'.repeat(200),
      truncated: true,
      message: { seq: 2, content: 'b'.repeat(300) },
    },
    {
      role: 'ASSISTANT',
      speaker: null,
      contentLength: 5,
      content: 'short',
      truncated: false,
      message: { seq: 3, content: 'short' },
    },
  ]);
  for (const args of [
    'maxMessages: 101',
    'maxMessages: 0',
    'maxWithContent: -1',
    'maxWithContent: 101',
    'maxContentLength: 4001',
  ]) {
    const { errors } = await execute(
      viewer,
      `query ($id: ID!) { conversation(id: $id) { window(${args}) { content } } }`,
      { id },
    );
    expect(errors).toMatchObject([
      { code: 'BAD_USER_INPUT', message: expect.stringContaining(`"${args.split(':')[0]}"`) },
    ]);
  }
});

test.each([
  ['messages(first: 101) { totalCount }', 'first'],
  ['messages(first: 1, last: 1) { totalCount }', 'last'],
  ['messages(after: "nonsense") { totalCount }', 'after'],
  ['memories(first: -1) { totalCount }', 'first'],
  ['messages { edges { node { remembered(first: 101) { id } } } }', 'first'],
])('refuses %s', async (selection, argument) => {
  const { viewer, id } = await start(api);
  await append(api, viewer, id, turns(1));
  const { errors } = await execute(viewer, `query ($id: ID!) { conversation(id: $id) { ${selection} } }`, { id });
  expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT', message: expect.stringContaining(`"${argument}"`) }]);
});

test('refuses an empty list of collections, and a cursor of another conversation', async () => {
  const { viewer, conversationIds } = await start(api, 2);
  expect((await execute(viewer, '{ conversations(collectionIds: []) { totalCount } }')).errors).toMatchObject([
    { code: 'BAD_USER_INPUT' },
  ]);
  const [one, two] = conversationIds;
  await append(api, viewer, one ?? '', turns(2));
  const query =
    'query ($id: ID!, $after: String) { conversation(id: $id) { messages(first: 1, after: $after) { pageInfo { endCursor } } } }';
  const after = (await run(viewer, query, { id: one })).conversation.messages.pageInfo.endCursor;
  expect((await execute(viewer, query, { id: one, after })).errors).toEqual([]);
  expect((await execute(viewer, query, { id: two, after })).errors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
});

test('another account, and a viewer limited to another collection, see nothing of a conversation', async () => {
  const { viewer, collectionId, id } = await start(api);
  const { messages } = await append(api, viewer, id, turns(1, { remember: true }));
  const messageId = messages[0].id;
  const narrowed = makeViewer({
    accountId: viewer.accountId,
    collectionIds: new Set(['00000000-0000-7000-8000-000000000000']),
  });
  for (const stranger of [makeViewer(), narrowed]) {
    expect(
      await run(
        stranger,
        `query ($id: ID!, $message: ID!, $collection: ID!) {
          conversation(id: $id) { title } node(id: $message) { id } nodes(ids: [$id, $message]) { id }
          conversations { totalCount } within: conversations(collectionIds: [$collection]) { totalCount }
        }`,
        { id, message: messageId, collection: collectionId },
      ),
    ).toEqual({
      conversation: null,
      node: null,
      nodes: [null, null],
      conversations: { totalCount: 0 },
      within: { totalCount: 0 },
    });
  }
});
