import { builder, viewerOf } from '../graphql/builder.ts';
import type { Context } from '../graphql/context.ts';
import { type PagingArgs, pageRequest } from '../graphql/paging.ts';
import { badUserInput } from '../graphql/request-errors.ts';
import { SearchConnectionRef, type SearchPageAnswer } from './search-connection.schema.ts';
import { positionOf } from './search-cursor.schema.ts';
import { listOf, requestOf, type SearchInput, SearchInputRef } from './search-input.schema.ts';

builder.queryField('search', (t) =>
  t.field({
    type: SearchConnectionRef,
    nullable: true,
    description: 'Finds memories by words and by meaning. A ranking ends after some 200 memories.',
    args: {
      input: t.arg({ type: SearchInputRef, required: true, description: 'The question.' }),
      first: t.arg.int({ required: true, defaultValue: 20, description: 'How many, 1 to 100.' }),
      after: t.arg.string({ description: 'Only what comes after this cursor of the same search.' }),
    },
    complexity: ({ first }) => ({ field: 10, multiplier: first }),
    resolve: (_root, { input, first, after }, context) => answer(context, input, { first, after }),
  }),
);

async function answer(context: Context, input: SearchInput, paging: PagingArgs): Promise<SearchPageAnswer> {
  const startedAt = performance.now();
  const viewer = viewerOf(context);
  const request = requestOf(input);
  const list = listOf(input);
  const page = pageRequest(list, paging);
  const after = page.after && positionOf(page.after);
  if (page.after && !after) throw badUserInput('after', 'not a cursor of this search');
  const { rerank, tokenBudget = null } = input;
  const { signal } = context;
  const found = await context.services.search.search(viewer, request, {
    first: page.limit,
    after,
    tokenBudget,
    rerank,
    signal,
  });
  return { ...found, list, startedAt, hasPrevious: after !== null };
}
