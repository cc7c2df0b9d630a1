import { builder } from '../graphql/builder.ts';
import { type Connection, PageInfoRef } from '../graphql/connection.ts';
import type { ListName } from '../graphql/cursor.ts';
import type { FoundMemory, SearchAnswer } from './search.service.ts';
import { keysetOf } from './search-cursor.schema.ts';
import { SearchEdgeRef } from './search-edge.schema.ts';

const SearchArmEnum = builder.enumType('SearchArm', {
  description: 'A way to find memories.',
  values: {
    LEXICAL: { description: 'By words.' },
    SEMANTIC: { description: 'By meaning.' },
    GRAPH: {
      description:
        'By the entities that memories name: it raises results that name the same entity as one of the best.',
    },
  } as const,
});

const CacheOutcomeEnum = builder.enumType('CacheOutcome', {
  description: 'Whether a cache answered.',
  values: {
    HIT: { description: 'The answer came from the cache.' },
    MISS: { description: 'The cache had no answer.' },
    BYPASS: { description: 'The cache was not used.' },
  } as const,
});

const RerankOutcomeEnum = builder.enumType('RerankOutcome', {
  description: 'What came of `rerank: true`.',
  values: {
    NOT_ASKED: { description: 'Reranking was not asked for.' },
    APPLIED: { description: 'The reranker made the order.' },
    SKIPPED_DEADLINE: { description: 'The reranker was too late; the order is that of the search.' },
    SKIPPED_PLAN: { description: 'The plan does not include reranking; the order is that of the search.' },
    UNAVAILABLE: { description: 'No reranker is configured, or it failed; the order is that of the search.' },
  } as const,
});

/** A page with what its fields need of the call. */
export interface SearchPageAnswer extends SearchAnswer {
  readonly list: ListName;
  readonly hasPrevious: boolean;
  readonly startedAt: number;
}

export const SearchConnectionRef = builder.objectRef<SearchPageAnswer>('SearchConnection').implement({
  description: 'A page of search results.',
  fields: (t) => ({
    edges: t.field({
      type: [SearchEdgeRef],
      description: 'The results, best first.',
      complexity: { field: 1, multiplier: 1 },
      resolve: ({ hits, list, rerank, state }) => hits.map((found) => ({ ...found, list, rerank, state })),
    }),
    pageInfo: t.field({ type: PageInfoRef, description: 'Position of the page in the ranking.', resolve: pageOf }),
    tookMs: t.float({
      description: 'Time from the start of the search to this field, in milliseconds.',
      resolve: ({ startedAt }) => performance.now() - startedAt,
    }),
    cache: t.expose('cache', {
      type: CacheOutcomeEnum,
      description: 'Whether the ranking came from the cache. The memories of a page are always read afresh.',
    }),
    rerank: t.expose('rerank', { type: RerankOutcomeEnum, description: 'What came of `rerank`.' }),
    correctedQuery: t.string({
      nullable: true,
      description:
        'The query as it was searched, if words of it were corrected; else null. In collections in English, a word that neither the dictionary nor any memory in reach has is taken for a slip of a word that memories have (a letter too many, too few, swapped or another; a blank forgotten), and one at the very end for the beginning of such words.',
      resolve: ({ correctedQuery }) => correctedQuery(),
    }),
    failedArms: t.field({
      type: [SearchArmEnum],
      description: 'Search arms that failed; the results are those of the others.',
      resolve: ({ failedArms }) => [...failedArms],
    }),
  }),
});

function pageOf({ list, hits, hasNext, hasPrevious, ...order }: SearchPageAnswer): Connection<FoundMemory> {
  const items = hits.map((item) => ({ item, keyset: keysetOf(item, order) }));
  return { list, page: { items, hasNext, hasPrevious }, totalCount: () => null };
}
