import { expect, test } from 'vitest';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { useJobs } from '../support/jobs.ts';
import { mutate, remember } from '../support/mutate.ts';

const database = useDatabase();
const api = makeApi(database.db, useJobs(database));
const idempotencyKey = 'call';
const conflict = '... on ConflictError { reason }';

test.each([
  ['createCollection', { name: 'Home' }, { description: null, settings: null }, 'made: collection { id }'],
  [
    'createCollection',
    { name: 'Home', settings: { language: 'de' } },
    { settings: { language: 'de', retentionDays: null } },
    'made: collection { id }',
  ],
  ['createConversation', {}, { title: null, metadata: null }, 'made: conversation { id }'],
  ['createCollection', { name: 'Home' }, { settings: {} }, 'made: collection { id }'],
  ['createCollection', { name: 'Home' }, { settings: { retentionDays: null } }, 'made: collection { id }'],
  ['addMemory', { content: 'tea' }, { speaker: null, tags: null, sourceMessageId: null }, 'made: memory { id }'],
  ['addMemory', { content: 'tea' }, { tags: [] }, 'made: memory { id }'],
  ['appendMessages', { content: 'tea' }, { speaker: null, sentAt: null }, 'made: messages { id }'],
  [
    'supersedeMemory',
    { content: 'b', reason: 'c' },
    { expectedRevision: null, validFrom: null },
    'made: memory { id }',
  ],
])(
  'a %s call with a key is the same whether omitted fields are null, empty or left out',
  async (name, given, nulls, made) => {
    const { viewer, id: collectionId, ids } = await remember(api, ['a']);
    const { conversation } = await mutate(api, viewer, 'createConversation', { collectionId }, 'conversation { id }');
    const call = async (fields: object) => {
      const one = { ...given, ...fields, idempotencyKey };
      const inputs: Record<string, object> = {
        createCollection: one,
        createConversation: { ...one, collectionId },
        addMemory: { memory: one, collectionId },
        appendMessages: { messages: [{ role: 'USER', ...one }], conversationId: conversation.id },
        supersedeMemory: { ...one, id: ids[0] },
      };
      return await mutate(api, viewer, name, inputs[name] ?? {}, made, conflict);
    };
    const first = await call({});
    expect(first.made).toBeDefined();
    expect((await call(nulls)).made).toEqual(first.made);
  },
);

test('a null that clears a field makes another call', async () => {
  const { viewer, ids } = await remember(api, [{ content: 'a', speaker: 'Ada' }]);
  const call = (fields: object) => {
    const input = { id: ids[0], content: 'b', reason: 'c', idempotencyKey, ...fields };
    return mutate(api, viewer, 'supersedeMemory', input, 'memory { speaker }', conflict);
  };
  expect(await call({})).toMatchObject({ memory: { speaker: 'Ada' } });
  expect(await call({ speaker: null })).toMatchObject({ reason: 'IDEMPOTENCY_KEY_REUSED' });
});

test('tags are cleared by a null or an empty list, which is the same call, but are inherited if they are left out', async () => {
  const { viewer, ids } = await remember(api, [{ content: 'a', tags: ['x'] }]);
  const call = (fields: object) => {
    const input = { id: ids[0], content: 'b', reason: 'c', idempotencyKey, ...fields };
    return mutate(api, viewer, 'supersedeMemory', input, 'memory { tags }', conflict);
  };
  expect(await call({ tags: [] })).toMatchObject({ memory: { tags: [] } });
  expect(await call({ tags: null })).toMatchObject({ memory: { tags: [] } });
  expect(await call({})).toMatchObject({ reason: 'IDEMPOTENCY_KEY_REUSED' });
});
