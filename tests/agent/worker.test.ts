import { sql } from 'kysely';
import { pino } from 'pino';
import { expect, inject, test, vi } from 'vitest';
import { buildWorker } from '../../src/app/build-worker.ts';
import { loadConfig } from '../../src/platform/config/config.ts';
import { withName } from '../support/administer.ts';
import { makeAgentApi, useModelServer } from '../support/agents.ts';
import { useDatabase } from '../support/database.ts';
import { Session } from '../support/session.ts';

const { db } = useDatabase();
const { model, server, scripted } = await useModelServer();
const { api } = makeAgentApi(db, { languageModels: [model] });
const log = pino({ level: 'silent' });

/** Start of the prompt that asks the model for a search plan. */
const planning = 'Choose the ways that help';

test.skipIf(inject('engine') === 'embedded')(
  'a worker uses the configured model to plan and answer a complex question',
  async () => {
    scripted.reply = ({ body: { messages } }) => ({
      tokens: messages[0]?.content?.includes(planning) ? ['["DEEP_SEARCH"]'] : ['Because of her work.'],
    });
    const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db);
    const session = await Session.start(api);
    await session.remember('Ada moved to Berlin for her work.', 'Ada liked Rome for its light.');
    await session.says('Let us talk of Ada.', 'USER');
    const { run } = await session.ask('Why did Ada move to Berlin, and how does it compare with Rome?');
    const settings = {
      DATABASE_URL: withName(process.env['TEST_DATABASE_URL'] ?? '', rows[0]?.name ?? ''),
      LLM_BASE_URL: server.baseUrl,
      LLM_MODEL: model.name,
    };
    await using _worker = await buildWorker(loadConfig(settings), { log });
    await vi.waitFor(async () => expect(await session.run(run.id)).toMatchObject({ status: 'SUCCEEDED' }), 30_000);
    expect((await session.run(run.id)).answer).toBe('Because of her work.');
    expect(server.calls.filter(({ body }) => body.messages[0]?.content?.includes(planning))).toHaveLength(1);
  },
  60_000,
);
