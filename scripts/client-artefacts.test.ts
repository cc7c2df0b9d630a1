import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { clientArtefacts } from './client-artefacts.ts';

const schema = buildSchema(`
  interface Node { id: ID! }
  type Collection implements Node { id: ID! tags: [String!]! parents: [Collection!]! settings: CollectionSettings! }
  type CollectionSettings { language: String! }
  type Collections { edges: [CollectionEdge!]!, pageInfo: PageInfo! }
  type CollectionEdge { node: Collection! }
  type PageInfo { endCursor: String }
  type Viewer implements Node { id: ID! plan: String! }
  type Payload { collection: Collection! }
  type NotFoundError { message: String! }
  union Result = Payload | NotFoundError
  type Query { node: Node, viewer: Viewer!, collection(id: ID!): Collection, collections(first: Int): Collections! }
  type Mutation { change: Result }
  type Subscription { changes: Collection, results(of: ID!): Result }
`);

test('generates possible types, merge policies, types of scalars and the list of types without a key', () => {
  const files = new Map(clientArtefacts(schema));
  expect(JSON.parse(files.get('client/possibleTypes.json') ?? '')).toEqual({
    Node: ['Collection', 'Viewer'],
    Result: ['Payload', 'NotFoundError'],
  });
  expect(JSON.parse(files.get('client/typePolicies.json') ?? '')).toEqual({
    Collection: { fields: { parents: { merge: false } } },
    CollectionSettings: { merge: true },
    Collections: { merge: true },
    Viewer: { merge: true },
    Subscription: { fields: { changes: { merge: false }, results: { merge: false } } },
  });
  // By themselves generators take numbers for ids, too.
  expect(JSON.parse(files.get('client/codegen-scalars.json') ?? '')).toMatchObject({ ID: 'string' });
  const keys = files.get('client/graphcache-keys.ts') ?? '';
  // Without the keys Graphcache drops what fragments on an interface select: the code of an error, the cursor of an event.
  expect(keys).toContain('cacheExchange({ keys, possibleTypes })');
  expect([...keys.matchAll(/^ {2}(\w+): \(\) => null,$/gm)].map(([, name]) => name)).toEqual([
    'CollectionSettings',
    'Collections',
    'CollectionEdge',
    'PageInfo',
    'Payload',
    'NotFoundError',
  ]);
});
