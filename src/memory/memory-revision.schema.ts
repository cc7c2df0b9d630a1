import { builder } from '../graphql/builder.ts';
import { connectionCost, connectionType } from '../graphql/connection.ts';
import { defineNode, NodeInterface } from '../graphql/node.schema.ts';
import { forwardArgs, pageRequest } from '../graphql/paging.ts';
import { MemoryRef } from './memory.schema.ts';
import { MemoryKindEnum, MemoryStatusEnum, MemoryTierEnum } from './memory-filter.schema.ts';
import { type MemoryRevision, parseRevisionKey } from './memory-revision.ts';

const ActorKindEnum = builder.enumType('ActorKind', {
  description: 'What sort of actor made a change.',
  values: {
    USER: { description: 'A person, by a token.' },
    API_KEY: { description: 'A program, by an API key.' },
    AGENT: { description: 'An agent, in a run.' },
    CONSOLIDATION: { description: 'Consolidation, by rules or by a model, or what follows from time or a deletion.' },
  } as const,
});

const MemoryRevisionRef = builder.objectRef<MemoryRevision>('MemoryRevision');
MemoryRevisionRef.implement({
  description: 'A memory as one write left it. Recalls and automatic tier changes are no writes.',
  interfaces: [NodeInterface],
  fields: (t) => ({
    revision: t.exposeInt('revision', {
      description: '1 for the memory as it was added, then one more for each write.',
    }),
    changed: t.stringList({
      description:
        'Names of the fields of Memory that the write changed, as `tags` or `supersededBy`; none in revision 1.',
      resolve: ({ changed }) => [...changed],
    }),
    content: t.exposeString('content', { description: 'The memory’s content, which never changes.' }),
    kind: t.expose('kind', { type: MemoryKindEnum, description: 'Its kind from then on.' }),
    tier: t.expose('tier', { type: MemoryTierEnum, description: 'Its tier at that moment.' }),
    tags: t.stringList({ description: 'Its tags from then on.', resolve: ({ tags }) => [...tags] }),
    metadata: t.expose('metadata', { type: 'JSON', nullable: true, description: 'Its metadata from then on.' }),
    validFrom: t.expose('validFrom', { type: 'DateTime', description: 'From when it held.' }),
    validTo: t.expose('validTo', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when it held, this instant not included; null: until further notice.',
    }),
    status: t.expose('status', { type: MemoryStatusEnum, description: 'Its status from then on.' }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'Why it was written, in the words of whoever wrote; null where no reason was given.',
    }),
    actorKind: t.expose('actorKind', { type: ActorKindEnum, description: 'What sort of actor wrote.' }),
    actor: t.exposeString('actor', {
      description:
        'Who wrote: the principal of the token or the API key, also of what they had consolidation or an agent do. Of what nobody asked for a word for it: `consolidation`, `lifecycle`, `deletion` or `purge`; more may be added.',
    }),
    at: t.expose('at', { type: 'DateTime', description: 'When it was written.' }),
  }),
});
defineNode(MemoryRevisionRef, {
  accepts: (key) => parseRevisionKey(key) !== null,
  load: (key, { loaders }) => loaders.memoryRevision.load(key),
});

const MemoryRevisionConnectionRef = connectionType(MemoryRevisionRef);

builder.objectField(MemoryRef, 'history', (t) =>
  t.field({
    type: MemoryRevisionConnectionRef,
    description: 'The memory as each write left it, newest first.',
    args: forwardArgs,
    complexity: connectionCost,
    resolve: async ({ id, revision }, args, { loaders }) => {
      const list = ['history', id];
      const page = await loaders.memoryHistory.load({ parentId: id, args: pageRequest(list, args) });
      // Each write is one revision, so the newest one's number counts them.
      return { list, page, totalCount: () => revision };
    },
  }),
);
