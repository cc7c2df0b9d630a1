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
    'Somebody or something that memories name: a person, a place, an organisation, a thing. It is there as long as a CURRENT memory that the viewer may read names it.',
  interfaces: [NodeInterface],
  fields: (t) => ({
    name: t.exposeString('name', {
      description: 'How most of these memories write it; where they are very many, the newest of them.',
    }),
    type: t.exposeString('type', {
      description: 'PERSON, PLACE, ORGANISATION or THING; THING also where nobody can tell.',
    }),
    mentions: t.int({
      description: 'How many CURRENT memories that the viewer may read name it.',
      resolve: ({ id, mentions }, _args, { loaders }) =>
        mentions ?? loaders.mentionsOfEntity.load({ parentId: id, args: {} }),
    }),
    memories: t.field({
      type: MemoryConnectionRef,
      description: 'These memories, newest first.',
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
  query: 'One entity by its id; null where no memory that the viewer may read names it.',
});

const EntityConnectionRef = connectionType(EntityRef);

/** Longest part of a name that is looked for. */
const maxQuery = 2_000;
const queryText = text({ max: maxQuery });

builder.queryField('entities', (t) =>
  t.field({
    type: EntityConnectionRef,
    nullable: true,
    description:
      'Who and what the memories of some collections, and of all below them, name; those named most there first.',
    args: {
      collectionIds: t.arg.idList({
        description: 'Ids of Collections, at least one; omitted: all that the viewer may read.',
      }),
      query: t.arg.string({ description: `Part of a name, or one like it; at most ${maxQuery} characters.` }),
      ...forwardArgs,
    },
    complexity: (args) => ({ ...connectionCost(args), field: work.entities }),
    resolve: async (_root, { collectionIds: ids, query: asked, ...args }, context) => {
      if (asked && !queryText.safeParse(asked).success) throw badUserInput('query', `at most ${maxQuery} characters`);
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
      'Who and what it names, those that most memories name first. Empty unless it is CURRENT, and until it has been read, in the background after it was stored; no event tells when.',
    args: { first: t.arg.int({ required: true, defaultValue: 20, description: 'How many at most, 0 to 100.' }) },
    complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
    resolve: async ({ id }, { first }, { loaders }) => {
      const { limit } = pageRequest(['entities'], { first });
      const ids = await loaders.entitiesOfMemory.load({ parentId: id, args: { first: limit } });
      return loadFound(loaders.entity, ids);
    },
  }),
);
