import { expect, test } from 'vitest';
import { makeAgentApi, useModelServer } from '../support/agents.ts';
import { useDatabase } from '../support/database.ts';
import { Session } from '../support/session.ts';
import { countStatements } from '../support/statements.ts';

const { db } = useDatabase();
const { model, scripted } = await useModelServer();
const { api, runner } = makeAgentApi(db, { languageModels: [model] });

/** The statements of a purge of a memory that this many runs were given, each in a conversation of its own. */
async function purgeAfter(runs: number) {
  const session = await Session.start(api);
  const [id = ''] = await session.remember('Ada loves green tea.');
  const asked: Session[] = [];
  for (let n = 0; n < runs; n += 1) {
    const conversation = await session.another();
    await conversation.ask('What does Ada love?');
    await runner.processAll();
    asked.push(conversation);
  }
  const statements = await countStatements(() => session.mutate('forgetMemory', { id, purge: true }, 'memoryId'));
  const { nodes } = await api.run(
    session.viewer,
    'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Conversation { messages { edges { node { content } } } } } }',
    { ids: asked.map(({ conversationId }) => conversationId) },
  );
  return { statements: statements.length, nodes };
}

test('a purge takes as few statements however many runs were given the memory', async () => {
  scripted.reply = () => ({ tokens: ['Green tea.'] });
  const [few, many] = [await purgeAfter(2), await purgeAfter(6)];
  expect(many.statements).toBe(few.statements);
  const contents = { messages: { edges: [{ node: { content: 'What does Ada love?' } }, { node: { content: '' } }] } };
  expect(many.nodes).toEqual(Array.from({ length: 6 }, () => contents));
});
