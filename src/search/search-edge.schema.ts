import { builder } from '../graphql/builder.ts';
import { encodeCursor, type ListName } from '../graphql/cursor.ts';
import { MemoryRef } from '../memory/memory.schema.ts';
import type { ScorePart } from './ranking/turn.ts';
import type { FoundMemory } from './search.service.ts';
import { keysetOf, type Order } from './search-cursor.schema.ts';

const ArmScoreRef = builder.objectRef<{ rank: number; score: number }>('ArmScore').implement({
  description: 'What one arm made of a memory.',
  fields: (t) => ({
    rank: t.exposeInt('rank', { description: 'Its place in the arm’s own order, from 1.' }),
    score: t.exposeFloat('score', {
      description:
        'BM25 of the lexical arm, cosine similarity of the semantic one, of the graph how rare what is named is, from 0 to 1.',
    }),
  }),
});

const ScorePartRef = builder.objectRef<ScorePart>('ScorePart').implement({
  description: 'One part of a score.',
  fields: (t) => ({
    name: t.exposeString('name', {
      description:
        'What was looked at, in short: `S` is the score by words, meaning and neighbours together, from 0 to 1; docs/api.md has the others. Names may be added.',
    }),
    value: t.exposeFloat('value', { description: 'What was found.' }),
    contribution: t.exposeFloat('contribution', { description: 'What that adds to the score.' }),
  }),
});

/** A hit of one search. */
export interface SearchEdge extends FoundMemory, Order {
  readonly list: ListName;
}

export const SearchEdgeRef = builder.objectRef<SearchEdge>('SearchEdge').implement({
  description: 'A memory that was found, and why it stands where it does.',
  fields: (t) => ({
    cursor: t.string({
      description: 'Opaque; for `after` of the same search.',
      resolve: (edge) => encodeCursor(edge.list, keysetOf(edge, edge)),
    }),
    node: t.expose('memory', { type: MemoryRef, description: 'The memory.' }),
    score: t.float({
      description: 'What the order goes by where no reranker made it; comparable within one search only.',
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
    graph: t.field({
      type: ArmScoreRef,
      nullable: true,
      description:
        'What the graph made of it: it names the same as one of the best hits, which stays before it. Null where it does not.',
      resolve: ({ hit }) => hit.graph,
    }),
    rerankScore: t.exposeFloat('rerankScore', {
      nullable: true,
      description:
        'What the reranker made of it, on a scale of its own; null where it was not asked, did not answer in time, or left this memory out.',
    }),
    explain: t.field({
      type: [ScorePartRef],
      description: 'What the score is made of, largest part first.',
      complexity: { field: 1, multiplier: 10 },
      resolve: async ({ hit }) => [...(await hit.explain())],
    }),
  }),
});
