import { expect, test } from 'vitest';
import { makeAgentApi } from '../../support/agents.ts';
import { useDatabase } from '../../support/database.ts';
import { statisticsConsumer } from '../../support/memories.ts';
import { runnerOf } from '../../support/runner-of.ts';
import { Session } from '../../support/session.ts';

const { db } = useDatabase();
const { api, runner, told, answered } = makeAgentApi(db);

test('a question is stored with a queued run, and answered later from memories', async () => {
  const session = await Session.start(api);
  await session.remember('Ada drinks green tea in the morning. She never takes sugar.', 'Bob plays the cello.');
  const asked = await session.ask('What does Ada drink in the morning?');
  expect(asked).toMatchObject({
    __typename: 'AskPayload',
    run: {
      status: 'QUEUED',
      question: 'What does Ada drink in the morning?',
      answer: null,
      attempt: 0,
      model: 'extractive',
    },
    userMessage: { role: 'USER', content: 'What does Ada drink in the morning?', run: { id: asked.run.id } },
    conversation: { messageCount: 1, activeRun: { id: asked.run.id } },
  });
  await runner.processAll();
  const run = await session.run(asked.run.id);
  expect(run).toMatchObject({ status: 'SUCCEEDED', attempt: 1, cached: false, error: null, promptTokens: null });
  expect(run.answer).toContain('Ada drinks green tea in the morning. [1]');
  expect(run.answer).toContain('no language model');
  expect(run.answer).not.toContain('cello');
  expect(run.citations[0]).toMatchObject({ index: 1, quote: 'Ada drinks green tea in the morning.' });
  expect(run.answerMessage).toMatchObject({ role: 'ASSISTANT', content: run.answer });
  const conversation = await session.conversation();
  expect(conversation).toMatchObject({ messageCount: 2, activeRun: null, runs: { totalCount: 1 } });
  expect(conversation.messages.edges.map(({ node }: { node: { run: { id: string } } }) => node.run.id)).toEqual([
    asked.run.id,
    asked.run.id,
  ]);
});

test('the streamed pieces add up to the answer', async () => {
  const session = await Session.start(api);
  await session.remember('The key lies under the mat.', 'The spare key is with the neighbour.');
  const { run } = await session.ask('Where is the key?');
  await runner.processAll();
  const [pieces] = [...told.values()].slice(-1);
  let text = '';
  for (const piece of pieces ?? []) {
    expect(piece).toMatchObject({ attempt: 1, offset: text.length });
    text += piece.text;
  }
  expect(text).toBe((await session.run(run.id)).answer);
});

test.each([
  [
    'what is asked is answered, not what is told beside it, however long that is',
    `${'In the evening I walked along the river with my brother, and it rained. '.repeat(40)} What does Ada pay for her flat?`,
    'Ada pays 700 for the flat. [1]',
  ],
  [
    'a question that means nothing by itself is one about what is told',
    'My brother and I want to walk along the river. Any suggestions, dear friend?',
    'I walked along the river with my brother. [1]',
  ],
  [
    'what is told says who is meant',
    'My aunt from Bergen came for dinner. What is she called?',
    'My aunt from Bergen is called Liv. [1]',
  ],
])('%s', async (_, question, expected) => {
  const session = await Session.start(api);
  await session.remember('I walked along the river with my brother.', 'Ada pays 700 for the flat.');
  await session.remember('The dog is called Rex.', 'My aunt from Bergen is called Liv.');
  expect((await answered(session, question)).answer).toContain(expected);
});

test('a misspelt question is answered as it is searched', async () => {
  const session = await Session.start(api);
  await session.remember('Melanie paints the wisteria.', 'Bob plays the cello.');
  await runnerOf(db, statisticsConsumer).processAll();
  const { question, answer } = await answered(session, 'What does Mealnie piant?');
  expect(question).toBe('What does Mealnie piant?');
  expect(answer).toContain('Melanie paints the wisteria. [1]');
});

test('a question without content words refers to the question before', async () => {
  const session = await Session.start(api);
  await session.remember('Bob plays the cello.', 'Ada moved to Oslo in May 2021.');
  for (const question of ['When did Ada move to Oslo?', 'And why was that?']) {
    expect((await answered(session, question)).answer).toContain('Ada moved to Oslo in May 2021. [1]');
  }
});

test('says so if no memory matches', async () => {
  const session = await Session.start(api);
  await session.remember('Bob plays the cello.');
  expect(await answered(session, 'When was the lighthouse painted?')).toMatchObject({
    status: 'SUCCEEDED',
    answer: 'I have no memory of that.',
    citations: [],
  });
});

test.each([
  {
    language: 'de',
    memories: ['Der Hund heißt Rex.', 'Der Schlüssel liegt unter der Matte.'],
    question: 'Wann wurde der Leuchtturm gestrichen?',
    unknown: 'Daran habe ich keine Erinnerung.',
  },
  {
    language: 'fr',
    memories: ['Le chien s’appelle Rex.', 'La clé est sous le paillasson.'],
    question: 'Quand est-ce que le phare a été peint ?',
    unknown: "Je n'en ai aucun souvenir.",
  },
])('says that no memory matches in the language $language, too, despite shared words', async (given) => {
  const { language, memories, question, unknown } = given;
  const first = await Session.start(api);
  const input = { name: 'Elsewhere', settings: { language } };
  const { collection } = await first.mutate('createCollection', input, 'collection { id }');
  const session = await Session.start(api, first.viewer, collection.id);
  await session.remember(...memories);
  expect(await answered(session, question)).toMatchObject({ answer: unknown, citations: [] });
});

