import { builder, viewerOf } from '../graphql/builder.ts';
import { connectionCost, connectionType } from '../graphql/connection.ts';
import type { Context } from '../graphql/context.ts';
import { loadFound } from '../graphql/loader.ts';
import { defineNode, NodeInterface } from '../graphql/node.schema.ts';
import { forwardArgs, pageRequest, pageSize } from '../graphql/paging.ts';
import { badUserInput, requestError } from '../graphql/request-errors.ts';
import { work } from '../graphql/work.ts';
import { MemoryRef } from '../memory/memory.schema.ts';
import { EntityRef } from './entity.schema.ts';
import { type Neighborhood, type Relation, relationsPerEntity } from './entity.ts';

const RelationRef = builder.objectRef<Relation>('Relation');
RelationRef.implement({
  description: 'What memories say of two entities.',
  interfaces: [NodeInterface],
  fields: (t) => ({
    from: t.field({
      type: EntityRef,
      description: 'The entity that it starts at.',
      resolve: ({ fromId }, _args, context) => requireEntity(context, fromId),
    }),
    to: t.field({
      type: EntityRef,
      description: 'The entity that it leads to.',
      resolve: ({ toId }, _args, context) => requireEntity(context, toId),
    }),
    type: t.exposeString('type', {
      description:
        'A verb with its preposition, such as `work at`, a preposition alone, such as `in`, or what one is to the other, such as `sister`; `with`: they are named together.',
    }),
    weight: t.exposeFloat('weight', {
      description: 'A sum over the memories that say it: 1 each, .5 where they only name both together.',
    }),
    evidence: t.field({
      type: [MemoryRef],
      description: 'CURRENT memories that say it, newest first.',
      args: { first: t.arg.int({ required: true, defaultValue: 10, description: 'How many at most, 0 to 100.' }) },
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async ({ id }, { first }, { loaders }) => {
        const { limit } = pageRequest(['evidence'], { first });
        return [...(await loaders.evidenceOfRelation.load({ parentId: id, args: { first: limit } }))];
      },
    }),
  }),
});
defineNode(RelationRef, { load: (id, { loaders }) => loaders.relation.load(id) });

async function requireEntity({ loaders }: Context, id: string) {
  const entity = await loaders.entity.load(id);
  if (!entity) throw requestError('NOT_FOUND', 'What tells of this relation was deleted meanwhile');
  return entity;
}

const RelationConnectionRef = connectionType(RelationRef);

const RelationDirectionEnum = builder.enumType('RelationDirection', {
  description: 'On which side of its relations an entity stands.',
  values: {
    OUT: { description: 'They start at it.' },
    IN: { description: 'They lead to it.' },
    BOTH: { description: 'Either.' },
  } as const,
});

const EntityGraphRef = builder.objectRef<Neighborhood>('EntityGraph').implement({
  description: 'A part of the graph.',
  fields: (t) => ({
    entities: t.field({
      type: [EntityRef],
      description:
        'The entity that was asked for, then the others by how many steps they are away and by what is said of them.',
      complexity: { field: 1, multiplier: 1 },
      resolve: ({ entityIds }, _args, { loaders }) => loadFound(loaders.entity, entityIds),
    }),
    relations: t.field({
      type: [RelationRef],
      description: `The relations among these entities, the weightiest first; ${relationsPerEntity} for each that was asked for at most.`,
      complexity: { field: 1, multiplier: relationsPerEntity },
      resolve: ({ relationIds }, _args, { loaders }) => loadFound(loaders.relation, relationIds),
    }),
    truncated: t.exposeBoolean('truncated', { description: 'There was more than was asked for.' }),
  }),
});

/** Most types of relations that are asked for at a time. */
const maxTypes = 100;

builder.objectFields(EntityRef, (t) => ({
  relations: t.field({
    type: RelationConnectionRef,
    nullable: true,
    description: 'What memories say of it and others, that which most say first.',
    args: {
      direction: t.arg({
        type: RelationDirectionEnum,
        required: true,
        defaultValue: 'BOTH',
        description: 'On which side it stands.',
      }),
      types: t.arg.stringList({ description: `Of these types alone, at most ${maxTypes}; omitted: of any.` }),
      ...forwardArgs,
    },
    complexity: connectionCost,
    resolve: async ({ id }, { direction, types: given, ...args }, context) => {
      if (given && given.length > maxTypes) throw badUserInput('types', `at most ${maxTypes}, got ${given.length}`);
      const types = given ?? null;
      const list = ['relations', id, direction, ...(types ?? [])];
      const { loaders } = context;
      const page = await loaders.relationsOfEntity.load({
        parentId: id,
        args: { direction, types, page: pageRequest(list, args) },
      });
      return {
        list,
        page,
        totalCount: () => loaders.relationCountOfEntity.load({ parentId: id, args: { direction, types } }),
      };
    },
  }),
  neighborhood: t.field({
    type: EntityGraphRef,
    nullable: true,
    description: 'What lies around it.',
    args: {
      depth: t.arg.int({ required: true, defaultValue: 1, description: 'How many steps away at most, 1 or 2.' }),
      first: t.arg.int({
        required: true,
        defaultValue: 100,
        description: 'How many entities at most, itself included, 0 to 100.',
      }),
    },
    complexity: (args) => ({ field: work.entities, multiplier: pageSize(args) }),
    resolve: async ({ id }, { depth, first }, context) => {
      if (depth !== 1 && depth !== 2) throw badUserInput('depth', `1 or 2, got ${depth}`);
      const { limit } = pageRequest(['neighborhood'], { first });
      return await context.services.graph.neighborhood(viewerOf(context), id, { depth, first: limit });
    },
  }),
}));
