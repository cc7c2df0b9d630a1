import { buildSchema, getIntrospectionQuery } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import { expect, test, vi } from 'vitest';
import { useSchemaAnswers } from '../../../src/app/plugins/use-schema-answers.ts';

/** Introspects with a different text for each number; counts the executions. */
function makeServer(...others: Plugin[]) {
  let executed = 0;
  const counting: Plugin = {
    onExecute() {
      executed += 1;
    },
  };
  const schema = buildSchema('type Query { name: String }');
  const yoga = createYoga({ schema, logging: false, plugins: [useSchemaAnswers(), counting, ...others] });
  const ask = async (n: number) => {
    const body = JSON.stringify({ query: `# ${n}\n${getIntrospectionQuery()}` });
    const headers = { 'content-type': 'application/json' };
    const response = await yoga.fetch('http://server/graphql', { method: 'POST', headers, body });
    const answer = await response.json();
    expect(answer).toMatchObject({ data: { __schema: { queryType: { name: 'Query' } } } });
    return answer;
  };
  return { ask, executed: () => executed };
}

test('introspection is executed and serialized once per text', async () => {
  const { ask, executed } = makeServer();
  const written = vi.spyOn(JSON, 'stringify');
  for (const n of [1, 2, 1, 2, 1]) await ask(n);
  expect(executed()).toBe(2);
  expect(written.mock.calls.filter(([value]) => value?.data?.__schema)).toHaveLength(2);
});

test('other plugins can still add to a cached answer', async () => {
  let asked = 0;
  const { ask, executed } = makeServer({
    onExecutionResult({ result, setResult }) {
      asked += 1;
      setResult({ ...result, extensions: { asked } });
    },
  });
  for (const n of [1, 2, 3]) expect(await ask(0)).toMatchObject({ extensions: { asked: n } });
  expect(executed()).toBe(1);
});

test('the cache of answers is bounded, however many texts are sent', async () => {
  const { ask, executed } = makeServer();
  for (let n = 0; n <= 100; n += 1) await ask(n);
  await ask(0);
  expect(executed()).toBe(102);
});
