import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isLeafType,
  isListType,
  isObjectType,
} from 'graphql';

/**
 * Types of the scalars for code generators, as they travel in JSON. By themselves generators take numbers for ids, too. Input is `object`, since
 * an interface type is not assignable to Record.
 */
const SCALARS = { ID: 'string', DateTime: 'string', JSON: { input: 'object', output: 'Record<string, unknown>' } };

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
 * queries would refetch each other forever. Subscription fields are not merged: one event replaces another. Nor are plain lists of what has
 * an id, but they say so: Apollo otherwise warns of lost data whenever one becomes shorter.
 */
function typePolicies(schema: GraphQLSchema, types: readonly GraphQLNamedType[]): Record<string, object> {
  const told = schema.getSubscriptionType();
  const objects = types.filter(isObjectType);
  const merged = isMerged(schema, objects);
  const policies = objects.map((type): [string, object] => {
    const fields = Object.values(type.getFields()).filter((field) => type === told || isPlainList(type, field));
    const replaced = Object.fromEntries(fields.map(({ name }) => [name, { merge: false }]));
    return [type.name, { ...(merged(type) && { merge: true }), ...(fields.length > 0 && { fields: replaced }) }];
  });
  return Object.fromEntries(policies.filter(([, policy]) => Object.keys(policy).length > 0));
}

/** Whether a field of an object that a cache keeps by its id is a list of objects. */
const isPlainList = (holder: GraphQLObjectType, { type }: GraphQLField<unknown, unknown>): boolean =>
  holder.getFields()['id'] !== undefined && isListType(getNullableType(type)) && !isLeafType(getNamedType(type));

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
