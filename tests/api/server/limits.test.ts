import { describe, expect, test } from 'vitest';
import { MOST_TEXT } from '../../../src/graphql/answer-size.ts';
import { noteServer, post } from './note-server.ts';

async function refusal(query: string, variables = {}) {
  const { json } = await post(noteServer(), { query, variables });
  return json.errors?.[0]?.extensions;
}

const nested = (depth: number) =>
  `{ notes(first: 1) { edges { node { ${'again { '.repeat(depth)} id ${'}'.repeat(depth)} } } } }`;
const fields = (count: number) => `{ ${'whoami '.repeat(count)} }`;
const aliased = (count: number) => `{ ${Array.from({ length: count }, (_, n) => `a${n}: whoami`).join(' ')} }`;

const introspecting = (count: number) =>
  `{ __schema { ${Array.from({ length: count - 1 }, (_, n) => `a${n}: types { name }`).join(' ')} } b: __schema { queryType { name } } }`;

describe('an operation', () => {
  test.each([
    ['depth', nested(11), nested(12), { limit: 15, actual: 16 }],
    ['fields', fields(500), fields(501), { limit: 500, actual: 501 }],
    ['aliases', aliased(50), aliased(51), { limit: 50, actual: 51 }],
    ['introspectionAliases', introspecting(4), introspecting(5), { limit: 4, actual: 5 }],
  ])('is refused over the limit of its %s, with the limit in the error', async (measure, within, over, numbers) => {
    expect(await refusal(within)).toBeUndefined();
    expect(await refusal(over)).toEqual({ code: 'QUERY_TOO_COMPLEX', measure, ...numbers });
  });

  test('is refused over the limits of its text, before it is parsed', async () => {
    expect(await refusal(`{ whoami ${'@skip(if: false)'.repeat(5000)} }`)).toEqual({
      code: 'QUERY_TOO_COMPLEX',
      measure: 'tokens',
      limit: 20_000,
      actual: 20_001,
    });
    const deep = { code: 'QUERY_TOO_COMPLEX', measure: 'nesting', limit: 100, actual: 101 };
    expect(await refusal('{ again'.repeat(9000))).toEqual(deep);
    expect(await refusal(`{ notes(after: ${'['.repeat(9000)}${']'.repeat(9000)}) { totalCount } }`)).toEqual(deep);
  });

  test('is refused for variables nested too deep, used or not, without affecting others of its batch', async () => {
    const nestedBy = (depth: number) => ({ query: '{ whoami }', variables: JSON.parse(bracketed(depth)) });
    const bracketed = (depth: number) => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;
    const answers = await post(noteServer(), [nestedBy(100), nestedBy(101)]);
    expect(answers.json[0]).toEqual({ data: { whoami: 'ada' } });
    const extensions = { code: 'QUERY_TOO_COMPLEX', measure: 'nesting', limit: 100, actual: 101 };
    expect(answers.json[1].errors[0].extensions).toEqual(extensions);
    const deepest = await post(noteServer(), `{"query":"{ whoami }","variables":${bracketed(100_000)}}`);
    expect(deepest.json.errors[0].extensions).toEqual(extensions);
  });

  test('is measured with its fragments expanded, without expanding them all', async () => {
    const doubling = Array.from({ length: 60 }, (_, n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`);
    expect(await refusal(`{ ...F0 } ${doubling.join(' ')} fragment F60 on Query { whoami }`)).toMatchObject({
      measure: 'fields',
    });
    expect(await refusal('{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }')).toMatchObject({
      code: 'GRAPHQL_VALIDATION_FAILED',
    });
  });

  test('is refused by the cost of the page size that it asks for', async () => {
    const query = `query ($first: Int) { notes(first: $first) { edges { node { ${'again { id text at metadata } '.repeat(60)} } } } }`;
    expect(await refusal(query, { first: 10 })).toBeUndefined();
    expect(await refusal(query, { first: 100 })).toMatchObject({
      code: 'QUERY_TOO_COMPLEX',
      measure: 'cost',
      limit: 30_000,
    });
    expect(await refusal(query)).toBeUndefined();
  });

  test('is refused for an unreadable argument, which could otherwise hide its cost', async () => {
    const page = `edges { node { ${'again { id text at metadata } '.repeat(60)} } }`;
    const query = `query ($order: NoteOrder = ASC) { notes(first: 1, orderBy: $order) { totalCount } all: notes(first: 100) { ${page} } }`;
    const { json } = await post(noteServer(), { query, variables: { order: null } });
    expect(json.data).toBeUndefined();
    expect(json.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(json.errors[0].message).toContain('orderBy');
  });

  const adding = 'mutation ($input: AddNotesInput!) { addNotes(input: $input) { __typename } }';
  const unknown = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`key${n}`, n]));

  test.each([
    ['unknown fields in its variables', adding, { input: { ...unknown(20_000), text: 'x'.repeat(1_000_000) } }],
    ['unknown values in its variables', adding, { input: { notes: Array.from({ length: 20_000 }, () => 'x') } }],
    [
      'an unknown value in its variables',
      'query ($o: NoteOrder!) { notes(orderBy: $o) { totalCount } }',
      { o: 'x'.repeat(2_000_000) },
    ],
    [
      'unknown fields in an argument',
      `mutation { addNotes(input: { ${Array.from({ length: 4_000 }, (_, n) => `key${n}: 1`).join(' ')} text: "${'x'.repeat(200_000)}" }) { __typename } }`,
      {},
    ],
    ['a name that nothing has', `{ ${'x'.repeat(200_000)} }`, {}],
  ])('gets only the first error, and a short one, if its mistakes are long: %s', async (_, query, variables) => {
    const { json } = await post(noteServer(), { query, variables });
    expect(json.data).toBeUndefined();
    expect(json.errors.length).toBeLessThanOrEqual(2);
    expect(JSON.stringify(json).length).toBeLessThan(6_000);
    expect(['BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED']).toContain(json.errors[0].extensions.code);
  });

  test('gets one error per mistake, up to fifty, if they are short', async () => {
    const { json } = await post(noteServer(), {
      query: adding,
      variables: { input: { notes: [{}, { text: 1 }], nots: 1 } },
    });
    expect(json.errors.map(({ message }: { message: string }) => message)).toEqual([
      expect.stringContaining('.notes[0]'),
      expect.stringContaining('.notes[1].text'),
      expect.stringContaining('Did you mean "notes"?'),
    ]);
    const many = await post(noteServer(), {
      query: adding,
      variables: { input: { notes: Array.from({ length: 60 }, () => 1) } },
    });
    expect(many.json.errors).toHaveLength(51);
    expect(
      many.json.errors.every(
        (error: { extensions: object }) => 'code' in error.extensions && error.extensions.code === 'BAD_USER_INPUT',
      ),
    ).toBe(true);
  });

  test('is stopped once the text of its answer is too large, whatever its cost', async () => {
    const half = MOST_TEXT / 2;
    expect(await refusal(`{ a: long(length: ${half}) b: long(length: ${half}) }`)).toBeUndefined();
    const over = { code: 'QUERY_TOO_COMPLEX', measure: 'text', limit: MOST_TEXT };
    expect(await refusal(`{ a: long(length: ${half}) b: long(length: ${half}) c: long(length: 256) }`)).toEqual(over);
    const quarter = MOST_TEXT / 4;
    expect(await refusal(`{ a: longTags(length: ${quarter}) b: longTags(length: ${quarter}) }`)).toBeUndefined();
    expect(await refusal(`{ a: longTags(length: ${half}) b: longTags(length: 1) }`)).toEqual(over);
  });

  test('that adds 1,000 items and selects their ids is allowed', async () => {
    const notes = Array.from({ length: 1000 }, (_, n) => ({ text: `note ${n}`, metadata: { n } }));
    const { json } = await post(noteServer(), {
      query: `mutation ($input: AddNotesInput!) { addNotes(input: $input) { ... on AddNotesPayload { results {
        __typename ... on AddNotePayload { note { id } } ... on Error { code message }
      } } } }`,
      variables: { input: { notes } },
    });
    expect(json.errors).toBeUndefined();
    expect(json.data.addNotes.results).toHaveLength(1000);
  });
});

describe('a batch', () => {
  test('is answered in order, up to ten operations and within shared limits of text and cost', async () => {
    const operations = Array.from({ length: 10 }, (_, n) => ({ query: `{ a${n}: whoami }` }));
    const { json } = await post(noteServer(), operations);
    expect(json).toEqual(operations.map((_, n) => ({ data: { [`a${n}`]: 'ada' } })));
    const long = `{ long(length: ${MOST_TEXT / 2}) }`;
    const much = await post(noteServer(), [{ query: long }, { query: long }, { query: '{ long(length: 256) }' }]);
    expect(much.json[2].errors[0].extensions).toMatchObject({ measure: 'text', limit: MOST_TEXT });
    // Twelve thousand each: two of them are within the limit, three are not. What is refused costs nothing: clients put operations of
    // different components into one batch.
    const page = `{ notes(first: 100) { edges { node { ${'again { id text at metadata } '.repeat(24)} } } } }`;
    const dear = await post(noteServer(), [{ query: page }, { query: page }, { query: page }, { query: '{ whoami }' }]);
    const refused = dear.json.map((one: { errors?: unknown }) => one.errors !== undefined);
    expect(refused).toEqual([false, false, true, false]);
    expect(dear.json[2].errors[0].extensions).toMatchObject({ measure: 'cost', limit: 30_000 });
    const tooMany = await post(noteServer(), [...operations, { query: '{ whoami }' }]);
    expect(tooMany.json.errors[0].extensions).toEqual({
      code: 'QUERY_TOO_COMPLEX',
      measure: 'operations',
      limit: 10,
      actual: 11,
    });
  });
});
