import { getNamedType, getNullableType, isCompositeType, isListType, isObjectType, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { costOf } from '../../../src/app/limits/operation-costs.ts';
import { QUERY_LIMITS } from '../../../src/app/limits/query-limits.ts';
import { buildSchema } from '../../../src/graphql/schema.ts';

const schema = buildSchema();
const cost = (query: string, variableValues = {}) => costOf({ schema, document: parse(query), variableValues });

const memory = `id content kind tier status tags metadata speaker validFrom validTo revision createdAt
  collection { id name } supersedes { id } supersededBy { id }`;

const turns = (count: number) => Array.from({ length: count }, () => ({ role: 'USER', content: 'x' }));
const memories = (count: number) => Array.from({ length: count }, () => ({ content: 'x' }));
const addIds = `mutation ($input: AddMemoriesInput!) { addMemories(input: $input) { __typename ... on AddMemoriesPayload {
  created duplicates failed results { __typename ... on AddMemoryPayload { outcome memory { id } }
  ... on Error { code message } ... on ValidationError { issues { path message } } } } } }`;
const appendAll = `mutation ($input: AppendMessagesInput!) { appendMessages(input: $input) { ... on AppendMessagesPayload {
  conversation { id title messageCount lastMessageAt messages(last: 20) { edges { node { id role content } } } }
  messages { id seq role speaker content sentAt createdAt metadata conversation { id } remembered { ${memory} } }
  memories { ${memory} source { id } } } } }`;

/** Lists of objects whose field does not state a bound. */
function unboundedLists(): string[] {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  const ours = types.filter(({ name }) => !name.startsWith('__'));
  return ours.flatMap((type) => {
    const lists = Object.values(type.getFields()).filter(
      (field) => isListType(getNullableType(field.type)) && isCompositeType(getNamedType(field.type)),
    );
    const unstated = lists.filter((field) => Object(field.extensions['pothosOptions']).complexity === undefined);
    return unstated.map((field) => `${type.name}.${field.name}`);
  });
}

describe('the cost of an operation', () => {
  test('has a bound for every list', () => {
    expect(unboundedLists()).toEqual([]);
  });

  test('counts a list without first or last as 20', () => {
    const list = (args: string) => cost(`{ memories${args} { edges { node { id } } } }`);
    expect(list('')).toBe(list('(first: 20)'));
    expect(list('(first: 40)') - 1).toBe((list('(first: 20)') - 1) * 2);
  });

  test('counts fields of a list or page once, whatever the length of the page', () => {
    const told = 'totalCount pageInfo { hasNextPage endCursor }';
    const list = (first: number, selection: string) => cost(`{ memories(first: ${first}) { ${selection} } }`);
    expect(list(0, told)).toBe(list(100, told));
    expect(list(0, told)).toBeGreaterThan(list(0, 'edges { cursor }'));
    expect(list(100, `${told} edges { node { id } }`) - list(100, 'edges { node { id } }')).toBe(list(0, told) - 1);
    const among = (first: number) =>
      cost(`{ collections(first: ${first}) { edges { node { memories { totalCount } } } } }`);
    expect(among(40) - 1).toBe((among(20) - 1) * 2);
  });

  test.each([
    ['searches', 'query', (n: number) => `search(input: { query: "${n}" }, first: 1) { edges { node { id } } }`, 4_000],
    ['contexts', 'query', (n: number) => `context(input: { message: "${n}" }) { text }`, 8_000],
    ['counts', 'query', (n: number) => `memories(first: 0, filter: { metadata: { n: ${n} } }) { totalCount }`, 800],
    ['counts of one list', 'query', () => 'entities(first: 0) { totalCount }', 1_600],
    ['questions', 'mutation', () => 'ask(input: { conversationId: "x", message: "x" }) { __typename }', 8_000],
  ])('counts %s by the work they cause, not only by their answers', (_, operation, one, least) => {
    const aliased = Array.from({ length: 40 }, (_each, n) => `a${n}: ${one(n)}`);
    expect(cost(`${operation} { ${aliased.join(' ')} }`)).toBeGreaterThanOrEqual(least);
  });

  test('counts what is stored, however little is selected', () => {
    const add = 'mutation ($input: AddMemoriesInput!) { addMemories(input: $input) { __typename } }';
    const append = 'mutation ($input: AppendMessagesInput!) { appendMessages(input: $input) { __typename } }';
    const remembered = (count: number) => turns(count).map((turn) => ({ ...turn, remember: true }));
    const adding = (count: number) => cost(add, { input: { collectionId: 'x', memories: memories(count) } });
    const appending = (messages: readonly object[]) => cost(append, { input: { conversationId: 'x', messages } });
    expect(adding(1_000)).toBeGreaterThan(4_000);
    expect(adding(9_000)).toBe(adding(1_000));
    expect(adding(20)).toBeLessThan(100);
    expect(appending(turns(100))).toBeGreaterThan(100);
    expect(appending(remembered(100))).toBeGreaterThan(appending(turns(100)) + 200);
  });

  test('counts long texts like as many memories as they have 500 characters', () => {
    const add = 'mutation ($input: AddMemoriesInput!) { addMemories(input: $input) { __typename } }';
    const append = 'mutation ($input: AppendMessagesInput!) { appendMessages(input: $input) { __typename } }';
    const adding = (length: number) =>
      cost(add, { input: { collectionId: 'x', memories: [{ content: 'x'.repeat(length) }] } });
    const appending = (length: number, remember: boolean) =>
      cost(append, {
        input: { conversationId: 'x', messages: [{ role: 'USER', content: 'x'.repeat(length), remember }] },
      });
    expect(adding(500)).toBe(adding(1));
    expect(adding(32_000) - adding(1)).toBeCloseTo(63 * 4);
    expect(appending(32_000, true) - appending(1, true)).toBeCloseTo(63 * 4);
    expect(appending(32_000, false)).toBe(appending(1, false));
  });

  test('counts the parts of assistants’ texts that are compared, up to what one call compares', () => {
    const append = 'mutation ($input: AppendMessagesInput!) { appendMessages(input: $input) { __typename } }';
    const one = (length: number, more: object = {}) => ({
      ...{ role: 'ASSISTANT', content: 'x'.repeat(length), remember: true },
      ...more,
    });
    const of = (...messages: readonly object[]) => cost(append, { input: { conversationId: 'x', messages } });
    const comparing = (...messages: ReturnType<typeof one>[]) =>
      of(...messages) - of(...messages.map((message) => ({ ...message, role: 'USER' })));
    expect(comparing(one(4_000))).toBe(10 * 25);
    expect(comparing(one(32_000))).toBe(0);
    expect(of(one(12_000))).toBeLessThan(1_000);
    const many = (length: number) => Array.from({ length: 1_000 }, () => one(length));
    for (const length of [400, 12_000]) expect(comparing(...many(length))).toBe(400 * 25);
    expect(comparing(...many(32_000))).toBe(0);
  });

  test('counts a page with everything on it as one request', () => {
    const page = `{ context(input: { message: "x" }) { text sections { strategy text tokenCount } }
      search(input: { query: "x" }) { edges { score node { id content tags createdAt } } pageInfo { endCursor } }
      collections(first: 10) { totalCount edges { node { id name memoryCount memories(first: 0) { totalCount } } } } }`;
    expect(cost(page)).toBeLessThanOrEqual(1_000);
  });

  test.each([
    ['search', (n: number) => `{ search(input: { query: "x" }, first: ${n}) { edges { node { id } } } }`, 100],
    ['bootstrap', (n: number) => `{ bootstrap(limit: ${n}) { active { id } } }`, 200],
    ['nodes', (n: number) => `{ nodes(ids: [${'"x" '.repeat(n)}]) { id } }`, 100],
    ['memories', (n: number) => `{ memories(first: ${n}) { edges { node { id } } } }`, 100],
  ])('counts a page of %s over the limit like the longest, since it is refused', (_, page, most) => {
    expect(cost(page(20_000))).toBe(cost(page(most)));
  });

  test('counts nothing that is skipped', () => {
    const list = (directive: string) =>
      cost(
        `query ($yes: Boolean!) { viewer { id } ...All ${directive} } fragment All on Query { memories { edges { node { id } } } }`,
        { yes: true },
      );
    expect(list('@skip(if: $yes)')).toBe(cost('{ viewer { id } }'));
    expect(list('@include(if: $yes)')).toBe(list(''));
  });

  test('follows the items of a bulk that were given, not its maximum', () => {
    const of = (count: number) => cost(addIds, { input: { collectionId: 'x', memories: memories(count) } });
    expect(of(2)).toBeLessThan(50);
    expect(of(1_000) - of(0)).toBeCloseTo((of(2) - of(0)) * 500);
  });

  test.each([
    ['a bulk of 1,000 that selects ids', addIds, { input: { collectionId: 'x', memories: memories(1_000) } }],
    [
      'an append of two messages that selects all around them',
      appendAll,
      { input: { conversationId: 'x', messages: turns(2) } },
    ],
    [
      'an append of 1,000 messages that selects ids',
      `mutation ($input: AppendMessagesInput!) { appendMessages(input: $input) { ... on AppendMessagesPayload {
        conversation { id messageCount } messages { id seq sentAt } memories { id source { id } } } } }`,
      { input: { conversationId: 'x', messages: turns(1_000) } },
    ],
    [
      'an append of 1,000 messages to remember that selects ids',
      `mutation ($input: AppendMessagesInput!) { appendMessages(input: $input) { ... on AppendMessagesPayload {
        messages { id seq sentAt } memories { id source { id } } } } }`,
      {
        input: {
          conversationId: 'x',
          messages: turns(1_000).map((turn) => ({ ...turn, role: 'ASSISTANT', remember: true })),
        },
      },
    ],
    [
      'twenty conversations with their windows and memories',
      `{ conversations(first: 20) { edges { node { id title window { role content message { id } }
        memories(first: 10) { edges { node { ${memory} source { id } } } } } } } }`,
      {},
    ],
    [
      'a page of 100 memories with their neighbours',
      `{ memories(first: 100) { edges { cursor node { ${memory} } } } }`,
      {},
    ],
    [
      'twenty collections with twenty memories each',
      `{ collections(first: 20) { totalCount edges { node { id name memories(first: 20) { edges { node { ${memory} } } } } } } }`,
      {},
    ],
    ['a search for 100', `{ search(input: { query: "x" }, first: 100) { edges { score node { ${memory} } } } }`, {}],
  ])('allows %s', (_what, query, variables) => {
    expect(cost(query, variables)).toBeLessThanOrEqual(QUERY_LIMITS.cost);
  });

  test('refuses an append of 1,000 messages that selects everything around them', () => {
    const variables = { input: { conversationId: 'x', messages: turns(1_000) } };
    expect(cost(appendAll, variables)).toBeGreaterThan(QUERY_LIMITS.cost);
  });

  test('refuses a hundred collections with a hundred memories each', () => {
    const query = '{ collections(first: 100) { edges { node { memories(first: 100) { edges { node { id } } } } } } }';
    expect(cost(query)).toBeGreaterThan(QUERY_LIMITS.cost);
  });
});
