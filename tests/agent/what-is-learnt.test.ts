import { expect, inject, test } from 'vitest';
import { makeAgentApi, useModelServer } from '../support/agents.ts';
import { useDatabase } from '../support/database.ts';
import { Session } from '../support/session.ts';

const { db } = useDatabase();
const { model, scripted, server } = await useModelServer();
const { api, runner } = makeAgentApi(db, { languageModels: [model] });
const extractive = makeAgentApi(db);

/** A model that remembers whatever it was given, reworded each time, and then answers with it. */
function parrot() {
  const wrap = [
    (text: string) => text,
    (text: string) => `You told me: ${text}`,
    (text: string) => `I remember that ${text}`,
    (text: string) => `${text} [1]`,
    (text: string) => `[1] (2026-11-21) ${text}`,
  ];
  scripted.reply = ({ index, body: { messages } }) => {
    const [, known = ''] =
      /\[\d+\] \([^)]*\) (.*)/.exec(messages.findLast(({ role }) => role === 'user')?.content ?? '') ?? [];
    if (messages.at(-1)?.role === 'tool') return { tokens: [`${known} [1]`] };
    const all = [...(messages.at(-1)?.content ?? '').matchAll(/\[\d+\] \([^)]*\) (.*)/g)]
      .map(([, text]) => text)
      .join(' and ');
    const content = wrap[index % wrap.length]?.(index % 2 === 0 ? known : all) ?? known;
    return { calls: [{ tool: 'remember', input: JSON.stringify({ content }) }] };
  };
}

const facts = ['Ada loves green tea.', 'Bob plays the cello.', 'The key lies under the mat.'];
const questions = ['What does Ada love?', 'What does Bob play?', 'Where is the key?', 'What do you know?'];

/** In 20 each wording meets each question; 50 in the long tier. */
const rounds = Number(process.env['LEARNT_ROUNDS'] ?? 20);
// The engine makes no difference here, and many rounds take long, especially on a busy machine.
const timeout = 60_000;

test.skipIf(inject('engine') === 'embedded')(
  'recalled memories are never learnt again, in however many rounds',
  { timeout },
  async () => {
    const session = await Session.start(api);
    await session.remember(...facts);
    parrot();
    const from = server.calls.length;
    for (let round = 0; round < rounds; round += 1) {
      await session.ask(`${questions[round % questions.length]} (${round})`);
      await runner.processAll();
    }
    expect(server.calls.length - from).toBe(2 * rounds);
    expect(await session.contents()).toEqual(facts);
  },
);

test('what the user says is learnt once, with the agent as its author', async () => {
  const session = await Session.start(api);
  scripted.reply = ({ body: { messages } }) =>
    messages.at(-1)?.role === 'tool'
      ? { tokens: ['Noted.'] }
      : { calls: [{ tool: 'remember', input: '{"content":"Rex is afraid of thunder.","kind":"FACT"}' }] };
  for (const told of ['Rex is afraid of thunder.', 'Once more: Rex is afraid of thunder.']) {
    await session.ask(told);
    await runner.processAll();
  }
  expect(await session.memories()).toMatchObject([
    { content: 'Rex is afraid of thunder.', history: { edges: [{ node: { actorKind: 'AGENT' } }] } },
  ]);
});

/** What applications append as assistant messages: recalled texts as they are, wrapped and joined. */
const wordings = [
  (lines: readonly string[]) => lines[0] ?? '',
  (lines: readonly string[]) => `You told me: ${lines.join(' And ')}`,
  (lines: readonly string[]) => `As I remember:\n${lines.map((line, index) => `- ${line} [${index + 1}]`).join('\n')}`,
];

test.skipIf(inject('engine') === 'embedded')(
  'recalled memories in appended assistant messages are not learnt either, in however many rounds',
  { timeout },
  async () => {
    const session = await Session.start(extractive.api);
    await session.remember(...facts);
    for (let round = 0; round < rounds; round += 1) {
      const question = `${questions[round % questions.length]} (${round})`;
      const lines = await session.context(question);
      expect(lines.length).toBeGreaterThan(0);
      expect(await session.says(wordings[round % wordings.length]?.(lines) ?? '')).toEqual([]);
      if (round % 5 > 0) continue;
      const { run } = await session.ask(question);
      await extractive.runner.processAll();
      expect(await session.says((await session.run(run.id)).answer)).toEqual([]);
    }
    expect(await session.contents()).toEqual(facts);
  },
);

