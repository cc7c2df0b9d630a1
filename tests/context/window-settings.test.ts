import { pino } from 'pino';
import { expect, test } from 'vitest';
import { buildContext, wireContext } from '../../src/app/context-wiring.ts';
import { loadConfig } from '../../src/platform/config/config.ts';
import { said, startConversation } from '../support/conversations.ts';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';

const { db } = useDatabase();
const { services } = makeApi(db);
const finder = { find: () => Promise.reject(new Error('nothing is searched for')) };
const parts = { ...services, db, finder, log: pino({ level: 'silent' }) };

test('the size of the conversation window is configurable', async () => {
  const { viewer, id: conversationId } = await startConversation(services);
  const before = ['one two', 'three four', 'five six', 'Where is it?'].map((text) => said(text));
  await services.messages.append(viewer, conversationId, before);
  const settings = { WINDOW_MESSAGES: '3', WINDOW_CONTENTS: '2', WINDOW_CHARACTERS: '14' };
  const context = buildContext(wireContext(loadConfig(settings), null), parts);
  const request = { message: 'Where is it?', collectionIds: null, conversationId, tokenBudget: 500, deadlineMs: 4_000 };
  const { sections } = await context.context(viewer, request, new AbortController().signal);
  const recent = sections.find(({ strategy }) => strategy === 'RECENT_MESSAGES');
  expect(recent?.text).toBe('- USER: [10 characters]\n- USER: five six');
});

test.each([
  ['with a line break of Windows', 'Where is it?\r\nI looked everywhere.', 1],
  ['with one space for two', 'Where is it? I looked  everywhere.', 1],
  ['but for its end', `Where is it?\nI looked everywhere. ${'And then '.repeat(20)}`, 2],
  ['but for its beginning', 'Where was it?\nI looked everywhere.', 2],
])('a message longer than the window shows is recognised as the appended one: %s', async (_, appended, shown) => {
  const { viewer, id: conversationId } = await startConversation(services);
  await services.messages.append(viewer, conversationId, [said('three four'), said(appended)]);
  const context = buildContext(wireContext(loadConfig({ WINDOW_CHARACTERS: '16' }), null), parts);
  const message = 'Where is it?\nI looked everywhere.';
  const request = { message, collectionIds: null, conversationId, tokenBudget: 500, deadlineMs: 4_000 };
  const { sections } = await context.context(viewer, request, new AbortController().signal);
  const recent = sections.find(({ strategy }) => strategy === 'RECENT_MESSAGES');
  expect(recent?.text.split('- USER').slice(1)).toHaveLength(shown);
});
