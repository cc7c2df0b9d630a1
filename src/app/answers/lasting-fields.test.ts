import { isObjectType, parse } from 'graphql';
import { expect, test } from 'vitest';
import { buildSchema } from '../../graphql/schema.ts';
import { lastingFields, rootTtls, ttlOf } from './lasting-fields.ts';

const schema = buildSchema();
const secondsOf = (query: string) => ttlOf(parse(query), schema, { roots: rootTtls, fields: lastingFields }) / 1_000;

test.each([
  ['{ search(input: { query: "x" }) { edges { score node { id } } } }', 300],
  ['{ memories { edges { node { content } } } }', 60],
  // The shortest of all requested fields counts.
  ['{ search(input: { query: "x" }) { edges { score } } collection(id: "x") { name } }', 60],
  [
    '{ found: search(input: { query: "x" }) { edges { node { ...M } } } } fragment M on Memory { id source { id } }',
    300,
  ],
  ['{ nodes(ids: []) { id ... on Memory { content } __typename } }', 60],
  ['query ($a: Boolean!) { memories @include(if: $a) { totalCount } }', 60],
])('%s is cached for %i s', (query, seconds) => {
  expect(secondsOf(query)).toBe(seconds);
});

test.each([
  '{ memories { edges { node { resonance } } } }',
  '{ m: memories { edges { node { ...M } } } } fragment M on Memory { r: resonance }',
  '{ nodes(ids: []) { id ... on AgentRun { status } } }',
  '{ memories { totalCount } viewer { principal } }',
  '{ memories { totalCount ... @defer { edges { cursor } } } }',
  'query A { memories { totalCount } } mutation B { __typename }',
  'subscription { systemMetrics { __typename } }',
  '{ __typename }',
])('%s is not cached', (query) => {
  expect(secondsOf(query)).toBe(0);
});

test('every listed field exists in the schema, so that none is overlooked when it is removed or renamed', () => {
  const fieldsOf = (name: string): string[] => {
    if (name === 'Node') return ['id'];
    const type = schema.getType(name);
    return isObjectType(type) ? Object.keys(type.getFields()) : [];
  };
  const listed = [
    ...Object.keys(rootTtls),
    ...Object.entries(lastingFields).flatMap(([type, fields]) => fields.map((field) => `${type}.${field}`)),
  ];
  const missing = listed.filter((coordinate) => {
    const [type = '', field = ''] = coordinate.split('.');
    return !fieldsOf(type).includes(field);
  });
  expect(missing).toEqual([]);
});