test('new statements of an assistant are learnt, but only a user can restate a withdrawn memory', async () => {
  const session = await Session.start(extractive.api);
  const [id] = await session.remember('Ada lives in Rome.');
  await session.ask('Where does Ada live?');
  await extractive.runner.processAll();
  await session.mutate('supersedeMemory', { id, content: 'Ada lives in Berlin.', reason: 'moved' }, 'memory { id }');
  expect(await session.says('Ada lives in Rome.')).toEqual([]);
  expect(await session.says('Ada lives in Berlin, in the third floor of her house.')).toHaveLength(1);
  expect(await session.says('Ada lives in Rome.', 'USER')).toEqual(['Ada lives in Rome.']);
  const kept = ['Ada lives in Berlin.', 'Ada lives in Berlin, in the third floor of her house.', 'Ada lives in Rome.'];
  expect(await session.contents()).toEqual(expect.arrayContaining(kept));
});

/** What is learnt from an assistant's words, said in the same call as the user's or in the next one. */
async function learntFrom(user: string, assistant: string, call: 'same' | 'next'): Promise<string[]> {
  const session = await Session.start(extractive.api);
  const told = [
    { role: 'USER', speaker: 'Ada', content: user, remember: true },
    { role: 'ASSISTANT', content: assistant, remember: true },
  ];
  const learnt: string[] = [];
  for (const messages of call === 'same' ? [told] : told.map((one) => [one])) {
    const input = { conversationId: session.conversationId, messages };
    const { memories } = await session.mutate('appendMessages', input, 'memories { content speaker }');
    const ofAssistant = memories.filter(({ speaker }: { speaker: string | null }) => speaker === null);
    learnt.push(...ofAssistant.map(({ content }: { content: string }) => content));
  }
  return learnt;
}

test('an assistant that repeats what the user says is not learnt, in the same call or the next, whatever it acknowledges first', async () => {
  for (const call of ['same', 'next'] as const) {
    for (const echo of [
      'I live in Vienna.',
      'You live in Vienna.',
      'Noted: Ada lives in Vienna.',
      'Okay! You live in Vienna. I’ll remember that.',
      'According to what you told me, you live in Vienna. [1]',
    ]) {
      expect(await learntFrom('I live in Vienna.', echo, call), echo).toEqual([]);
    }
  }
});

test('an assistant that adds anything to what the user says is learnt', async () => {
  for (const call of ['same', 'next'] as const) {
    for (const more of [
      'Noted: you live in Vienna since 2019.',
      'You live in Vienna, near Anna.',
      'You live in Vienna. Take the night train.',
      'No, you live in Vienna.',
      'You do not live in Vienna.',
    ]) {
      expect(await learntFrom('I live in Vienna.', more, call), more).toEqual([more]);
    }
    const question = 'Is the library of Vienna closed on Friday?';
    const answer = 'The library of Vienna is closed on Friday.';
    expect(await learntFrom(question, answer, call)).toEqual([answer]);
  }
});

test('what a user says without being remembered is learnt from the assistant', async () => {
  const session = await Session.start(extractive.api);
  const messages = [
    { role: 'USER', content: 'I live in Vienna.', remember: false },
    { role: 'ASSISTANT', content: 'You live in Vienna.', remember: true },
  ];
  const input = { conversationId: session.conversationId, messages };
  const { memories } = await session.mutate('appendMessages', input, 'memories { content }');
  expect(memories).toEqual([{ content: 'You live in Vienna.' }]);
});

test('an assistant’s statement is quoted as its words, and not learnt again from the answer that quotes it', async () => {
  const session = await Session.start(extractive.api);
  await session.says('Your parcel has the tracking number 1Z999.');
  const { run } = await session.ask('Which tracking number has the parcel?');
  await extractive.runner.processAll();
  const { answer } = await session.run(run.id);
  expect(answer).toMatch(/\nASSISTANT: Your parcel has the tracking number 1Z999\. \[1\]/);
  expect(await session.says(answer)).toEqual([]);
});

test('phrases that an answer in another language says about itself are not learnt', async () => {
  const session = await Session.start(extractive.api);
  const settings = { language: 'de' };
  await session.mutate('updateCollection', { id: session.collectionId, settings }, 'collection { id }');
  await session.says('Anna wohnt in Graz.', 'USER');
  const other = await session.another();
  for (const [question, answer] of [
    ['Wo wohnt Anna?', 'Aus dem Gedächtnis, in den gespeicherten Worten (ohne Sprachmodell):\nAnna wohnt in Graz. [1]'],
    ['Was kostet Zucker?', 'Daran habe ich keine Erinnerung.'],
  ] as const) {
    const { run } = await session.ask(question);
    await extractive.runner.processAll();
    const given = (await session.run(run.id)).answer;
    expect(given).toContain(answer);
    expect(await other.says(given)).toEqual([]);
  }
});
