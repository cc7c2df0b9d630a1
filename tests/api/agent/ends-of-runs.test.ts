import { pino } from 'pino';
import { expect, test } from 'vitest';
import { decodeNodeId } from '../../../src/graphql/node-id.ts';
import { OpenAiLanguageModel } from '../../../src/platform/language-model/openai-language-model.ts';
import { makeAgentApi, useModelServer } from '../../support/agents.ts';
import { useDatabase } from '../../support/database.ts';
import { type ModelReply, ModelServer } from '../../support/model-server.ts';
import { Session } from '../../support/session.ts';

// A single connection, as on the embedded database: a statement outside of its transaction would wait for it forever.
const { db } = useDatabase({ poolSize: 1 });
const { model, script, server } = await useModelServer();
const logged: string[] = [];
const log = pino({}, { write: (line: string) => void logged.push(line) });
const { api, answered } = makeAgentApi(db, { languageModels: [model], log });

test('the tool loop ends after eight steps; the last may call no tool', async () => {
  const session = await Session.start(api);
  const calls = script({ tokens: ['Once more. '], calls: [{ tool: 'search', input: '{"query":"tea"}' }] });
  expect(await answered(session, 'Tea?')).toMatchObject({ status: 'SUCCEEDED' });
  expect(calls()).toHaveLength(8);
  expect(calls().map(({ body }) => body.tool_choice)).toEqual([...Array(7).fill('auto'), 'none']);
  expect(calls().map(({ body }) => body.tools?.length)).toEqual(Array(8).fill(3));
});

test('a model that does nothing but call tools fails once, without its last calls', async () => {
  const session = await Session.start(api);
  const calls = script({ calls: [{ tool: 'remember', input: '{"content":"Tea is green."}' }] });
  expect(await answered(session, 'Tea is green.')).toMatchObject({
    status: 'FAILED',
    attempt: 1,
    error: 'The language model called tools until the limit of 8 requests, without an answer',
    errorCode: 'TOOL_LIMIT',
  });
  expect(calls()).toHaveLength(8);
  const late = { calls: [{ tool: 'remember', input: '{"content":"Coffee is black."}' }] };
  script(...Array<ModelReply>(7).fill({ calls: [{ tool: 'search', input: '{"query":"tea"}' }] }), late);
  expect(await answered(session, 'Coffee is black.')).toMatchObject({ errorCode: 'TOOL_LIMIT' });
  expect(await session.contents()).toEqual(['Tea is green.']);
});

test('an answer that a model began before it called tools until the limit is kept, as incomplete', async () => {
  const session = await Session.start(api);
  const search = { calls: [{ tool: 'search', input: '{"query":"tea"}' }] };
  script({ tokens: ['Let me see.'], ...search }, search);
  expect(await answered(session, 'Tea?')).toMatchObject({
    status: 'SUCCEEDED',
    answer: 'Let me see.\n\n[The model did not finish this answer.]',
    answerCut: 'TOOL_LIMIT',
  });
});

test.each([
  ['nothing', []],
  ['white space alone', [' \n', ' ']],
  ['what no text can hold', ['\u0000', '\u0000']],
])('a run fails after a second attempt if the model returns %s', async (_, tokens) => {
  const session = await Session.start(api);
  const calls = script({ tokens });
  expect(await answered(session, 'Well?')).toMatchObject({
    status: 'FAILED',
    attempt: 2,
    error: 'The language model gave an empty answer',
    errorCode: 'NO_ANSWER',
    answerMessage: null,
  });
  expect(calls()).toHaveLength(2);
  expect(await session.conversation()).toMatchObject({ messageCount: 1, activeRun: null });
});

test('the address of an unreachable model goes into the log, but not to the client', async () => {
  const gone = await ModelServer.start(() => ({}));
  const { baseUrl } = gone;
  await gone[Symbol.asyncDispose]();
  const away = { baseUrl, apiKey: null, model: 'away', timeoutMs: 5_000, backOffMs: 1 };
  const own = makeAgentApi(db, { languageModels: [new OpenAiLanguageModel(away)], log });
  const session = await Session.start(own.api);
  const from = logged.length;
  const { run } = await session.ask('Well?');
  await own.runner.processAll();
  expect(await session.run(run.id)).toMatchObject({
    status: 'FAILED',
    error: 'The language model does not answer: it cannot be reached',
    errorCode: 'MODEL_UNAVAILABLE',
  });
  expect(logged.slice(from).join()).toContain(`ECONNREFUSED ${new URL(baseUrl).host}`);
});

test('an answer that is cut still has its citations', async () => {
  const session = await Session.start(api);
  await session.remember('Ada drinks green tea.');
  const broken = server.brokenOff;
  script({ tokens: ['Tea [1]. ', ...Array.from({ length: 40 }, () => 'x'.repeat(1_000))], silentAfter: 40 });
  expect(await answered(session, 'What does Ada drink?')).toMatchObject({
    status: 'SUCCEEDED',
    attempt: 1,
    citations: [{ index: 1, quote: 'Ada drinks green tea.' }],
  });
  await server.untilBrokenOff(broken + 1);
});

