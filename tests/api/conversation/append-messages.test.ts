import { expect, test } from 'vitest';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { mutate } from '../../support/mutate.ts';
import { makeViewer } from '../../support/viewer.ts';
import { append, start, turns } from './start.ts';

const { db } = useDatabase();
const api = makeApi(db);
const { run } = api;

test('appends messages and returns them with what was remembered', async () => {
  const { viewer, collectionId, id } = await start(api);
  const sentAt = '2024-05-08T10:00:00.000Z';
  const appended = await append(api, viewer, id, [
    { role: 'USER', speaker: 'Anna', content: 'I moved to Berlin', sentAt, remember: true },
    { role: 'ASSISTANT', content: 'How nice!', sentAt: '2024-05-08T12:00:05+02:00', metadata: { model: 'm' } },
  ]);
  const conversation = { id, messageCount: 2 };
  expect(appended).toMatchObject({
    __typename: 'AppendMessagesPayload',
    conversation: { ...conversation, lastMessageAt: '2024-05-08T10:00:05.000Z' },
    messages: [
      { seq: 1, speaker: 'Anna', sentAt, remembered: [{ content: 'I moved to Berlin' }], conversation },
      { seq: 2, role: 'ASSISTANT', speaker: null, metadata: { model: 'm' }, remembered: [], conversation },
    ],
    memories: [
      {
        content: 'I moved to Berlin',
        kind: 'FACT',
        speaker: 'Anna',
        validFrom: sentAt,
        source: { seq: 1 },
        collection: { id: collectionId, memoryCount: 1 },
      },
    ],
  });
  const { search } = await run(
    viewer,
    '{ search(input: { query: "Where did Anna move?" }) { edges { node { source { content } } } } }',
  );
  expect(search.edges[0].node.source).toEqual({ content: 'I moved to Berlin' });
});

test.each([
  ['is four minutes ahead, at once', 4, 1],
  ['is an hour ahead, from then on', 60, 0],
])('finds what somebody said whose clock %s', async (_, minutes, found) => {
  const { viewer, collectionId, id } = await start(api);
  const sentAt = new Date(Date.now() + minutes * 60_000).toISOString();
  const said = { role: 'USER', content: 'The cello is at the luthier', sentAt, remember: true };
  const { messages } = await append(api, viewer, id, [said, { ...said, remember: false }]);
  expect(messages[0].sentAt).toBe(sentAt);
  const memory = { content: 'The cello has a crack', sourceMessageId: messages[1].id };
  await mutate(api, viewer, 'addMemory', { collectionId, memory }, 'memory { id }');
  const { search } = await run(viewer, '{ search(input: { query: "cello" }) { edges { node { validFrom } } } }');
  expect(search.edges).toHaveLength(2 * found);
  for (const { node } of search.edges) expect(Date.parse(node.validFrom)).toBeLessThanOrEqual(Date.now());
});

test('appends a thousand messages in one request', async () => {
  const { viewer, id } = await start(api);
  const input = { conversationId: id, messages: turns(1_000) };
  const { messages } = await mutate(api, viewer, 'appendMessages', input, 'messages { id seq }');
  expect(messages.map(({ seq }: { seq: number }) => seq)).toEqual(Array.from({ length: 1_000 }, (_, n) => n + 1));
});

test('names every wrong value, and appends nothing', async () => {
  const { viewer, id } = await start(api);
  const say = (messages: readonly object[]) => append(api, viewer, id, messages);
  const turn = { role: 'USER', content: 'fine' };
  const paths = (answer: { issues: { path: string[] }[] }) => answer.issues.map(({ path }) => path.join('.'));
  expect(paths(await say([turn, { role: 'USER', content: ' ' }, { role: 'USER', content: 'a\u0000' }]))).toEqual([
    'input.messages.1.content',
    'input.messages.2.content',
  ]);
  expect(paths(await say([turn, { ...turn, sentAt: 'yesterday' }, { ...turn, metadata: [1] }]))).toEqual([
    'input.messages.1.sentAt',
    'input.messages.2.metadata',
  ]);
  expect(paths(await say([{ ...turn, metadata: { text: 'x'.repeat(16 * 1024) } }]))).toEqual([
    'input.messages.0.metadata',
  ]);
  expect(paths(await say([]))).toEqual(['input.messages']);
  expect(paths(await say(turns(1_001)))).toEqual(['input.messages']);
  const { conversation } = await run(viewer, 'query ($id: ID!) { conversation(id: $id) { messageCount } }', { id });
  expect(conversation).toEqual({ messageCount: 0 });
});

test('a repeated idempotency key returns the first result; with other content it conflicts', async () => {
  const { viewer, id } = await start(api);
  const say = (content: string) =>
    append(api, viewer, id, [{ role: 'USER', content, remember: true, idempotencyKey: 'k' }]);
  const first = await say('once');
  expect(await say('once')).toEqual(first);
  expect(await say('other')).toMatchObject({
    __typename: 'ConflictError',
    reason: 'IDEMPOTENCY_KEY_REUSED',
    current: { id: first.messages[0].id },
  });
});

test('a key that came with other messages without one does not ask for a new key, which would append its message twice', async () => {
  const { viewer, id } = await start(api);
  const keyed = { role: 'USER', content: 'once', idempotencyKey: 'k' };
  const first = await append(api, viewer, id, [keyed, { role: 'USER', content: 'beside it' }]);
  for (const beside of [[], [{ role: 'USER', content: 'beside another' }]]) {
    expect(await append(api, viewer, id, [keyed, ...beside])).toMatchObject({
      reason: 'IDEMPOTENCY_KEY_REUSED',
      message: expect.stringMatching(/^The idempotency key "k" .*without a key.* repeat the earlier call unchanged/),
      current: { id: first.messages[0].id },
    });
  }
});

test('an unknown id, one of another type and a conversation that the viewer may not see are not found', async () => {
  const { viewer, collectionId, id } = await start(api);
  for (const [who, missingId] of [
    [viewer, 'nonsense'],
    [viewer, collectionId],
    [makeViewer(), id],
    [makeViewer({ accountId: viewer.accountId, collectionIds: new Set() }), id],
  ] as const) {
    expect(await append(api, who, missingId, turns(1))).toMatchObject({ __typename: 'NotFoundError', missingId });
  }
});
