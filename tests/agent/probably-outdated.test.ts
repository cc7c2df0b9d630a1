import { expect, test } from 'vitest';
import { makeAgentApi, useModelServer } from '../support/agents.ts';
import { proposeRetiring } from '../support/consolidation.ts';
import { useDatabase } from '../support/database.ts';
import { Session } from '../support/session.ts';

const { db } = useDatabase();
const { model, scripted } = await useModelServer();
const extractive = makeAgentApi(db);
const { api, runner } = makeAgentApi(db, { languageModels: [model] });

const facts = [
  'Anna works 28 hours a week',
  'A flat in Ulm is hers',
  'Silke has a practice, where Anna does 30 by now',
];

async function settle(of: typeof api) {
  const session = await Session.start(of);
  const [outdated = '', , by = ''] = await session.remember(...facts);
  await proposeRetiring(db, session.viewer, session.collectionId, outdated, by);
  return session;
}

test('an answer without a model quotes what has probably outdated a memory behind it', async () => {
  const session = await settle(extractive.api);
  const { run } = await session.ask('How many hours a week does Anna work?');
  await extractive.runner.processAll();
  const { citations } = await session.run(run.id);
  expect(citations.map(({ quote }: { quote: string }) => quote)).toEqual([facts[0], facts[2]]);
});

test('a model that searches is told it, too, with a number to cite', async () => {
  const session = await settle(api);
  let told = '';
  scripted.reply = ({ body: { messages } }) => {
    const last = messages.at(-1);
    if (last?.role !== 'tool') return { calls: [{ tool: 'search', input: '{"query":"28 hours a week","limit":1}' }] };
    told = last.content ?? '';
    return { tokens: ['30 [2]'] };
  };
  const { run } = await session.ask('Hello');
  await runner.processAll();
  // One was asked for. The context of the question had both.
  expect(told.split('\n')).toEqual(Array.from({ length: 2 }, () => expect.stringMatching(/^\[\d\] as told before$/)));
  expect((await session.run(run.id)).citations).toHaveLength(1);
});
