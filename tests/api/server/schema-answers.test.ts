import { buildSchema, getIntrospectionQuery } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import { expect, test } from 'vitest';
import { useSchemaAnswers } from '../../../src/app/plugins/use-schema-answers.ts';

/** Asks for the schema in words of its own for each number; counts how often that was executed. */
function makeServer() {
  let executed = 0;
  const counting: Plugin = {
    onExecute() {
      executed += 1;
    },
  };
  const schema = buildSchema('type Query { name: String }');
  const yoga = createYoga({ schema, logging: false, plugins: [useSchemaAnswers(), counting] });
  const ask = async (n: number) => {
    const body = JSON.stringify({ query: `# ${n}\n${getIntrospectionQuery()}` });
    const headers = { 'content-type': 'application/json' };
    const response = await yoga.fetch('http://server/graphql', { method: 'POST', headers, body });
    expect(await response.json()).toMatchObject({ data: { __schema: { queryType: { name: 'Query' } } } });
  };
  return { ask, executed: () => executed };
}

test('a question about the schema is executed once, whoever asks it', async () => {
  const { ask, executed } = makeServer();
  for (const n of [1, 2, 1, 2, 1]) await ask(n);
  expect(executed()).toBe(2);
});

test('who asks in ever other words does not have all answers kept', async () => {
  const { ask, executed } = makeServer();
  for (let n = 0; n <= 100; n += 1) await ask(n);
  await ask(0);
  expect(executed()).toBe(102);
});
