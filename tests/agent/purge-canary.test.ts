import { expect, test } from 'vitest';
import { makeAgentApi, useModelServer } from '../support/agents.ts';
import { useDatabase } from '../support/database.ts';
import { Session } from '../support/session.ts';
import { tablesThatHold } from '../support/traces.ts';

const { db, pool } = useDatabase();
const { model, scripted } = await useModelServer();
const { api, runner } = makeAgentApi(db, { languageModels: [model] });

const canary = 'xq7canary7qx';

test('after a purge nothing is left of a memory that an agent was given, searched, cited, changed and answered with', async () => {
  const session = await Session.start(api);
  const [id = ''] = await session.remember(`The code is ${canary}.`);
  scripted.reply = ({ body: { messages } }) =>
    messages.at(-1)?.role === 'tool'
      ? { tokens: [`It is ${canary}`, ' [1].'] }
      : {
          calls: [
            { tool: 'search', input: JSON.stringify({ query: `code ${canary}` }) },
            {
              tool: 'supersede',
              input: JSON.stringify({ memory: 1, content: `The code was ${canary}.`, reason: canary }),
            },
          ],
        };
  await session.ask('What is the code?');
  await runner.processAll();
  // Another run, which is cut short in the middle of its answer.
  scripted.reply = () => ({ tokens: [`It is ${canary}`, '.'], cutAfter: 1 });
  await (await session.another()).ask('What was the code again?');
  await runner.processAll();
  expect(await tablesThatHold(pool, canary)).toEqual([
    'agent_run',
    'agent_run_call',
    'agent_run_memory',
    'memory',
    'memory_revision',
    'message',
  ]);
  const { memory } = await api.run(session.viewer, 'query ($id: ID!) { memory(id: $id) { supersededBy { id } } }', {
    id,
  });
  await session.mutate('forgetMemory', { id: memory.supersededBy.id, purge: true }, 'memoryId');
  await session.mutate('forgetMemory', { id, purge: true }, 'memoryId');
  expect(await tablesThatHold(pool, canary)).toEqual([]);
});
