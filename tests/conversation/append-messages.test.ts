import { expect, test, vi } from 'vitest';
import { conversationServices, reader, said, startConversation } from '../support/conversations.ts';
import { useDatabase } from '../support/database.ts';
import { useJobs } from '../support/jobs.ts';
import { eventsOf } from '../support/streams.ts';

const database = useDatabase();
const { db } = database;
const services = conversationServices(db, useJobs(database));
const { collections, conversations, messages, memories } = services;

test('appends messages in order, remembers those marked so, and updates counts, numbers and events', async () => {
  const { viewer, collectionId, id } = await startConversation(services);
  const sentAt = new Date('2024-05-08T10:00:00.123Z');
  const appended = await messages.append(viewer, id, [
    said('I moved to Berlin', { speaker: 'Anna', sentAt, remember: true, metadata: { client: 7 } }),
    said('How nice!', { role: 'ASSISTANT' }),
  ]);
  expect(appended.messages).toMatchObject([
    { seq: 1, role: 'USER', speaker: 'Anna', content: 'I moved to Berlin', sentAt, metadata: { client: 7 } },
    { seq: 2, role: 'ASSISTANT', speaker: null, content: 'How nice!' },
  ]);
  const [first, second] = appended.messages;
  expect(appended.memories).toMatchObject([
    {
      content: 'I moved to Berlin',
      kind: 'FACT',
      speaker: 'Anna',
      collectionId,
      conversationId: id,
      messageId: first?.id,
      validFrom: sentAt,
      embeddingStatus: 'READY',
    },
  ]);
  expect(appended.conversation).toMatchObject({ messageCount: 2, lastMessageAt: second?.sentAt });
  expect(await messages.byIds(viewer, [second?.id ?? ''])).toEqual([second]);
  expect(await collections.require(viewer, collectionId)).toMatchObject({ memoryCount: 1, revision: 3 });
  expect(await eventsOf(db, viewer.accountId, collectionId)).toMatchObject([
    { type: 'ConversationAdded', subject_id: id },
    { type: 'ConversationChanged', subject_id: id, changed: ['lastMessageAt', 'messageCount'] },
    { type: 'MemoryAdded', subject_id: appended.memories[0]?.id },
  ]);
  expect(await eventsOf(db, viewer.accountId, id)).toMatchObject([
    { kind: 'conversation', seq: 1, type: 'MessageAppended', subject_id: first?.id },
    { kind: 'conversation', seq: 2, type: 'MessageAppended', subject_id: second?.id },
  ]);
});

test('fifty concurrent appends to one conversation leave no gap, and each stays contiguous', async () => {
  const { viewer, id } = await startConversation(services);
  const appends = await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      messages.append(viewer, id, [said(`question ${n}`, { remember: n % 2 === 0 }), said(`more on ${n}`)]),
    ),
  );
  for (const { messages: pair } of appends) expect(pair[1]?.seq).toBe((pair[0]?.seq ?? 0) + 1);
  const seqs = appends.flatMap(({ messages: pair }) => pair.map(({ seq }) => seq)).sort((a, b) => a - b);
  expect(seqs).toEqual(Array.from({ length: 100 }, (_, n) => n + 1));
  expect(await conversations.require(viewer, id)).toMatchObject({ messageCount: 100 });
  const events = await eventsOf(db, viewer.accountId, id);
  expect(events.map(({ seq }) => seq)).toEqual(seqs);
  const sent = appends.flatMap(({ messages: pair }) => pair).sort((a, b) => a.seq - b.seq);
  expect(sent.map(({ sentAt }) => sentAt.getTime())).toEqual(
    sent.map(({ sentAt }) => sentAt.getTime()).sort((a, b) => a - b),
  );
});

