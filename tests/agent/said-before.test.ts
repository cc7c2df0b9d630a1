import { expect, test } from 'vitest';
import { makeAgentApi, useModelServer } from '../support/agents.ts';
import { useDatabase } from '../support/database.ts';
import { Session } from '../support/session.ts';

const { db } = useDatabase();
const { model, scripted, server } = await useModelServer();
const window = { maxMessages: 2, maxWithContent: 2, maxContentLength: 100 };
const { api, runner } = makeAgentApi(db, { languageModels: [model], window });

test.each([0, 1, 3, 9])(
  'an agent is given the messages before the question only, even if %i messages followed while it waited',
  async (following) => {
    scripted.reply = () => ({ tokens: ['Good day.'] });
    const session = await Session.start(api);
    await session.ask('First?');
    await runner.processAll();
    await session.ask('Second?');
    const messages = Array.from({ length: following }, (_, n) => ({ role: 'USER', content: `Later ${n}.` }));
    await session.mutate('appendMessages', { conversationId: session.conversationId, messages }, '__typename');
    await runner.processAll();
    const told = server.calls.at(-1)?.body.messages.map(({ content }) => content) ?? [];
    expect(told.slice(1, -1)).toEqual(['First?', 'Good day.']);
    expect(told.join()).not.toContain('Later');
  },
);
