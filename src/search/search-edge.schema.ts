import { builder } from '../graphql/builder.ts';
import { encodeCursor, type ListName } from '../graphql/cursor.ts';
import { MemoryRef } from '../memory/memory.schema.ts';
import type { ScorePart } from './ranking/engine-port.ts';
import type { FoundMemory } from './search.service.ts';
import type { ArmScore } from './search.ts';
import { keysetOf, type Order } from './search-cursor.schema.ts';

const ArmScoreRef = builder.objectRef<ArmScore>('ArmScore').implement({
  description: 'How one search arm ranked a memory.',
  fields: (t) => ({
    rank: t.exposeInt('rank', { description: 'Its rank in the order of this arm, from 1.' }),
    score: t.exposeFloat('score', {
      description:
        'Score of this arm. Lexical: BM25. Semantic: cosine similarity. Graph: how rare the shared entity is, from 0 to 1.',
    }),
  }),
});

const ScorePartRef = builder.objectRef<ScorePart>('ScorePart').implement({
  description: 'One part of a score.',
  fields: (t) => ({
    name: t.exposeString('name', {
      description:
        'Short name of the feature. `S`: combined score by words, meaning and neighbouring messages, from 0 to 1 (`smax`: the highest in its conversation on the same day). `l`, `d`: words or meaning alone (`l-1`: of the message before). `ms…`: how similar the nearest word pieces are. `bi`, `rare`: word pairs, and the rarest word, of the question. `D…`: its own form, such as whether it asks or contains times. `graph`: it names an entity of a good result. `superseded`: it replaced a memory that fits better. `period`: it is of the time that is asked for. `session`: another message of its conversation on the same day has a higher score. `asked`, `all`: rank for the questions of a long message, and for all of it. `lexical`, `semantic`: the only arm that ran. Others: how its form or place fits the question. Names may be added.',
    }),
    value: t.exposeFloat('value', { description: 'Value of the feature.' }),
    contribution: t.exposeFloat('contribution', { description: 'What it adds to the score.' }),
  }),
});

/** A hit with its search. */
interface SearchEdge extends FoundMemory, Order {
  readonly list: ListName;
}

export const SearchEdgeRef = builder.objectRef<SearchEdge>('SearchEdge').implement({
  description: 'A memory that was found, and why it has its place.',
  fields: (t) => ({
    cursor: t.string({
      description: 'Opaque cursor of this result, for `after` of the same search.',
      resolve: (edge) => encodeCursor(edge.list, keysetOf(edge, edge)),
    }),
    node: t.expose('memory', { type: MemoryRef, description: 'The memory that was found.' }),
    score: t.float({
      description: 'The score that determines the order unless a reranker made it. Comparable only within one search.',
      resolve: ({ hit }) => hit.score,
    }),
    lexical: t.field({
      type: ArmScoreRef,
      nullable: true,
      description: 'How the lexical arm ranked it; null if that arm did not find it.',
      resolve: ({ hit }) => hit.lexical,
    }),
    semantic: t.field({
      type: ArmScoreRef,
      nullable: true,
      description: 'How the semantic arm ranked it; null if that arm did not find it.',
      resolve: ({ hit }) => hit.semantic,
    }),
    graph: t.field({
      type: ArmScoreRef,
      nullable: true,
      description:
        'How the graph arm ranked it, because it names the same entity as one of the best results, which stays ahead of it. Null if it does not.',
      resolve: ({ hit }) => hit.graph,
    }),
    rerankScore: t.exposeFloat('rerankScore', {
      nullable: true,
      description:
        'Score by the reranker, on a scale of its own; null if the reranker was not asked, was too late, or did not rank this memory.',
    }),
    explain: t.field({
      type: [ScorePartRef],
      description: 'The parts of the score, largest first.',
      complexity: { field: 1, multiplier: 10 },
      resolve: async ({ hit }) => [...(await hit.explain())],
    }),
  }),
});
