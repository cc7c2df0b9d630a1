import { describe, expect, test } from 'vitest';
import { encodeNodeId } from '../../../src/graphql/node-id.ts';
import { executeNotes, writer } from './execute-notes.ts';
import { counted, noteId } from './note.schema.ts';

const ADD = `mutation ($input: AddNoteInput!) {
  addNote(input: $input) {
    __typename
    ... on AddNotePayload { note { id text at metadata } }
    ... on Error { message code }
    ... on NotFoundError { missingId }
    ... on ValidationError { issues { path message } }
    ... on ConflictError { reason currentRevision current { id __typename ... on Note { text } } }
    ... on QuotaExceededError { limit used }
  }
}`;
const add = async (input: object) => await executeNotes(ADD, { input });

describe('a mutation', () => {
  test('returns its payload', async () => {
    const at = '2026-11-20T11:15:00.1234+01:00';
    const { data, errors } = await add({ note: { text: 'hello', at, metadata: { a: [1] } } });
    expect(errors).toBeUndefined();
    expect(data.addNote.note).toEqual({
      id: encodeNodeId('Note', noteId(999)),
      text: 'hello',
      at: '2026-11-20T10:15:00.123Z',
      metadata: { a: [1] },
    });
  });

  test('returns expected errors as data', async () => {
    const note = { text: 'x' };
    expect((await add({ note, fail: 'gone' })).data.addNote).toMatchObject({
      __typename: 'NotFoundError',
      code: 'NOT_FOUND',
      missingId: encodeNodeId('Note', noteId(5)),
    });
    expect((await add({ note, fail: 'quota' })).data.addNote).toMatchObject({
      code: 'QUOTA_EXCEEDED',
      limit: 10,
      used: 10,
    });
    expect((await add({ note, fail: 'conflict' })).data.addNote).toEqual({
      __typename: 'ConflictError',
      message: 'Changed meanwhile',
      code: 'CONFLICT',
      reason: 'REVISION',
      currentRevision: 7,
      current: { __typename: 'Note', id: encodeNodeId('Note', noteId(1)), text: 'note 1' },
    });
  });

  const noNote = 'No Note has this id, or it is not visible to you';
  test.each([
    ['nonsense', noNote],
    [encodeNodeId('Other', noteId(1)), 'This is an id of the type Other, not Note'],
    [encodeNodeId('Note', '1'), noNote],
    [`${encodeNodeId('Note', noteId(1))}=`, noNote],
    ['', noNote],
  ])('returns NotFoundError with the id as given, and says which type was expected: %j', async (replyTo, message) => {
    const { data } = await add({ note: { text: 'x' }, replyTo });
    expect(data.addNote).toMatchObject({ __typename: 'NotFoundError', missingId: replyTo, message });
  });

  test('names every unreadable scalar in variables', async () => {
    const { data } = await add({ note: { text: 'x', at: 'yesterday', metadata: [1] } });
    expect(data.addNote).toMatchObject({
      __typename: 'ValidationError',
      issues: [
        { path: ['input', 'note', 'at'], message: expect.stringContaining('RFC 3339') },
        { path: ['input', 'note', 'metadata'], message: expect.stringContaining('JSON object') },
      ],
    });
  });

  test('names every unreadable scalar in literals', async () => {
    const { data } = await executeNotes(
      `mutation ($deep: JSON) {
      wrong: addNote(input: { note: { text: "x", at: 5, metadata: "text" } }) { ... on ValidationError { issues { path } } }
      right: addNote(input: { note: { text: "x", metadata: { a: [1, { b: null }] } } }) { ... on AddNotePayload { note { metadata } } }
      mixed: addNote(input: { note: { text: "x", metadata: $deep } }) { ... on ValidationError { issues { path message } } }
    }`,
      { deep: { a: { b: { c: { d: { e: { f: 1 } } } } } } },
    );
    expect(data).toEqual({
      wrong: { issues: [{ path: ['input', 'note', 'at'] }, { path: ['input', 'note', 'metadata'] }] },
      right: { note: { metadata: { a: [1, { b: null }] } } },
      mixed: {
        issues: [
          {
            path: ['input', 'note', 'metadata'],
            message: 'is nested deeper than 5 levels: send what lies deeper as text',
          },
        ],
      },
    });
  });

  test('returns a result per item of a bulk, also for unreadable values', async () => {
    const { data } = await executeNotes(
      `mutation ($input: AddNotesInput!) { addNotes(input: $input) { ... on AddNotesPayload { results {
        __typename ... on ValidationError { issues { path } } ... on AddNotePayload { note { text } }
      } } } }`,
      { input: { notes: [{ text: 'one' }, { text: 'two', at: 'never' }, { text: ' ' }] } },
    );
    expect(data.addNotes.results).toEqual([
      { __typename: 'AddNotePayload', note: { text: 'one' } },
      { __typename: 'ValidationError', issues: [{ path: ['input', 'notes', '1', 'at'] }] },
      { __typename: 'ValidationError', issues: [{ path: ['input', 'notes', '2', 'text'] }] },
    ]);
  });
});

