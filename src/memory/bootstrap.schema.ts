import { collectionKeys, othersMatchNothing } from '../collection/collection.schema.ts';
import { builder, viewerOf } from '../graphql/builder.ts';
import { checkRange } from '../graphql/request-errors.ts';
import { MemoryRef } from './memory.schema.ts';
import type { Bootstrap } from './recall.service.ts';

const maxLimit = 200;

interface TimedBootstrap extends Bootstrap {
  readonly startedAt: number;
}

const BootstrapRef = builder.objectRef<TimedBootstrap>('Bootstrap').implement({
  description:
    'Memories to begin a conversation with, before anybody has asked anything: the most present ones of each tier.',
  fields: (t) => ({
    active: t.expose('active', {
      type: [MemoryRef],
      description: 'Memories of the tier ACTIVE, most present first.',
      complexity: { field: 1, multiplier: 1 },
    }),
    thread: t.expose('thread', {
      type: [MemoryRef],
      description: 'Memories of the tier THREAD, most present first.',
      complexity: { field: 1, multiplier: 1 },
    }),
    stable: t.expose('stable', {
      type: [MemoryRef],
      description: 'Memories of the tier STABLE, most present first.',
      complexity: { field: 1, multiplier: 1 },
    }),
    tookMs: t.float({
      description: 'Time from the start of the request to this field, in milliseconds.',
      resolve: ({ startedAt }) => performance.now() - startedAt,
    }),
  }),
});

builder.queryField('bootstrap', (t) =>
  t.field({
    type: BootstrapRef,
    nullable: true,
    description:
      'The memories to begin a conversation with: CURRENT, valid now or at `asOf`, taken from the tiers in turn. Every other ACTIVE one is one of the newest. What one speaker said several times in the same words appears once. Counts as a recall of each memory, but does not move its tier, since nobody asked for it. Null only if it failed; `errors` says why.',
    args: {
      collectionIds: t.arg.idList({
        description: `Ids of Collections, read with all collections below them; at least one. ${othersMatchNothing} Omitted or null: all that the viewer may read.`,
      }),
      limit: t.arg.int({
        required: true,
        defaultValue: 50,
        description: `Maximum number of memories in all tiers together, 1 to ${maxLimit}.`,
      }),
      asOf: t.arg({
        type: 'DateTime',
        description:
          'Read as of this time, as `SearchInput.asOf` does: memories that are valid then, also those superseded since or stored later. How present they were then is not known: the newest of each tier come first, by `validFrom`.',
      }),
    },
    complexity: ({ limit }) => ({ field: 10, multiplier: Math.min(limit, maxLimit) }),
    resolve: async (_root, { collectionIds: ids, limit, asOf = null }, context) => {
      const startedAt = performance.now();
      const collectionIds = collectionKeys('collectionIds', ids);
      checkRange('limit', limit, 1, maxLimit);
      const wanted = { collectionIds, limit, asOf };
      return { ...(await context.services.recall.bootstrap(viewerOf(context), wanted)), startedAt };
    },
  }),
);
