import { hash } from 'node:crypto';
import type { Plan } from '../account/viewer.ts';
import { builder, viewerOf } from '../graphql/builder.ts';
import { type Connection, PageInfoRef } from '../graphql/connection.ts';
import type { Context } from '../graphql/context.ts';
import { encodeCursor, type ListName } from '../graphql/cursor.ts';
import { decodeNodeId } from '../graphql/node-id.ts';
import { type PagingArgs, pageRequest } from '../graphql/paging.ts';
import { badUserInput } from '../graphql/request-errors.ts';
import { MemoryRef } from '../memory/memory.schema.ts';
import { MemoryFilterInput } from '../memory/memory-filter.schema.ts';
import type { Keyset } from '../platform/db/page.ts';
import { text } from '../platform/validation.ts';
import type { ScorePart } from './ranking/turn.ts';
import type { FoundMemory, SearchAnswer } from './search.service.ts';

const maxQueryLength = 2_000;

const SearchModeEnum = builder.enumType('SearchMode', {
  description: 'Which arms of the search run.',
  values: {
    HYBRID: { description: 'Both; their scores are added.' },
    SEMANTIC: { description: 'By meaning alone.' },
    LEXICAL: { description: 'By words alone.' },
  } as const,
});

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

const ArmScoreRef = builder.objectRef<{ rank: number; score: number }>('ArmScore').implement({
  description: 'What one arm made of a memory.',
  fields: (t) => ({
    rank: t.exposeInt('rank', { description: 'Its place in the arm’s own order, from 1.' }),
    score: t.exposeFloat('score', { description: 'BM25 of the lexical arm, cosine similarity of the semantic one.' }),
  }),
});

const ScorePartRef = builder.objectRef<ScorePart>('ScorePart').implement({
  description: 'One part of a score.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What was looked at.' }),
    value: t.exposeFloat('value', { description: 'What was found.' }),
    contribution: t.exposeFloat('contribution', { description: 'What that adds to the score.' }),
  }),
});

interface Edge extends FoundMemory {
  readonly list: ListName;
}

interface Answer extends SearchAnswer {
  readonly list: ListName;
  readonly hasPrevious: boolean;
  readonly startedAt: number;
  readonly rerank: 'NOT_ASKED' | 'SKIPPED_PLAN' | 'UNAVAILABLE';
}

const keysetOf = ({ hit }: FoundMemory): Keyset => ({ sort: String(hit.score), id: hit.id });

const SearchEdgeRef = builder.objectRef<Edge>('SearchEdge').implement({
  description: 'A memory that was found, and why it stands where it does.',
  fields: (t) => ({
    cursor: t.string({
      description: 'Opaque; for `after` of the same search.',
      resolve: (edge) => encodeCursor(edge.list, keysetOf(edge)),
    }),
    node: t.expose('memory', { type: MemoryRef, description: 'The memory.' }),
    score: t.float({
      description: 'What the order goes by; comparable within one search only.',
      resolve: ({ hit }) => hit.score,
    }),
    lexical: t.field({
      type: ArmScoreRef,
      nullable: true,
      description: 'What the lexical arm made of it; null where that arm did not find it.',
      resolve: ({ hit }) => hit.lexical,
    }),
    semantic: t.field({
      type: ArmScoreRef,
      nullable: true,
      description: 'What the semantic arm made of it; null where that arm did not find it.',
      resolve: ({ hit }) => hit.semantic,
    }),
    explain: t.field({
      type: [ScorePartRef],
      description: 'What the score is made of, largest part first.',
      complexity: { field: 1, multiplier: 10 },
      resolve: ({ hit }) => [...hit.explain()],
    }),
  }),
});

