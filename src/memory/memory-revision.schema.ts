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
    USER: { description: 'A person, with a token.' },
    API_KEY: { description: 'A program, with an API key.' },
    AGENT: { description: 'An agent, during a run.' },
    CONSOLIDATION: { description: 'The server: consolidation, the passing of time, or a deletion.' },
  } as const,
});

const MemoryRevisionRef = builder.objectRef<MemoryRevision>('MemoryRevision');
MemoryRevisionRef.implement({
  description: 'The state of a memory after one write. Recalls and automatic tier changes are not writes.',
  interfaces: [NodeInterface],
  fields: (t) => ({
    revision: t.exposeInt('revision', {
      description: 'Number of the write: 1 when the memory was added, then one more for each write.',
    }),
    changed: t.stringList({
      description:
        'Names of the Memory fields that the write changed, such as `tags` or `supersededBy`; empty in revision 1.',
      resolve: ({ changed }) => [...changed],
    }),
    content: t.exposeString('content', { description: 'The memory’s content, which never changes.' }),
    kind: t.expose('kind', { type: MemoryKindEnum, description: 'Its kind after the write.' }),
    tier: t.expose('tier', { type: MemoryTierEnum, description: 'Its tier at the time of the write.' }),
    tags: t.stringList({ description: 'Its tags after the write.', resolve: ({ tags }) => [...tags] }),
    metadata: t.expose('metadata', {
      type: 'JSON',
      nullable: true,
      description: 'Its metadata after the write; null if it had none.',
    }),
    validFrom: t.expose('validFrom', { type: 'DateTime', description: 'When it started to be valid.' }),
    validTo: t.expose('validTo', {
      type: 'DateTime',
      nullable: true,
      description: 'When it stopped being valid, exclusive; null: open-ended.',
    }),
    status: t.expose('status', { type: MemoryStatusEnum, description: 'Its status after the write.' }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'The reason given for the write; null if none was given.',
    }),
    actorKind: t.expose('actorKind', { type: ActorKindEnum, description: 'What sort of actor made the write.' }),
    actor: t.exposeString('actor', {
      description:
        'Name of the actor: the principal of the token or API key, also for what an agent or consolidation did on the principal’s behalf. For what nobody asked for: `consolidation`, `lifecycle`, `deletion` or `purge`; names may be added.',
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
    description: 'The states of the memory after each write, newest first.',
    args: forwardArgs,
    complexity: connectionCost,
    resolve: async ({ id, revision }, args, { loaders }) => {
      const list = ['history', id];
      const page = await loaders.memoryHistory.load({ parentId: id, args: pageRequest(list, args) });
      // Each write creates one revision, so the newest revision's number is the count.
      return { list, page, totalCount: () => revision };
    },
  }),
);
