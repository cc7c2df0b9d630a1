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
  description: 'A relation between two entities, as memories state it.',
  interfaces: [NodeInterface],
  fields: (t) => ({
    from: t.field({
      type: EntityRef,
      description: 'The entity where the relation starts.',
      resolve: ({ fromId }, _args, context) => requireEntity(context, fromId),
    }),
    to: t.field({
      type: EntityRef,
      description: 'The entity where the relation ends.',
      resolve: ({ toId }, _args, context) => requireEntity(context, toId),
    }),
    type: t.exposeString('type', {
      description:
        'What connects them: a verb with its preposition such as `work at`, a preposition such as `in`, or a role such as `sister`. `with` means that they are only named together.',
    }),
    weight: t.float({
      description: 'Sum over the memories that state it: 1 for each, 0.5 for one that only names both together.',
      resolve: ({ id, weight }, _args, { loaders }) =>
        weight ?? loaders.weightOfRelation.load({ parentId: id, args: {} }),
    }),
    evidence: t.field({
      type: [MemoryRef],
      description: 'CURRENT memories that state it, newest first.',
      args: {
        first: t.arg.int({ required: true, defaultValue: 10, description: 'Maximum number of memories, 0 to 100.' }),
      },
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
  if (!entity) throw requestError('NOT_FOUND', 'The memories that state this relation were deleted while it was read');
  return entity;
}

const RelationConnectionRef = connectionType(RelationRef);

const RelationDirectionEnum = builder.enumType('RelationDirection', {
  description: 'Direction of a relation, seen from an entity.',
  values: {
    OUT: { description: 'The relation starts at the entity.' },
    IN: { description: 'The relation ends at the entity.' },
    BOTH: { description: 'Both directions.' },
  } as const,
});

const EntityGraphRef = builder.objectRef<Neighborhood>('EntityGraph').implement({
  description: 'A part of the graph around an entity.',
  fields: (t) => ({
    entities: t.field({
      type: [EntityRef],
      description:
        'The entity that was asked for, then the others: those fewer steps away first, and among these the ones with the heaviest relations.',
      complexity: { field: 1, multiplier: 1 },
      resolve: ({ entityIds }, _args, { loaders }) => loadFound(loaders.entity, entityIds),
    }),
    relations: t.field({
      type: [RelationRef],
      description: `The relations between these entities, heaviest first; at most ${relationsPerEntity} times \`first\`.`,
      complexity: { field: 1, multiplier: relationsPerEntity },
      resolve: ({ relationIds }, _args, { loaders }) => loadFound(loaders.relation, relationIds),
    }),
    truncated: t.exposeBoolean('truncated', { description: 'Whether there was more than was returned.' }),
  }),
});

/** Maximum number of relation types in one request. */
const maxTypes = 100;

builder.objectFields(EntityRef, (t) => ({
  relations: t.field({
    type: RelationConnectionRef,
    nullable: true,
    description: 'The entity’s relations to others, heaviest first. Null only if it failed; `errors` says why.',
    args: {
      direction: t.arg({
        type: RelationDirectionEnum,
        required: true,
        defaultValue: 'BOTH',
        description: 'Direction of the relations, seen from this entity.',
      }),
      types: t.arg.stringList({ description: `Only relations of these types, at most ${maxTypes}; omitted: all.` }),
      ...forwardArgs,
    },
    complexity: connectionCost,
    resolve: async ({ id }, { direction, types: given, ...args }, context) => {
      if (given && given.length > maxTypes)
        throw badUserInput('types', `must have at most ${maxTypes} items, got ${given.length}`);
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
    description:
      'The entities around this one and the relations between them. Null only if it failed; `errors` says why.',
    args: {
      depth: t.arg.int({ required: true, defaultValue: 1, description: 'Maximum distance in steps, 1 or 2.' }),
      first: t.arg.int({
        required: true,
        defaultValue: 100,
        description: 'Maximum number of entities, this one included, 0 to 100.',
      }),
    },
    complexity: (args) => ({ field: work.entities, multiplier: pageSize(args) }),
    resolve: async ({ id }, { depth, first }, context) => {
      if (depth !== 1 && depth !== 2) throw badUserInput('depth', `must be 1 or 2, got ${depth}`);
      const { limit } = pageRequest(['neighborhood'], { first });
      return await context.services.graph.neighborhood(viewerOf(context), id, { depth, first: limit });
    },
  }),
}));