const SearchConnectionRef = builder.objectRef<Answer>('SearchConnection').implement({
  description: 'A page of a ranking.',
  fields: (t) => ({
    edges: t.field({
      type: [SearchEdgeRef],
      description: 'Best first.',
      complexity: { field: 1, multiplier: 1 },
      resolve: ({ hits, list }) => hits.map((found) => ({ ...found, list })),
    }),
    pageInfo: t.field({ type: PageInfoRef, description: 'Where the page stands.', resolve: pageOf }),
    tookMs: t.float({
      description: 'Time from the start of the search to this field, in milliseconds.',
      resolve: ({ startedAt }) => performance.now() - startedAt,
    }),
    cache: t.field({ type: CacheOutcomeEnum, description: 'What the cache did.', resolve: () => 'BYPASS' as const }),
    rerank: t.expose('rerank', { type: RerankOutcomeEnum, description: 'What became of `rerank`.' }),
    failedArms: t.field({
      type: [SearchArmEnum],
      description: 'Arms that failed; the answer is that of the others.',
      resolve: ({ failedArms }) => [...failedArms],
    }),
  }),
});

function pageOf({ list, hits, hasNext, hasPrevious }: Answer): Connection<FoundMemory> {
  const items = hits.map((item) => ({ item, keyset: keysetOf(item) }));
  return { list, page: { items, hasNext, hasPrevious }, totalCount: () => null };
}

const SearchInputRef = builder.inputType('SearchInput', {
  description: 'A question to the memories.',
  fields: (t) => ({
    query: t.string({ required: true, description: 'The question, 1 to 2,000 characters.' }),
    collectionIds: t.idList({
      description:
        'Ids of Collections to search with all below them, at least one; omitted: all that the viewer may read.',
    }),
    mode: t.field({ type: SearchModeEnum, required: true, defaultValue: 'HYBRID', description: 'Which arms run.' }),
    filter: t.field({ type: MemoryFilterInput, description: 'Which memories may be found.' }),
    asOf: t.field({
      type: 'DateTime',
      description:
        'Answer as of this instant: what was valid and CURRENT then. Forgotten memories are never found by it.',
    }),
    rerank: t.boolean({
      required: true,
      defaultValue: false,
      description: 'Let a reranker put the best in order; plan PRO.',
    }),
    tokenBudget: t.int({
      description:
        'Most tokens that the contents of the page may have together, 50 to 32,000, counted with the vocabulary of BERT; the page ends before the first memory that would pass it.',
    }),
  }),
});

type Input = typeof SearchInputRef.$inferInput;

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

async function answer(context: Context, input: Input, paging: PagingArgs): Promise<Answer> {
  const startedAt = performance.now();
  const viewer = viewerOf(context);
  checkInput(input);
  const list = ['search', hash('sha256', JSON.stringify(input), 'base64url')];
  const page = pageRequest(list, paging);
  const after = page.after && { score: Number(page.after.sort), id: page.after.id };
  const found = await context.services.search.search(
    viewer,
    {
      query: input.query,
      collectionIds: input.collectionIds?.flatMap((id) => decodeNodeId('Collection', id) ?? []) ?? null,
      mode: input.mode,
      filter: input.filter ?? {},
      asOf: input.asOf ?? null,
    },
    { first: page.limit, after, tokenBudget: input.tokenBudget ?? null },
  );
  return { ...found, list, startedAt, hasPrevious: after !== null, rerank: rerankOutcome(viewer.plan, input.rerank) };
}

const rerankOutcome = (plan: Plan, asked: boolean) =>
  asked ? (plan === 'PRO' ? 'UNAVAILABLE' : 'SKIPPED_PLAN') : 'NOT_ASKED';

function checkInput({ query, collectionIds, tokenBudget }: Input): void {
  const checked = text({ min: 1, max: maxQueryLength }).safeParse(query);
  if (!checked.success) throw badUserInput('input.query', checked.error.issues[0]?.message ?? 'cannot be used');
  if (collectionIds?.length === 0) {
    throw badUserInput('input.collectionIds', 'is empty: name at least one, or omit it for all');
  }
  if (tokenBudget != null && (tokenBudget < 50 || tokenBudget > 32_000)) {
    throw badUserInput('input.tokenBudget', `must be from 50 to 32000, got ${tokenBudget}`);
  }
}