test('answers with the sentence that the question is about, also in another language', async () => {
  const first = await Session.start(api);
  const given = { name: 'Heim', settings: { language: 'de' } };
  const { collection } = await first.mutate('createCollection', given, 'collection { id }');
  const session = await Session.start(api, first.viewer, collection.id);
  await session.remember('Der Hund der Familie heißt Rex.', 'Der Schlüssel liegt unter der Matte.');
  const { answer } = await answered(session, 'Wo ist der Schlüssel?');
  expect(answer).toContain('Der Schlüssel liegt unter der Matte. [1]');
  expect(answer).not.toContain('Rex');
});

test('a conversation has one run at a time; other conversations run side by side', async () => {
  const session = await Session.start(api);
  const { run } = await session.ask('First?');
  expect(await session.ask('Second?')).toMatchObject({
    __typename: 'ConflictError',
    reason: 'RUN_IN_PROGRESS',
    current: { id: run.id, __typename: 'AgentRun' },
  });
  expect((await session.conversation()).messageCount).toBe(1);
  expect(await (await session.another()).ask('Elsewhere?')).toMatchObject({ __typename: 'AskPayload' });
  await runner.processAll();
  expect(await session.ask('Second?')).toMatchObject({ __typename: 'AskPayload' });
  await runner.processAll();
});

test('one of several concurrent questions is accepted; those with the same idempotency key are one question', async () => {
  const session = await Session.start(api);
  const asked = await Promise.all(Array.from({ length: 6 }, (_, n) => session.ask(`Number ${n}?`)));
  expect(asked.map(({ __typename }) => __typename).toSorted()).toEqual([
    'AskPayload',
    ...Array(5).fill('ConflictError'),
  ]);
  const other = await session.another();
  const same = await Promise.all(Array.from({ length: 6 }, () => other.ask('Where?', { idempotencyKey: 'one' })));
  expect(new Set(same.map(({ run }) => run.id)).size).toBe(1);
  for (const one of [session, other]) expect((await one.conversation()).messageCount).toBe(1);
  await runner.processAll();
});

test('a question repeated with its idempotency key returns the same run; another question with that key conflicts', async () => {
  const session = await Session.start(api);
  const first = await session.ask('Where?', { idempotencyKey: 'one' });
  const again = await session.ask('Where?', { idempotencyKey: 'one' });
  expect(again.run.id).toBe(first.run.id);
  await runner.processAll();
  expect((await session.ask('Where?', { idempotencyKey: 'one' })).run).toMatchObject({
    id: first.run.id,
    status: 'SUCCEEDED',
  });
  for (const other of [
    await session.ask('When?', { idempotencyKey: 'one' }),
    await session.ask('Where?', { idempotencyKey: 'one', speaker: 'Bob' }),
  ]) {
    expect(other).toMatchObject({ reason: 'IDEMPOTENCY_KEY_REUSED', current: { id: first.run.id } });
  }
  expect((await session.conversation()).messageCount).toBe(2);
});

test.each([
  ['an empty message', { message: ' ' }, ['input', 'message']],
  ['100,000 characters', { message: 'x'.repeat(100_000) }, ['input', 'message']],
  ['a name of nobody', { speaker: '' }, ['input', 'speaker']],
  ['a model that is not there', { model: 'gpt' }, ['input', 'model']],
])('%s is refused', async (_, given, path) => {
  const session = await Session.start(api);
  const answer = await session.ask('What?', given);
  expect(answer).toMatchObject({ __typename: 'ValidationError', issues: [{ path }] });
  if ('model' in given) expect(answer.issues[0].message).toContain('extractive');
  expect((await session.conversation()).messageCount).toBe(0);
});

test('the viewer sees the models that can be asked', async () => {
  const session = await Session.start(api);
  const { viewer } = await api.run(session.viewer, '{ viewer { models } }');
  expect(viewer.models).toEqual(['extractive']);
  expect(await session.ask('What?', { model: viewer.models[0] })).toMatchObject({ __typename: 'AskPayload' });
});

test('a conversation of another account, the id of another type and a malformed id are not found', async () => {
  const [mine, theirs] = [await Session.start(api), await Session.start(api)];
  for (const conversationId of [theirs.conversationId, mine.collectionId, 'nonsense', '']) {
    expect(await mine.ask('What?', { conversationId })).toMatchObject({ __typename: 'NotFoundError' });
  }
  expect((await theirs.conversation()).messageCount).toBe(0);
});

test('a queued run is cancelled at once; one that has ended stays as it is', async () => {
  const session = await Session.start(api);
  const { run } = await session.ask('What?');
  expect(await session.cancel(run.id)).toMatchObject({ run: { status: 'CANCELLED', attempt: 0, answer: null } });
  await runner.processAll();
  expect(await session.run(run.id)).toMatchObject({ status: 'CANCELLED', error: 'It was cancelled' });
  const second = await session.ask('What?');
  await runner.processAll();
  expect(await session.cancel(second.run.id)).toMatchObject({ run: { status: 'SUCCEEDED' } });
  expect((await session.conversation()).runs.totalCount).toBe(2);
});

test('an unknown run is not found', async () => {
  const session = await Session.start(api);
  expect(await session.cancel(Buffer.from('AgentRun:0').toString('base64url'))).toMatchObject({
    __typename: 'NotFoundError',
  });
  expect(await session.run('nonsense')).toBeNull();
});
