import { expect, test, vi } from 'vitest';
import { MessageService } from '../../src/conversation/message.service.ts';
import { conversationServices, reader, said, startConversation } from '../support/conversations.ts';
import { useDatabase } from '../support/database.ts';

const { db } = useDatabase();
const services = conversationServices(db);
const { conversations, messages } = services;

const keyed = (key: string, content = key) => said(content, { idempotencyKey: key, remember: true });

test('a call repeated with its keys returns what it appended, including messages without a key', async () => {
  const { viewer, id } = await startConversation(services);
  const call = [said('before'), keyed('a'), keyed('b'), said('after')];
  const first = await messages.append(viewer, id, call);
  const again = await messages.append(viewer, id, call);
  expect(again).toEqual(first);
  expect(again.conversation.messageCount).toBe(4);
});

test('a repeated call is neither compared with what is known nor read again, one that differs is', async () => {
  const { viewer, id } = await startConversation(services);
  const echoes = { among: vi.fn(async () => new Set<number>()) };
  const comparing = new MessageService({ db, reader, ...services, echoes });
  const call = [said('before'), { ...keyed('a'), role: 'ASSISTANT' as const }, keyed('b')];
  const first = await comparing.append(viewer, id, call);
  const read = vi.spyOn(reader, 'read');
  expect(await comparing.append(viewer, id, call)).toEqual(first);
  expect(echoes.among).toHaveBeenCalledTimes(1);
  expect(read).not.toHaveBeenCalled();
  const refused = comparing.append(viewer, id, [...call, said('after', { remember: true })]);
  await expect(refused).rejects.toMatchObject({ reason: 'IDEMPOTENCY_KEY_REUSED' });
  expect(read).toHaveBeenCalledTimes(1);
  read.mockRestore();
});

test('a key older than 24 hours makes no repeat', async () => {
  const { viewer, id } = await startConversation(services);
  const first = await messages.append(viewer, id, [keyed('a')]);
  const yesterday = new Date(Date.now() - 25 * 3_600_000);
  await db
    .updateTable('idempotency')
    .set({ created_at: yesterday })
    .where('account_id', '=', viewer.accountId)
    .where('parent_id', '=', id)
    .execute();
  const again = await messages.append(viewer, id, [keyed('a')]);
  expect(again.messages[0]?.id).not.toBe(first.messages[0]?.id);
  expect(again.memories).toHaveLength(1);
});

test('concurrent duplicates of a call wait and replay its result', async () => {
  const { viewer, id } = await startConversation(services);
  const twins = await Promise.all([1, 2, 3].map(() => messages.append(viewer, id, [keyed('a'), said('b')])));
  for (const twin of twins) expect(twin).toMatchObject({ messages: twins[0]?.messages, memories: twins[0]?.memories });
  expect(await conversations.require(viewer, id)).toMatchObject({ messageCount: 2 });
});

test('keys of several calls are replayed together, in the requested order', async () => {
  const { viewer, id } = await startConversation(services);
  for (const key of ['a', 'x', 'b']) await messages.append(viewer, id, [keyed(key)]);
  const { messages: replayed } = await messages.append(viewer, id, [keyed('b'), keyed('a')]);
  expect(replayed.map(({ content, seq }) => [content, seq])).toEqual([
    ['b', 3],
    ['a', 1],
  ]);
});

const pair = [keyed('a'), keyed('b')];
const pairAndRest = [...pair, said('rest')];

test.each([
  ['another content', pair, [keyed('a', 'other'), keyed('b')], '"a"'],
  ['a new message beside it', pair, [...pair, keyed('c')], '"a", "b"'],
  ['a message without a key beside it', pair, pairAndRest, '"a"'],
  ['the messages without a key changed', pairAndRest, [...pair, said('changed')], '"a"'],
  ['the messages without a key left out', pairAndRest, pair, '"a"'],
  ['the first key left out', pairAndRest, [keyed('b'), said('rest')], '"b"'],
])('a used key with %s conflicts, naming the key, and appends nothing', async (_, earlier, call, keys) => {
  const { viewer, id } = await startConversation(services);
  await messages.append(viewer, id, earlier);
  await expect(messages.append(viewer, id, call)).rejects.toMatchObject({
    reason: 'IDEMPOTENCY_KEY_REUSED',
    message: expect.stringContaining(keys),
  });
  expect(await conversations.require(viewer, id)).toMatchObject({ messageCount: earlier.length });
  // Keys that the refused call was the first to claim are free again.
  await messages.append(viewer, id, [keyed('c')]);
});

test('a key is scoped to its conversation', async () => {
  const { viewer, collectionId, id } = await startConversation(services);
  const other = await conversations.create(viewer, { collectionId });
  const [one, two] = [
    await messages.append(viewer, id, [keyed('a')]),
    await messages.append(viewer, other.id, [keyed('a')]),
  ];
  expect(two.messages[0]?.id).not.toBe(one.messages[0]?.id);
});
