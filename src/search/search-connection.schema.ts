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
    GRAPH: { description: 'By entities and how they are related.' },
  } as const,
});

const CacheOutcomeEnum = builder.enumType('CacheOutcome', {
  description: 'What the cache did for an answer.',
  values: {
    HIT: { description: 'The answer came from it.' },
    MISS: { description: 'It was asked in vain.' },
    BYPASS: { description: 'It was not asked.' },
  } as const,
});

const RerankOutcomeEnum = builder.enumType('RerankOutcome', {
  description: 'What became of `rerank: true`.',
  values: {
    NOT_ASKED: { description: 'It was not asked for.' },
    APPLIED: { description: 'The order is the reranker’s.' },
    SKIPPED_DEADLINE: { description: 'The reranker was late: the order is the search’s own.' },
    SKIPPED_PLAN: { description: 'The plan does not include it: the order is the search’s own.' },
    UNAVAILABLE: { description: 'No reranker is configured, or it is down: the order is the search’s own.' },
  } as const,
});

/** A page with what its fields need to know of the call. */
export interface SearchPageAnswer extends SearchAnswer {
  readonly list: ListName;
  readonly hasPrevious: boolean;
  readonly startedAt: number;
}

export const SearchConnectionRef = builder.objectRef<SearchPageAnswer>('SearchConnection').implement({
  description: 'A page of a ranking.',
  fields: (t) => ({
    edges: t.field({
      type: [SearchEdgeRef],
      description: 'Best first.',
      complexity: { field: 1, multiplier: 1 },
      resolve: ({ hits, list, rerank, state }) => hits.map((found) => ({ ...found, list, rerank, state })),
    }),
    pageInfo: t.field({ type: PageInfoRef, description: 'Where the page stands.', resolve: pageOf }),
    tookMs: t.float({
      description: 'Time from the start of the search to this field, in milliseconds.',
      resolve: ({ startedAt }) => performance.now() - startedAt,
    }),
    cache: t.expose('cache', {
      type: CacheOutcomeEnum,
      description: 'What the cache of rankings did. Memories of a page are always read anew.',
    }),
    rerank: t.expose('rerank', { type: RerankOutcomeEnum, description: 'What became of `rerank`.' }),
    failedArms: t.field({
      type: [SearchArmEnum],
      description: 'Arms that failed; the answer is that of the others.',
      resolve: ({ failedArms }) => [...failedArms],
    }),
  }),
});

function pageOf({ list, hits, hasNext, hasPrevious, ...order }: SearchPageAnswer): Connection<FoundMemory> {
  const items = hits.map((item) => ({ item, keyset: keysetOf(item, order) }));
  return { list, page: { items, hasNext, hasPrevious }, totalCount: () => null };
}
