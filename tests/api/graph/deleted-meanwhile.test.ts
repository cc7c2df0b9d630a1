import { graphql } from 'graphql';
import { expect, test } from 'vitest';
import type { Context } from '../../../src/graphql/context.ts';
import { decodeNodeId } from '../../../src/graphql/node-id.ts';
import { useDatabase } from '../../support/database.ts';
import { makeApi, schema } from '../../support/execute.ts';
import { Household } from '../../support/memories.ts';

const { db } = useDatabase();
const api = makeApi(db);

/** Error codes of an operation that finds something gone between two of its reads. */
async function codesWithout(home: Household, source: string, forget: (loaders: Context['loaders']) => unknown) {
  const contextValue = api.contextOf(home.viewer);
  forget(contextValue.loaders);
  const { errors = [] } = await graphql({ schema, source, contextValue });
  return errors.map(({ extensions }) => extensions['code']);
}

test('returns NOT_FOUND, not a user error, for what is deleted between two reads of one operation', async () => {
  const home = await Household.create(db);
  await home.add('Anna works at Siemens');
  await api.processLog();
  const { entities } = await api.run(home.viewer, '{ entities { edges { node { id } } } }');
  const ids: (string | null)[] = entities.edges.map(({ node }: { node: { id: string } }) =>
    decodeNodeId('Entity', node.id),
  );

  const memories = '{ memories { edges { node { collection { name } } } } }';
  const withoutHome = (loaders: Context['loaders']) => loaders.collection.prime(home.collection.id, null);
  expect(await codesWithout(home, memories, withoutHome)).toEqual(['NOT_FOUND']);

  const relations = '{ entities { edges { node { relations { edges { node { from { name } to { name } } } } } } } }';
  const withoutThem = ({ entity }: Context['loaders']) => ids.map((id) => entity.prime(id ?? '', null));
  expect(new Set(await codesWithout(home, relations, withoutThem))).toEqual(new Set(['NOT_FOUND']));
});
