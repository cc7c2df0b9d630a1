import {
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNullableType,
  isAbstractType,
  isObjectType,
} from 'graphql';

/**
 * Types of the scalars for code generators; both travel as JSON. Input is `object`, since an interface type is not assignable to
 * Record.
 */
const SCALARS = { DateTime: 'string', JSON: { input: 'object', output: 'Record<string, unknown>' } };

/** Returns the files in `client/`, by path: what client libraries need to know about the schema beyond its SDL. */
export function clientArtefacts(schema: GraphQLSchema): [path: string, content: string][] {
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  return [
    ['client/possibleTypes.json', json(possibleTypes(schema, types))],
    ['client/typePolicies.json', json(typePolicies(schema, types))],
    ['client/codegen-scalars.json', json(SCALARS)],
    ['client/graphcache-keys.ts', graphcacheKeys(schema, types)],
  ];
}

/** For Apollo Client and others: the possible types of each interface and union. */
function possibleTypes(schema: GraphQLSchema, types: readonly GraphQLNamedType[]): Record<string, string[]> {
  const abstract = types.filter(isAbstractType);
  return Object.fromEntries(abstract.map((type) => [type.name, schema.getPossibleTypes(type).map(({ name }) => name)]));
}

/**
 * For Apollo Client: merges answers about the same part. Replacing them would drop the fields that another query selected, and both
 * queries would refetch each other forever. Subscription fields are not merged: one event replaces another.
 */
function typePolicies(schema: GraphQLSchema, types: readonly GraphQLNamedType[]): Record<string, object> {
  const objects = types.filter(isObjectType);
  const told = schema.getSubscriptionType();
  const fields = Object.keys(told?.getFields() ?? {}).map((field) => [field, { merge: false }]);
  return {
    ...Object.fromEntries(objects.filter(isMerged(schema, objects)).map(({ name }) => [name, { merge: true }])),
    ...(told && { [told.name]: { fields: Object.fromEntries(fields) } }),
  };
}

/** Merges types without an id that a single field holds, and singletons. PageInfo is excluded, since it belongs to one page. */
function isMerged(schema: GraphQLSchema, objects: readonly GraphQLObjectType[]): (type: GraphQLObjectType) => boolean {
  const fields = objects.flatMap((type) => Object.values(type.getFields()));
  const held = new Set(fields.map(({ type }) => getNullableType(type)));
  const ofQuery = Object.values(schema.getQueryType()?.getFields() ?? {});
  const single = new Set(ofQuery.filter(({ args }) => args.length === 0).map(({ type }) => getNullableType(type)));
  return (type) => single.has(type) || (held.has(type) && !type.getFields()['id'] && type.name !== 'PageInfo');
}

/** For urql's Graphcache: objects without an id are embedded in their parent. */
function graphcacheKeys(schema: GraphQLSchema, types: readonly GraphQLNamedType[]): string {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const embedded = types.filter((type) => isObjectType(type) && !roots.includes(type) && !type.getFields()['id']);
  return `// Made by "npm run schema". For urql's Graphcache: cacheExchange({ keys, possibleTypes }), with possibleTypes.json.
export const keys = {
${embedded.map(({ name }) => `  ${name}: () => null,\n`).join('')}};
`;
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
