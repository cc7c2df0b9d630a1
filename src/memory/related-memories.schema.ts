import { builder } from '../graphql/builder.ts';
import { pageRequest, pageSize } from '../graphql/paging.ts';
import { MemoryRef } from './memory.schema.ts';
import type { RelatedMemory } from './related-memory.ts';

const RelatedMemoryRef = builder.objectRef<RelatedMemory>('RelatedMemory').implement({
  description: 'A memory that was recalled together with another one.',
  fields: (t) => ({
    memory: t.expose('memory', { type: MemoryRef, description: 'The other memory.' }),
    coOccurrences: t.exposeInt('coOccurrences', {
      description: 'Number of searches that had both among their best hits.',
    }),
  }),
});

builder.objectField(MemoryRef, 'related', (t) =>
  t.field({
    type: [RelatedMemoryRef],
    nullable: true,
    description:
      'CURRENT memories that were recalled together with this one, most often first. Null only if it failed; `errors` says why.',
    args: {
      first: t.arg.int({ required: true, defaultValue: 10, description: 'Maximum number of memories, 0 to 100.' }),
    },
    complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
    resolve: async ({ id }, { first }, { loaders }) => {
      const { limit } = pageRequest(['related'], { first });
      return [...(await loaders.relatedMemories.load({ parentId: id, args: { first: limit } }))];
    },
  }),
);