describe('a viewer', () => {
  const viewer = (...scopes: ('read' | 'write' | 'admin')[]) => ({ ...writer, scopes: new Set(scopes) });

  test('is required for everything except introspection', async () => {
    expect((await executeNotes('{ whoami }', {}, null)).errors?.[0]).toMatchObject({ code: 'UNAUTHENTICATED' });
    const { data, errors } = await executeNotes('{ __typename __schema { queryType { name } } }', {}, null);
    expect(errors).toBeUndefined();
    expect(data).toEqual({ __typename: 'Query', __schema: { queryType: { name: 'Query' } } });
  });

  test('needs the scope of the field', async () => {
    const addOne = 'mutation { addNote(input: { note: { text: "x" } }) { __typename } }';
    const denied = { code: 'FORBIDDEN', scope: 'write', message: expect.stringContaining('"write"') };
    expect((await executeNotes(addOne, {}, viewer('read'))).errors?.[0]).toMatchObject(denied);
    expect((await executeNotes(addOne, {}, viewer('write'))).errors).toBeUndefined();
    expect((await executeNotes('{ whoami }', {}, viewer('write'))).errors?.[0]).toMatchObject({ scope: 'read' });
    expect((await executeNotes('{ secret }', {}, viewer('read', 'write'))).errors?.[0]).toMatchObject({
      scope: 'admin',
    });
    expect((await executeNotes('{ secret }', {}, viewer('admin'))).data).toEqual({ secret: 'swordfish' });
  });
});

describe('nodes', () => {
  test('are found by global id, with null for those that are not', async () => {
    const id = encodeNodeId('Note', noteId(3));
    const ids = [
      id,
      'nonsense',
      encodeNodeId('Note', 'no-uuid'),
      encodeNodeId('Note', noteId(998)),
      encodeNodeId('Query', noteId(1)),
      id,
    ];
    const { data, errors } = await executeNotes(
      'query ($id: ID!, $ids: [ID!]!) { node(id: $id) { id ... on Note { text } } nodes(ids: $ids) { id } none: node(id: "x") { id } }',
      { id, ids },
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ node: { id, text: 'note 3' }, nodes: [{ id }, null, null, null, null, { id }], none: null });
  });

  test('are limited to 100', async () => {
    const ids = Array.from({ length: 101 }, () => 'x');
    const { errors } = await executeNotes('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
    expect(errors?.[0]).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'ids' });
  });
});

describe('a connection', () => {
  const LIST = `query ($first: Int, $after: String, $last: Int, $before: String, $orderBy: NoteOrder! = ASC, $since: DateTime) {
    notes(first: $first, after: $after, last: $last, before: $before, orderBy: $orderBy, since: $since) {
      edges { cursor node { text } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }`;
  const list = async (args: Record<string, unknown>) => {
    const { data, errors } = await executeNotes(LIST, args);
    expect(errors).toBeUndefined();
    const texts: string[] = data.notes.edges.map((edge: { node: { text: string } }) => edge.node.text);
    return { texts, ...data.notes.pageInfo };
  };

  test('pages forward and backward', async () => {
    const start = await list({});
    expect(start).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    expect(start.texts).toHaveLength(20);
    const next = await list({ first: 3, after: start.endCursor });
    expect(next).toMatchObject({ texts: ['note 20', 'note 21', 'note 22'], hasPreviousPage: true });
    expect((await list({ last: 2, before: next.startCursor })).texts).toEqual(['note 18', 'note 19']);
    expect((await list({ first: 100 })).texts).toHaveLength(100);
    expect(await list({ first: 0 })).toMatchObject({ texts: [], hasNextPage: true, startCursor: null });
    expect((await list({ first: 1, after: '', before: '' })).texts).toEqual(['note 0']);
  });

  test('counts only if totalCount is selected', async () => {
    counted.times = 0;
    await list({});
    expect(counted.times).toBe(0);
    const { data } = await executeNotes('{ notes(first: 1) { totalCount } }');
    expect(data.notes.totalCount).toBe(150);
    expect(counted.times).toBe(1);
  });

  test.each([
    ['first', { first: 101 }],
    ['first', { first: -1 }],
    ['last', { last: 101 }],
    ['last', { last: -5 }],
    ['last', { first: 1, last: 1 }],
    ['after', { after: 'garbage' }],
    ['before', { before: ' ' }],
    ['since', { since: 'yesterday' }],
  ])('refuses a bad %s: %j', async (argument, args) => {
    const { errors } = await executeNotes(LIST, args);
    expect(errors).toEqual([
      { code: 'BAD_USER_INPUT', argument, message: expect.stringContaining(`Argument "${argument}"`) },
    ]);
  });

  test('refuses a cursor of another order, a truncated one and a modified one', async () => {
    const { endCursor } = await list({});
    const refused = async (args: object) => (await executeNotes(LIST, { ...args })).errors?.[0];
    expect(await refused({ after: endCursor, orderBy: 'DESC' })).toMatchObject({ argument: 'after' });
    expect(await refused({ after: endCursor.slice(0, -3) })).toMatchObject({ argument: 'after' });
    expect(await refused({ after: `${endCursor}A` })).toMatchObject({ argument: 'after' });
    expect(await refused({ after: endCursor.replace(/.$/, 'x') })).toMatchObject({ argument: 'after' });
  });
});
