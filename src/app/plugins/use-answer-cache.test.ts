import { parse, print } from 'graphql';
import { createSchema, createYoga, type Plugin } from 'graphql-yoga';
import { expect, test } from 'vitest';
import { makeAnswers } from '../../../tests/support/make-answers.ts';
import { makeViewer } from '../../../tests/support/viewer.ts';
import { AnswerNotes } from '../../graphql/answer-notes.ts';
import { OperationCosts } from '../limits/operation-costs.ts';
import { useAnswerCache } from './use-answer-cache.ts';
import { useDefer } from './use-defer.ts';

const lists = [{ tags: [['a'], []] }, { tags: [] }];
const schema = createSchema<{ notes: AnswerNotes }>({
  typeDefs: `
    directive @defer(if: Boolean! = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT
    type Query { lists: [List!]! }
    type List { tags: [[String!]!]! }`,
  resolvers: { Query: { lists: () => lists } },
});

/** A server with an answer cache; `executed` lists the executed documents. */
function serve() {
  const executed: string[] = [];
  const watch: Plugin = {
    onExecute: ({ executeFn, setExecuteFn }) =>
      setExecuteFn((args) => {
        executed.push(print(args.document));
        return executeFn(args);
      }),
  };
  const answers = makeAnswers(makeViewer());
  const lasting = { roots: { 'Query.lists': 60_000 }, fields: { List: ['tags'] } };
  const yoga = createYoga({
    schema,
    plugins: [watch, useAnswerCache({ answers, costs: new OperationCosts(), schema, lasting }), useDefer()],
    context: () => ({ notes: new AnswerNotes() }),
    logging: false,
  });
  const ask = async (query: string) => {
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    const body = JSON.stringify({ query });
    const response = await yoga.fetch('http://test/graphql', { method: 'POST', headers, body });
    return response.json();
  };
  return { ask, executed };
}

test('a cached answer is returned without executing the query again, and without extra fields', async () => {
  const { ask, executed } = serve();
  const query = '{ lists { tags } }';
  expect(await ask(query)).toEqual({ data: { lists }, extensions: { responseCache: { hit: false } } });
  expect(await ask(query)).toEqual({ data: { lists }, extensions: { responseCache: { hit: true } } });
  expect(executed).toEqual([print(parse(query))]);
});

test('a field may have any alias', async () => {
  const { ask } = serve();
  for (const hit of [false, true]) {
    const answer = await ask('{ __proto__: lists { tags } }');
    expect(JSON.stringify(answer)).toBe(
      `{"data":{"__proto__":${JSON.stringify(lists)}},"extensions":{"responseCache":{"hit":${hit}}}}`,
    );
  }
});

test('deferred fields are included at once for a client that does not accept incremental delivery', async () => {
  const { ask, executed } = serve();
  for (let times = 1; times <= 2; times += 1) {
    expect(await ask('{ lists { ... @defer { tags } } }')).toMatchObject({ data: { lists } });
  }
  expect(executed).toEqual(Array(2).fill(print(parse('{ lists { ... { tags } } }'))));
});
