import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { makeAgentApi, useModelServer } from '../support/agents.ts';
import { useDatabase } from '../support/database.ts';
import { follow } from '../support/follow.ts';
import { Session } from '../support/session.ts';
import { countStatements } from '../support/statements.ts';

const { db } = useDatabase();
const { model, scripted } = await useModelServer();
const { api, runner } = makeAgentApi(db, { languageModels: [model] });
const runEvents = `subscription ($id: ID!) { agentRunEvents(runId: $id) { __typename
  ... on AgentRunStarted { attempt } ... on AgentTokens { text } ... on AgentRunFinished { run { status answer } } } }`;

/** Asks as chat applications do, and follows the run to its end. */
async function askAndListen(session: Session, message: string) {
  const input = { conversationId: session.conversationId, message };
  const { run } = await session.mutate('ask', input, 'run { id status }');
  const following = await follow(api, session.viewer, runEvents, { id: run.id });
  return { run, told: await following.rest() };
}

/** Names statements by how they begin. */
const kinds = {
  'the conversation': /^select .*"stream"."seq" as "eventSeq" from "conversation"/,
  'what was given, held': /^select from memory where account_id/,
  'the answer': /^select .* as "wrote" from/,
  lock: /^with home as .* from conversation .* for no key update/,
  message: /^with written as \( insert into message/,
  run: /^with run as \( insert into agent_run/,
  'events and commit': /^with locked as materialized .* commit$/,
  'what was given': /^insert into agent_run_memory/,
  'where the run stands': /"conversation"."collection_id" as "collectionId"/,
  'ends of streams': /stream.seq as newest/,
  'signs of life': /^with beat as/,
  'the run': /^select .*"agent_run"."user_message_id"/,
};

function kindOf(statement: string): string {
  const text = statement.replaceAll(/\s+/g, ' ').trim();
  return Object.entries(kinds).find(([, pattern]) => pattern.test(text))?.[0] ?? text;
}

beforeAll(() => {
  // Suppresses the periodic statements, which are sent every half second.
  const repeat = globalThis.setInterval;
  vi.spyOn(globalThis, 'setInterval').mockImplementation((...[work, ms]) => repeat(work, ms === 500 ? 600_000 : ms));
  runner.start();
});
afterAll(() => void vi.restoreAllMocks());

test('a question and its claimed run are stored in one transaction, and a run takes few statements', async () => {
  const session = await Session.start(api);
  await session.remember('Ada loves green tea.');
  scripted.reply = () => ({ tokens: ['Green ', 'tea.'], everyMs: 5 });
  await askAndListen(await session.another(), 'What does Bob love?');
  const other = await session.another();
  const statements = await countStatements(async () => {
    const { run, told } = await askAndListen(other, 'What does Ada love?');
    expect(run).toMatchObject({ status: 'RUNNING' });
    expect(told.at(-1)).toMatchObject({ run: { status: 'SUCCEEDED', answer: 'Green tea.' } });
  });
  const kindsSent = statements.map(kindOf);
  expect(kindsSent.slice(0, 5)).toEqual(['the conversation', 'lock', 'message', 'run', 'events and commit']);
  const times = (kind: string) => kindsSent.filter((one) => one === kind).length;
  // One statement for its three streams.
  expect([times('where the run stands'), times('ends of streams')]).toEqual([2, 1]);
  // At its start, at its end, and for its whole text if its process no longer holds that.
  expect(times('the run')).toBeLessThanOrEqual(3);
  // The subscription receives the end of the run, so no heartbeat query is needed.
  expect(times('signs of life')).toBe(0);
  const writing = statements.filter((statement) => /led by +begin +\*/.test(statement));
  expect(writing).toHaveLength(2);
});

const looksForRuns = /with waiting as|"lease_until" <|lease_until < /;

test('a repeated question is stored with its cached answer in one transaction, which is not read again', async () => {
  const session = await Session.start(api);
  await session.remember('Ada loves green tea.');
  scripted.reply = () => ({ tokens: ['Green tea.'] });
  await askAndListen(await session.another(), 'What does Ada love?');
  const other = await session.another();
  const input = { conversationId: other.conversationId, message: 'What does Ada love?' };
  const statements = await countStatements(async () => {
    const { run } = await session.mutate('ask', input, 'run { id status }');
    expect(run).toMatchObject({ status: 'SUCCEEDED' });
  });
  // The process may look for waiting runs meanwhile.
  const kindsSent = statements.filter((statement) => !looksForRuns.test(statement)).map(kindOf);
  // Before the transaction, the grounds of the answer are read.
  expect(kindsSent.slice(kindsSent.indexOf('what was given, held'))).toEqual([
    'what was given, held',
    'the answer',
    'lock',
    'message',
    'run',
    'what was given',
    'events and commit',
  ]);
});
