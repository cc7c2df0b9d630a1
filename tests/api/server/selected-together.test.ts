import { type GraphQLOutputType, getNamedType, isLeafType, isUnionType } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../support/execute.ts';

/** What two fields of one name must have in common to be selected together: null, lists and scalars alike. Objects may differ. */
const shapeOf = (type: GraphQLOutputType): string =>
  isLeafType(getNamedType(type)) ? String(type) : String(type).replace(/\w+/, 'object');

test('fields of one name can be selected together in all members of a union', () => {
  const clashes = Object.values(schema.getTypeMap())
    .filter(isUnionType)
    .flatMap((union) => {
      const shapes = new Map<string, Set<string>>();
      for (const member of schema.getPossibleTypes(union)) {
        for (const { name, type } of Object.values(member.getFields()))
          shapes.set(name, (shapes.get(name) ?? new Set()).add(shapeOf(type)));
      }
      return [...shapes].filter(([, { size }]) => size > 1).map(([name]) => `${union.name}: ${name}`);
    });
  expect(clashes).toEqual([]);
});
