import { expect, inject, test } from 'vitest';
import { makeAgentApi, useModelServer } from '../support/agents.ts';
import { useDatabase } from '../support/database.ts';
import { Session } from '../support/session.ts';

const { db } = useDatabase();
const { model, scripted, server } = await useModelServer();
const { api, runner } = makeAgentApi(db, { languageModels: [model] });

/** A model that remembers whatever it was given, in other words each time, and then answers with it. */
function parrot() {
  const wrap = [
    (text: string) => text,
    (text: string) => `You told me: ${text}`,
    (text: string) => `I remember that ${text}`,
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

// Which database it is makes no difference, and 50 rounds take their time.
test.skipIf(inject('engine') === 'embedded')(
  'what is recalled is never learnt again: 50 rounds add nothing',
  async () => {
    const session = await Session.start(api);
    const facts = ['Ada loves green tea.', 'Bob plays the cello.', 'The key lies under the mat.'];
    await session.remember(...facts);
    parrot();
    const questions = ['What does Ada love?', 'What does Bob play?', 'Where is the key?', 'What do you know?'];
    const from = server.calls.length;
    for (let round = 0; round < 50; round += 1) {
      await session.ask(`${questions[round % questions.length]} (${round})`);
      await runner.processAll();
    }
    expect(server.calls.length - from).toBe(100);
    expect(await session.contents()).toEqual(facts);
  },
);

test('what the user says is learnt, once, with the message as its source and the agent as its author', async () => {
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
