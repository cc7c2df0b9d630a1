import { expect, test } from 'vitest';
import { decodeNodeId, encodeNodeId } from '../../../src/graphql/node-id.ts';
import { newId } from '../../../src/platform/db/new-id.ts';
import { makeAgentApi, useModelServer } from '../../support/agents.ts';
import { useDatabase } from '../../support/database.ts';
import { mutate } from '../../support/mutate.ts';
import { Session } from '../../support/session.ts';
import { makeViewer } from '../../support/viewer.ts';

const { db } = useDatabase();
const { model, script, server } = await useModelServer();
const { api, runner } = makeAgentApi(db, { languageModels: [model] });

/** A session of a user, and one in a collection that a team shares, of the same account. */
async function sideBySide() {
  const own = await Session.start(api);
  return { own, team: await Session.start(api, own.viewer) };
}

async function answered(session: Session, question: string, more: Record<string, unknown> = {}) {
  const { run } = await session.ask(question, more);
  await runner.processAll();
  return session.run(run.id);
}

const lastTold = () => JSON.stringify(server.calls.at(-1)?.body.messages);

test('an agent is given what other collections know only if they are named', async () => {
  const { own, team } = await sideBySide();
  await own.remember('Ada drinks green tea.');
  await team.remember('The office in Oslo serves tea at four.');
  script({ tokens: ['Well.'] });
  await answered(own, 'When is tea?');
  expect(lastTold()).toContain('Ada drinks green tea.');
  expect(lastTold()).not.toContain('Oslo');
  script({ tokens: ['At four [1].'] });
  const run = await answered(await own.another(), 'When is there tea?', { collectionIds: [team.collectionId] });
  expect(lastTold()).toContain('Ada drinks green tea.');
  expect(lastTold()).toContain('The office in Oslo serves tea at four.');
  expect(run.citations).toHaveLength(1);
});

test('its searches cover them, and it writes only into the collection of the conversation', async () => {
  const { own, team } = await sideBySide();
  const [note] = await team.remember('The door code of the office is 1234.');
  const calls = script(
    { calls: [{ tool: 'search', input: '{"query":"the code of the door"}' }] },
    {
      calls: [
        { tool: 'supersede', input: '{"memory":1,"content":"The door code of the office is 9999.","reason":"New."}' },
        { tool: 'remember', input: '{"content":"The user has forgotten the door code.","kind":"FACT"}' },
      ],
    },
    { tokens: ['Noted.'] },
  );
  await answered(own, 'I have forgotten the door code; it is 9999 now.', { collectionIds: [team.collectionId] });
  expect(JSON.stringify(calls()[1]?.body.messages)).toContain('The door code of the office is 1234.');
  const [refused, remembered] = calls()[2]?.body.messages.slice(-2) ?? [];
  expect(refused?.content).toContain('only read');
  expect(remembered?.content).toBe('Remembered.');
  expect(await team.memories()).toMatchObject([{ id: note, content: 'The door code of the office is 1234.' }]);
  expect(await own.contents()).toEqual(['The user has forgotten the door code.']);
});

test('an answer is reused only beside the same collections, and until one of them changes', async () => {
  const { own, team } = await sideBySide();
  await own.remember('Ada loves green tea.');
  const beside = { collectionIds: [team.collectionId] };
  const ask = async (more: object) => (await answered(await own.another(), 'What does Ada love?', { ...more })).cached;
  script({ tokens: ['Tea.'] });
  expect(await ask({})).toBe(false);
  expect(await ask(beside)).toBe(false);
  expect(await ask(beside)).toBe(true);
  expect(await ask({ collectionIds: [] })).toBe(true);
  await team.remember('Ada loves cake, too.');
  expect(await ask({})).toBe(true);
  expect(await ask(beside)).toBe(false);
});

test('whether a message repeats what an agent read elsewhere is not told to who may not read there', async () => {
  const { own, team } = await sideBySide();
  await team.remember('The door code of the office is 1234.');
  script({ tokens: ['I do not tell that.'] });
  await answered(own, 'What is the code of the door?', { collectionIds: [team.collectionId] });
  expect(lastTold()).toContain('The door code of the office is 1234.');
  const guess = { role: 'ASSISTANT', content: 'The door code of the office is 1234.', remember: true };
  const input = { conversationId: own.conversationId, messages: [guess] };
  const limited = makeViewer({
    accountId: own.viewer.accountId,
    collectionIds: new Set([decodeNodeId('Collection', own.collectionId) ?? '']),
  });
  expect((await own.mutate('appendMessages', input, 'memories { content }')).memories).toEqual([]);
  const { memories } = await mutate(api, limited, 'appendMessages', input, 'memories { content }');
  expect(memories).toEqual([{ content: guess.content }]);
});

test('the same idempotency key with other collections is another call', async () => {
  const { own, team } = await sideBySide();
  const { run } = await own.ask('What?', { idempotencyKey: 'k' });
  expect(await own.ask('What?', { idempotencyKey: 'k', collectionIds: [] })).toMatchObject({ run: { id: run.id } });
  const other = await own.ask('What?', { idempotencyKey: 'k', collectionIds: [team.collectionId] });
  expect(other).toMatchObject({ __typename: 'ConflictError', reason: 'IDEMPOTENCY_KEY_REUSED' });
});

test('a collection that is not there or out of sight is not found, and nothing is stored', async () => {
  const { own, team } = await sideBySide();
  const stranger = await Session.start(api);
  const unknown = encodeNodeId('Collection', newId());
  for (const id of [stranger.collectionId, unknown, own.conversationId, 'nonsense']) {
    const answer = await own.ask('What?', { collectionIds: [team.collectionId, id] });
    expect(answer).toMatchObject({ __typename: 'NotFoundError' });
  }
  const collectionIds = Array.from({ length: 101 }, () => unknown);
  expect(await own.ask('What?', { collectionIds })).toMatchObject({
    __typename: 'ValidationError',
    issues: [{ path: ['input', 'collectionIds'], message: expect.stringContaining('has more than 100 ids') }],
  });
  expect((await own.conversation()).messageCount).toBe(0);
});