test('an answer of 1 MB is cut and says so; split surrogates and NUL do no harm', async () => {
  const session = await Session.start(api);
  const tokens = ['\u0000😀'.slice(0, 2), '😀'.slice(1), ...Array.from({ length: 1_000 }, () => 'x'.repeat(1_000))];
  script({ tokens });
  const { answer, answerCut, status } = await answered(session, 'How long?');
  expect([status, answerCut]).toEqual(['SUCCEEDED', 'TOO_LONG']);
  expect(answer).toHaveLength(32_000);
  expect(answer.startsWith('😀x')).toBe(true);
  expect(answer.endsWith('[The answer is cut at 32,000 characters.]')).toBe(true);
});

test.each([
  ['length', 'en', 'MODEL_LIMIT', '[The model did not finish this answer.]'],
  ['content_filter', 'en', 'WITHHELD', '[The model’s service withheld the rest of this answer.]'],
  ['length', 'de', 'MODEL_LIMIT', '[Das Modell hat diese Antwort nicht beendet.]'],
  ['content_filter', 'de', 'WITHHELD', '[Der Dienst des Modells hat den Rest dieser Antwort zurückgehalten.]'],
])(
  'an answer that ended with the reason %s says so in the language %s and for programs',
  async (reason, language, cut, note) => {
    const session = await Session.start(api);
    await session.mutate('updateCollection', { id: session.collectionId, settings: { language } }, 'collection { id }');
    await session.remember('Ada drinks green tea.');
    script({ tokens: ['Ada: [1] gre'], finishReason: reason });
    expect(await answered(session, 'What does Ada drink?')).toMatchObject({
      status: 'SUCCEEDED',
      answer: `Ada: [1] gre\n\n${note}`,
      answerCut: cut,
      errorCode: null,
      citations: [{ index: 1 }],
    });
  },
);

test('an answer that is withheld completely fails without a second attempt', async () => {
  const session = await Session.start(api);
  const calls = script({ tokens: [], finishReason: 'content_filter' });
  expect(await answered(session, 'Well?')).toMatchObject({
    status: 'FAILED',
    error: 'The endpoint of the language model withheld its answer',
    errorCode: 'MODEL_REFUSED',
    answerCut: null,
  });
  expect(calls()).toHaveLength(1);
});

test.each(['stop', 'eos_token'])('an answer that ended with the reason %s is complete', async (reason) => {
  const session = await Session.start(api);
  script({ tokens: ['Well.'], finishReason: reason });
  expect(await answered(session, 'Is it?')).toMatchObject({ answer: 'Well.', answerCut: null });
});

test('an answer that breaks off is attempted once more', async () => {
  const session = await Session.start(api);
  script({ tokens: ['Half', ' of it'], cutAfter: 1 }, { tokens: ['All of it.'] });
  expect(await answered(session, 'All?')).toMatchObject({ status: 'SUCCEEDED', attempt: 2, answer: 'All of it.' });
  script({ tokens: ['Half', ' of it'], malformedAfter: 1 });
  const failed = await answered(session, 'All?');
  expect(failed).toMatchObject({ status: 'FAILED', attempt: 2, answer: 'Half' });
  expect(failed.error).toContain('broke off');
});

test('a request that the model refuses is not retried; what the endpoint says is in the log alone, with the run', async () => {
  const session = await Session.start(api);
  const calls = script({ status: 400, says: 'registry/gemma does not support tools: Zanzibar, Bearer key' });
  const run = await answered(session, 'Is Zanzibar far?');
  expect(run).toMatchObject({
    status: 'FAILED',
    attempt: 1,
    error: 'The language model answers status 400',
    errorCode: 'MODEL_REFUSED',
  });
  expect(calls()).toHaveLength(1);
  const { level, runId, err } = JSON.parse(logged.at(-1) ?? '');
  expect({ level, runId }).toEqual({ level: 40, runId: decodeNodeId('AgentRun', run.id) });
  expect(JSON.stringify(err)).toContain('answers status 400: registry/gemma does not support tools');
  expect(JSON.stringify(err)).not.toMatch(/zanzibar/i);
});

test('an endpoint that asks for a long wait is not asked again before, and the run says how long', async () => {
  const session = await Session.start(api);
  const calls = script({ status: 429, headers: { 'retry-after': '120' } });
  expect(await answered(session, 'All?')).toMatchObject({
    status: 'FAILED',
    attempt: 1,
    error: 'The language model answers status 429; it asks to wait for 120 s',
    errorCode: 'MODEL_RATE_LIMITED',
  });
  expect(calls()).toHaveLength(1);
});
