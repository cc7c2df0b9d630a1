import type { AnswerNotes } from '../graphql/answer-notes.ts';
import { builder, viewerOf } from '../graphql/builder.ts';
import type { Context } from '../graphql/context.ts';
import { pageRequest, pageSize, rankedSize } from '../graphql/paging.ts';
import { badUserInput } from '../graphql/request-errors.ts';
import { work } from '../graphql/work.ts';
import type { SearchAnswer } from './search.service.ts';
import type { SearchRequest } from './search.ts';
import { SearchConnectionRef, type SearchPageAnswer } from './search-connection.schema.ts';
import { positionOf } from './search-cursor.schema.ts';
import { listOf, requestOf, type SearchInput, SearchInputRef } from './search-input.schema.ts';

builder.queryField('search', (t) =>
  t.field({
    type: SearchConnectionRef,
    nullable: true,
    description:
      'Finds memories by words and by meaning. If one speaker said the same in the same words several times, only the best of these memories is returned. A ranking has at most about 400 memories, mostly 100 to 200; with the mode LEXICAL or SEMANTIC at most 100. Counts as a recall of the memories returned. Null only if it failed; `errors` says why.',
    args: {
      input: t.arg({ type: SearchInputRef, required: true, description: 'The search.' }),
      first: t.arg.int({ required: true, defaultValue: 20, description: 'Number of results, 1 to 100.' }),
      after: t.arg.string({ description: 'Only results after this cursor of the same search.' }),
    },
    complexity: (args) => ({ field: work.search, multiplier: pageSize(args) }),
    resolve: (_root, { input, first, after }, context) => answer(context, input, { first, after }),
  }),
);

async function answer(
  context: Context,
  input: SearchInput,
  asked: { readonly first: number; readonly after?: string | null | undefined },
): Promise<SearchPageAnswer> {
  const startedAt = performance.now();
  const viewer = viewerOf(context);
  const request = await requestOf(input, context);
  const list = listOf(input);
  const first = rankedSize(asked.first);
  const page = pageRequest(list, asked);
  const after = page.after && positionOf(page.after);
  if (page.after && !after)
    throw badUserInput('after', 'is not a cursor of this search: give one from the same search');
  const { rerank, tokenBudget = null } = input;
  const { signal } = context;
  const found = await context.services.search.search(viewer, request, {
    first,
    after,
    tokenBudget,
    rerank,
    signal,
  });
  noteFor(context.notes, request, found);
  return { ...found, list, startedAt, hasPrevious: after !== null };
}

/** Notes what a cache of whole responses must know to return this answer again. */
function noteFor(notes: AnswerNotes, { asOf }: SearchRequest, found: SearchAnswer): void {
  const { hits, cache, rerank, failedArms, until } = found;
  notes.recalled.push(hits.map(({ memory }) => memory.id));
  const isFinal = rerank === 'NOT_ASKED' || rerank === 'APPLIED';
  if (cache === 'BYPASS' || failedArms.length > 0 || !isFinal) notes.doNotKeep();
  if (until !== null) notes.keepUntil(new Date(until));
  if (asOf !== null) return;
  for (const { memory } of hits) if (memory.validTo) notes.keepUntil(memory.validTo);
}
