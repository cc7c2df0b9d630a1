import {
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNullableType,
  isAbstractType,
  isObjectType,
} from 'graphql';

/** What generated types make of the scalars; both travel as JSON does. What is declared as an interface is no Record. */
const SCALARS = { DateTime: 'string', JSON: { input: 'object', output: 'Record<string, unknown>' } };

/** The files in `client/`, by path: what client libraries need to know of the schema beyond its text. */
export function clientArtefacts(schema: GraphQLSchema): [path: string, content: string][] {
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  return [
    ['client/possibleTypes.json', json(possibleTypes(schema, types))],
    ['client/typePolicies.json', json(typePolicies(schema, types))],
    ['client/codegen-scalars.json', json(SCALARS)],
    ['client/graphcache-keys.ts', graphcacheKeys(schema, types)],
  ];
}

/** Apollo Client and others: which types a fragment on an interface or union can meet. */
function possibleTypes(schema: GraphQLSchema, types: readonly GraphQLNamedType[]): Record<string, string[]> {
  const abstract = types.filter(isAbstractType);
  return Object.fromEntries(abstract.map((type) => [type.name, schema.getPossibleTypes(type).map(({ name }) => name)]));
}

/**
 * Apollo Client: two answers about the same part are merged. Replaced, each would take from the other's query what it asked for,
 * and both would ask again and again. Of what is told, one event takes the place of another.
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

/** Of what has no id where one field holds it, and what there is one of. A page's position stays that of the page. */
function isMerged(schema: GraphQLSchema, objects: readonly GraphQLObjectType[]): (type: GraphQLObjectType) => boolean {
  const fields = objects.flatMap((type) => Object.values(type.getFields()));
  const held = new Set(fields.map(({ type }) => getNullableType(type)));
  const ofQuery = Object.values(schema.getQueryType()?.getFields() ?? {});
  const single = new Set(ofQuery.filter(({ args }) => args.length === 0).map(({ type }) => getNullableType(type)));
  return (type) => single.has(type) || (held.has(type) && !type.getFields()['id'] && type.name !== 'PageInfo');
}

/** urql's Graphcache: what has no id is kept within its parent. */
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