test('concurrent appends to many conversations of one collection, adds and deletions do not block each other', async () => {
  const { viewer, collectionId } = await startConversation(services);
  const made = await Promise.all(Array.from({ length: 8 }, () => conversations.create(viewer, { collectionId })));
  await Promise.all(
    made.flatMap(({ id }, n) => [
      ...Array.from({ length: 4 }, (_, k) => messages.append(viewer, id, [said(`${n} ${k}`, { remember: true })])),
      memories.add(viewer, collectionId, { content: `fact ${n}` }),
    ]),
  );
  await Promise.all(made.slice(4).map(({ id }) => conversations.delete(viewer, id)));
  expect(await collections.require(viewer, collectionId)).toMatchObject({ memoryCount: 4 * 4 + 8 });
});

test('accepts a thousand messages in one call, but not one more', async () => {
  const { viewer, id } = await startConversation(services);
  const thousand = Array.from({ length: 1_000 }, (_, n) => said(`message ${n}`, { remember: n % 10 === 0 }));
  const appended = await messages.append(viewer, id, thousand);
  expect(appended.messages.map(({ content }) => content)).toEqual(thousand.map(({ content }) => content));
  expect(appended.memories.map(({ content }) => content)).toEqual(
    thousand.filter(({ remember }) => remember).map(({ content }) => content),
  );
  await expect(messages.append(viewer, id, [...thousand, said('one more')])).rejects.toMatchObject({
    issues: [{ path: ['messages'], message: 'must have 1 to 1000 messages, got 1001' }],
  });
  await expect(messages.append(viewer, id, [])).rejects.toMatchObject({ issues: [{ path: ['messages'] }] });
});

test('equal messages create separate memories', async () => {
  const { viewer, collectionId, id } = await startConversation(services);
  await memories.add(viewer, collectionId, { content: 'yes' });
  const twice = [said('yes', { remember: true }), said('yes', { remember: true })];
  const { memories: made } = await messages.append(viewer, id, twice);
  expect(new Set(made.map((memory) => memory.id)).size).toBe(2);
  expect(await collections.require(viewer, collectionId)).toMatchObject({ memoryCount: 3 });
});

test('reports every invalid message and writes nothing', async () => {
  const { viewer, collectionId, id } = await startConversation(services);
  const wrong = [
    said('good', { remember: true, idempotencyKey: 'same' }),
    said(' \n'),
    said('x'.repeat(32_001)),
    said('a\u0000b'),
    said('half \ud83d'),
    said('good', { speaker: ' ' }),
    said('good', { idempotencyKey: 'same' }),
  ];
  await expect(messages.append(viewer, id, wrong)).rejects.toMatchObject({
    issues: [
      { path: ['messages', '1', 'content'] },
      { path: ['messages', '2', 'content'] },
      { path: ['messages', '3', 'content'] },
      { path: ['messages', '4', 'content'] },
      { path: ['messages', '5', 'speaker'] },
      { path: ['messages', '6', 'idempotencyKey'] },
    ],
  });
  expect(await conversations.require(viewer, id)).toMatchObject({ messageCount: 0, lastMessageAt: null });
  expect(await collections.require(viewer, collectionId)).toMatchObject({ memoryCount: 0, revision: 1 });
});

test('an older message does not move lastMessageAt back', async () => {
  const { viewer, id } = await startConversation(services);
  const [late, early] = [new Date('2024-05-08T10:00:00Z'), new Date('2020-01-01T00:00:00Z')];
  await messages.append(viewer, id, [said('late', { sentAt: late }), said('early', { sentAt: early })]);
  await messages.append(viewer, id, [said('earlier', { sentAt: early })]);
  expect(await conversations.require(viewer, id)).toMatchObject({ lastMessageAt: late });
});

test('an append whose collection is deleted meanwhile fails because its conversation is not found', async () => {
  const { viewer, id } = await startConversation(services);
  vi.spyOn(reader, 'read').mockImplementationOnce(async () => {
    const hidden = db.updateTable('collection').set({ deleted_at: new Date() });
    await hidden.where('account_id', '=', viewer.accountId).execute();
    return await reader.read([{ speaker: null, content: 'x' }]);
  });
  const append = messages.append(viewer, id, [said('x', { remember: true })]);
  await expect(append).rejects.toMatchObject({ name: 'NotFoundError', missing: { type: 'Conversation', id } });
});
