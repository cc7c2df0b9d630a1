import { RequestCache } from '@pothos/plugin-scope-auth';
import { createSchema, createYoga } from 'graphql-yoga';
import { expect, test } from 'vitest';
import { useBriefScopes } from '../../../src/app/plugins/use-brief-scopes.ts';
import { builder } from '../../../src/graphql/builder.ts';
import type { Context } from '../../../src/graphql/context.ts';

const scopesOf = (context: Context) => RequestCache.fromContext(context, builder);

test('resolved scopes are cached for the duration of one operation', async () => {
  const seen: { readonly context: Context; readonly scopes: object }[] = [];
  const note = (_root: unknown, _args: unknown, context: Context) => {
    seen.push({ context, scopes: scopesOf(context) });
    return 1;
  };
  const schema = createSchema<Context>({
    typeDefs: 'type Query { one: Int, two: Int }',
    resolvers: { Query: { one: note, two: note } },
  });
  const yoga = createYoga<object, Context>({ schema, logging: false, plugins: [useBriefScopes()] });
  const headers = { 'content-type': 'application/json' };
  await yoga.fetch('http://server/graphql', { method: 'POST', headers, body: '{"query":"{ one two }"}' });
  const [one, two] = seen;
  if (!one || !two) throw new Error('A field was not resolved');
  expect(one.scopes).toBe(two.scopes);
  expect(scopesOf(one.context)).not.toBe(one.scopes);
});
