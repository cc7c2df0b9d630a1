import { hash } from 'node:crypto';
import { collectionKeys } from '../collection/collection.schema.ts';
import { builder } from '../graphql/builder.ts';
import type { ListName } from '../graphql/cursor.ts';
import { badUserInput } from '../graphql/request-errors.ts';
import { MemoryFilterInput, memoryFilterOf } from '../memory/memory-filter.schema.ts';
import { text } from '../platform/validation.ts';
import { maxQueryLength, type SearchRequest } from './search.ts';

const SearchModeEnum = builder.enumType('SearchMode', {
  description: 'Which arms of the search run.',
  values: {
    HYBRID: { description: 'By both, with what stands around: `SearchEdge.explain` has the parts.' },
    SEMANTIC: { description: 'By meaning alone.' },
    LEXICAL: { description: 'By words alone.' },
  } as const,
});

export const SearchInputRef = builder.inputType('SearchInput', {
  description: 'A question to the memories.',
  fields: (t) => ({
    query: t.string({
      required: true,
      description:
        'The question, 1 to 2,000 characters. Of a message that tells at least twice as much as it asks, a HYBRID search looks for its questions, too: what they find and what all of it finds take turns.',
    }),
    collectionIds: t.idList({
      description:
        'Ids of Collections to search with all below them, at least one; omitted: all that the viewer may read.',
    }),
    mode: t.field({ type: SearchModeEnum, required: true, defaultValue: 'HYBRID', description: 'Which arms run.' }),
    filter: t.field({ type: MemoryFilterInput, description: 'Which memories may be found.' }),
    asOf: t.field({
      type: 'DateTime',
      description:
        'Answer as of this instant: what was valid and CURRENT then. With `filter.statuses`, what was valid then and has one of these statuses now: in no other way does it find what was forgotten.',
    }),
    rerank: t.boolean({
      required: true,
      defaultValue: false,
      description:
        'Let a reranker put the best 50 in order; the rest keep theirs behind them. Plan PRO. Wherever it is not done, the answer is that of the search itself, and `SearchConnection.rerank` says why. To show something at once, ask twice: `fast: search(…)`, and with `rerank` inside `... @defer { best: search(…) }`.',
    }),
    tokenBudget: t.int({
      description:
        'Most tokens that the contents of the page may have together, 50 to 32,000, counted with the vocabulary of BERT; the page ends before the first memory that would pass it. A memory that has more by itself is on no page.',
    }),
  }),
});

/** The input as it was sent. */
export type SearchInput = typeof SearchInputRef.$inferInput;

const queryText = text({ min: 1, max: maxQueryLength });

/** Reads what is asked. Throws BAD_USER_INPUT naming the argument. */
export function requestOf(input: SearchInput): SearchRequest {
  const { query, tokenBudget, mode, filter, asOf = null } = input;
  const checked = queryText.safeParse(query);
  if (!checked.success) throw badUserInput('input.query', checked.error.issues[0]?.message ?? 'cannot be used');
  const collectionIds = collectionKeys('input.collectionIds', input.collectionIds);
  if (tokenBudget != null && (tokenBudget < 50 || tokenBudget > 32_000)) {
    throw badUserInput('input.tokenBudget', `must be from 50 to 32000, got ${tokenBudget}`);
  }
  return { query, collectionIds, mode, filter: memoryFilterOf(filter, 'input.filter'), asOf };
}

/** Tells the cursors of this search from those of others. */
export const listOf = (input: SearchInput): ListName => ['search', hash('sha256', JSON.stringify(input), 'base64url')];
