import { hash } from 'node:crypto';
import { collectionKeys, othersMatchNothing } from '../collection/collection.schema.ts';
import { builder } from '../graphql/builder.ts';
import type { Context } from '../graphql/context.ts';
import type { ListName } from '../graphql/cursor.ts';
import { badUserInput, checkRange } from '../graphql/request-errors.ts';
import { MemoryFilterInput, memoryFilterOf } from '../memory/memory-filter.schema.ts';
import { text } from '../platform/validation.ts';
import { maxQueryLength, type SearchRequest } from './search.ts';

const SearchModeEnum = builder.enumType('SearchMode', {
  description: 'Which search arms run.',
  values: {
    HYBRID: {
      description:
        'All arms: words, meaning, neighbouring messages and entities. `SearchEdge.explain` shows the parts.',
    },
    SEMANTIC: { description: 'Only by meaning.' },
    LEXICAL: { description: 'Only by words.' },
  } as const,
});

export const SearchInputRef = builder.inputType('SearchInput', {
  description: 'A search for memories.',
  fields: (t) => ({
    query: t.string({
      required: true,
      description:
        'The question, 1 to 2,000 characters. If a message contains at least twice as much other text as questions, a HYBRID search also searches for its questions alone, and merges both results alternately.',
    }),
    collectionIds: t.idList({
      description: `Ids of Collections to search, with all collections below them; at least one. ${othersMatchNothing} Omitted or null: all that the viewer may read.`,
    }),
    mode: t.field({
      type: SearchModeEnum,
      required: true,
      defaultValue: 'HYBRID',
      description: 'Which search arms run.',
    }),
    filter: t.field({ type: MemoryFilterInput, description: 'Which memories may be found; default: CURRENT ones.' }),
    asOf: t.field({
      type: 'DateTime',
      description:
        'Search as of this time: memories that are valid then by `validFrom` and `validTo`, also those superseded since or stored later. With `filter.statuses`: memories that were valid then and have one of these statuses now; only in this way FORGOTTEN ones are found.',
    }),
    rerank: t.boolean({
      required: true,
      defaultValue: false,
      description:
        'Let a reranker order the best 50; the others follow in their order. Needs the plan PRO. If it is not done, the order is that of the search, and `SearchConnection.rerank` says why. To show results at once, ask for both: `fast: search(…)` and `... @defer { best: search(…) }`, the second with `rerank: true`.',
    }),
    tokenBudget: t.int({
      description:
        'Maximum number of tokens of the contents on the page, 50 to 32,000, counted with the vocabulary of BERT; omitted: no limit. The page ends before the first memory that would exceed it. A memory that exceeds it by itself is on no page.',
    }),
  }),
});

/** The input as it was sent. */
export type SearchInput = typeof SearchInputRef.$inferInput;

const queryText = text({ min: 1, max: maxQueryLength });

/** Validates the input. Throws BAD_USER_INPUT naming the argument. */
export async function requestOf(input: SearchInput, context: Context): Promise<SearchRequest> {
  const { query, tokenBudget, mode, filter, asOf = null } = input;
  const checked = queryText.safeParse(query);
  if (!checked.success) throw badUserInput('input.query', checked.error.issues[0]?.message ?? 'cannot be used');
  const collectionIds = collectionKeys('input.collectionIds', input.collectionIds);
  if (tokenBudget != null) checkRange('input.tokenBudget', tokenBudget, 50, 32_000);
  return { query, collectionIds, mode, filter: await memoryFilterOf(filter, context, 'input.filter'), asOf };
}

/** Distinguishes the cursors of this search from those of others. */
export const listOf = (input: SearchInput): ListName => ['search', hash('sha256', JSON.stringify(input), 'base64url')];
