import { othersMatchNothing } from '../collection/collection.schema.ts';
import { builder, viewerOf } from '../graphql/builder.ts';
import { connectionCost, connectionType } from '../graphql/connection.ts';
import { loadFound } from '../graphql/loader.ts';
import { defineNode, NodeInterface } from '../graphql/node.schema.ts';
import { forwardArgs, pageRequest, pageSize } from '../graphql/paging.ts';
import { badUserInput } from '../graphql/request-errors.ts';
import { work } from '../graphql/work.ts';
import { MemoryConnectionRef, MemoryRef, resolveScope } from '../memory/memory.schema.ts';
import { text } from '../platform/validation.ts';
import type { Entity } from './entity.ts';

export const EntityRef = builder.objectRef<Entity>('Entity');
EntityRef.implement({
  description:
    'A person, place, organisation or thing that memories name. It exists as long as a CURRENT memory that the viewer may read names it.',
  interfaces: [NodeInterface],
  fields: (t) => ({
    name: t.exposeString('name', {
      description:
        'Its name as most of these memories write it; if there are very many, only the newest of them are considered.',
    }),
    type: t.exposeString('type', {
      description: 'PERSON, PLACE, ORGANISATION or THING. THING also stands for an unknown type.',
    }),
    mentions: t.int({
      description: 'Number of CURRENT memories that the viewer may read and that name it.',
      resolve: ({ id, mentions }, _args, { loaders }) =>
        mentions ?? loaders.mentionsOfEntity.load({ parentId: id, args: {} }),
    }),
    memories: t.field({
      type: MemoryConnectionRef,
      description: 'The CURRENT memories that the viewer may read and that name it, newest first.',
      args: forwardArgs,
      complexity: connectionCost,
      resolve: async ({ id }, args, { loaders }) => {
        const list = ['memories of entity', id];
        const page = await loaders.memoriesOfEntity.load({ parentId: id, args: pageRequest(list, args) });
        return { list, page, totalCount: () => loaders.mentionsOfEntity.load({ parentId: id, args: {} }) };
      },
    }),
  }),
});
defineNode(EntityRef, {
  load: (id, { loaders }) => loaders.entity.load(id),
  query: 'One entity by its id; null if no memory that the viewer may read names it.',
});

const EntityConnectionRef = connectionType(EntityRef);

/** Maximum length of the part of a name to search for. */
const maxQuery = 2_000;
const queryText = text({ max: maxQuery });

builder.queryField('entities', (t) =>
  t.field({
    type: EntityConnectionRef,
    nullable: true,
    description:
      'Entities named by the memories of the given collections and of all collections below them, most often named first. Null only if it failed; `errors` says why.',
    args: {
      collectionIds: t.arg.idList({
        description: `Ids of Collections, at least one. ${othersMatchNothing} Omitted or null: all that the viewer may read.`,
      }),
      query: t.arg.string({ description: `Part of a name, or a similar name; at most ${maxQuery} characters.` }),
      ...forwardArgs,
    },
    complexity: (args) => ({ ...connectionCost(args), field: work.entities }),
    resolve: async (_root, { collectionIds: ids, query: asked, ...args }, context) => {
      if (asked && !queryText.safeParse(asked).success)
        throw badUserInput('query', `must have at most ${maxQuery} characters`);
      const collectionIds = ids == null ? null : await resolveScope(context, ids);
      const query = { collectionIds, query: asked?.trim() || null };
      const list = ['entities', ...(ids ?? []), query.query];
      const { graph } = context.services;
      const viewer = viewerOf(context);
      return {
        list,
        page: await graph.page(viewer, query, pageRequest(list, args)),
        totalCount: () => graph.count(viewer, query),
      };
    },
  }),
);

builder.objectField(MemoryRef, 'entities', (t) =>
  t.field({
    type: [EntityRef],
    nullable: true,
    description:
      'The entities that the memory names, those named by most memories first. Empty unless the memory is CURRENT, and until it has been analysed in the background after it was stored; no event tells when. Null only if it failed; `errors` says why.',
    args: {
      first: t.arg.int({ required: true, defaultValue: 20, description: 'Maximum number of entities, 0 to 100.' }),
    },
    complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
    resolve: async ({ id }, { first }, { loaders }) => {
      const { limit } = pageRequest(['entities'], { first });
      const ids = await loaders.entitiesOfMemory.load({ parentId: id, args: { first: limit } });
      return loadFound(loaders.entity, ids);
    },
  }),
);
