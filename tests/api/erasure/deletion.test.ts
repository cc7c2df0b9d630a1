import { expect, test } from 'vitest';
import type { Viewer } from '../../../src/account/viewer.ts';
import { decodeNodeId, encodeNodeId } from '../../../src/graphql/node-id.ts';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { fillAccount } from '../../support/full-account.ts';
import { useJobs } from '../../support/jobs.ts';

const database = useDatabase();
const jobs = useJobs(database);
const { run, execute, services } = makeApi(database.db, jobs);

const DELETE_COLLECTION = `mutation ($id: ID!) { deleteCollection(input: { id: $id }) {
  __typename
  ... on DeleteCollectionPayload {
    deletedId deletedCollectionIds deletedCollectionCount deletedMemoryCount deletedConversationCount
  }
  ... on NotFoundError { code missingId }
} }`;
const DELETE_ACCOUNT = `mutation ($confirm: String!) { deleteAccount(input: { confirm: $confirm }) {
  __typename
  ... on DeleteAccountPayload { deletedCollectionCount deletedMemoryCount }
  ... on ValidationError { issues { path message } }
} }`;

/** An account with its global ids. */
async function fill() {
  const account = await fillAccount(database.db, services);
  const collectionId = (id: string) => encodeNodeId('Collection', id);
  return {
    viewer: account.viewer,
    root: collectionId(account.root),
    child: collectionId(account.child),
    memoryIds: account.doomed.map((id) => encodeNodeId('Memory', id)),
  };
}

/** Everything that the API shows of these ids, and of the words in their memories. */
async function seen(viewer: Viewer, ids: readonly string[]) {
  const { nodes, memories, collections, search } = await run(
    viewer,
    `query ($ids: [ID!]!) {
      nodes(ids: $ids) { id }
      memories(filter: { statuses: [CURRENT, SUPERSEDED, FORGOTTEN] }) { totalCount edges { node { id } } }
      collections { totalCount edges { node { id children { edges { node { id } } } } } }
      search(input: { query: "in root child learnt newer" }) { edges { node { id } } }
    }`,
    { ids },
  );
  const text = JSON.stringify({ nodes, memories, collections, search });
  return { nodes, ids: ids.filter((id) => text.includes(id)), memoryCount: memories.totalCount };
}

test('deletes a collection with its subtree: counted, hidden from every query at once, and not found afterwards', async () => {
  const { viewer, root, child, memoryIds } = await fill();
  const ids = [root, child, ...memoryIds];
  expect((await seen(viewer, ids)).ids).toEqual(ids);
  expect(await run(viewer, DELETE_COLLECTION, { id: root })).toEqual({
    deleteCollection: {
      __typename: 'DeleteCollectionPayload',
      deletedId: root,
      deletedCollectionIds: expect.arrayContaining([root, child]),
      deletedCollectionCount: 2,
      deletedMemoryCount: 5,
      deletedConversationCount: 1,
    },
  });
  const hidden = await seen(viewer, ids);
  expect(hidden).toEqual({ nodes: ids.map(() => null), ids: [], memoryCount: 1 });
  for (const id of [root, child]) {
    expect(await run(viewer, DELETE_COLLECTION, { id })).toEqual({
      deleteCollection: { __typename: 'NotFoundError', code: 'NOT_FOUND', missingId: id },
    });
  }
  await jobs.processAll();
  expect(await seen(viewer, ids)).toEqual(hidden);
});

test('deleting a collection returns its parent as it is then, to a viewer who sees it', async () => {
  const { viewer, root, child } = await fill();
  const narrowed = { ...viewer, collectionIds: new Set([decodeNodeId('Collection', child) ?? '']) };
  const source = `mutation ($id: ID!) {
    deleteCollection(input: { id: $id }) { ... on DeleteCollectionPayload { parent { id children { totalCount } } } }
  }`;
  const make =
    'mutation ($id: ID!) { createCollection(input: { name: "x", parentId: $id }) { ... on CreateCollectionPayload { collection { id } } } }';
  const { createCollection } = await run(viewer, make, { id: root });
  const parentOf = async (id: string, who = viewer) => (await run(who, source, { id })).deleteCollection.parent;
  expect(await parentOf(createCollection.collection.id)).toEqual({ id: root, children: { totalCount: 1 } });
  expect(await parentOf(child, narrowed)).toBeNull();
  expect(await parentOf(root)).toBeNull();
});

test.each(['nonsense', encodeNodeId('Memory', '0193414e-0000-7000-8000-000000000000')])(
  'returns an id that names no collection as missingId: %j',
  async (id) => {
    const { viewer } = await fill();
    expect(await run(viewer, DELETE_COLLECTION, { id })).toMatchObject({ deleteCollection: { missingId: id } });
  },
);

test('deletes an account only if its own name is given, and returns the counts', async () => {
  const { viewer, root, child, memoryIds } = await fill();
  const { deleteAccount: refused } = await run(viewer, DELETE_ACCOUNT, { confirm: 'another' });
  expect(refused).toEqual({
    __typename: 'ValidationError',
    issues: [
      {
        path: ['input', 'confirm'],
        message: 'is not the name of your account: give exactly what Viewer.account returns',
      },
    ],
  });
  expect(await run(viewer, DELETE_ACCOUNT, { confirm: viewer.accountId })).toEqual({
    deleteAccount: { __typename: 'DeleteAccountPayload', deletedCollectionCount: 3, deletedMemoryCount: 6 },
  });
  expect(await seen(viewer, [root, child, ...memoryIds])).toMatchObject({ ids: [], memoryCount: 0 });
  const { viewer: left } = await run(viewer, '{ viewer { apiKeys { id } } }');
  expect(left).toEqual({ apiKeys: [] });
});

test('refuses to delete an account for a viewer limited to collections, or one that is neither admin nor its namesake', async () => {
  const { viewer, root } = await fill();
  const refused = [
    { ...viewer, collectionIds: new Set(['0193414e-0000-7000-8000-000000000000']) },
    { ...viewer, scopes: new Set(['read', 'write'] as const) },
  ];
  for (const who of refused) {
    const { data, errors } = await execute(who, DELETE_ACCOUNT, { confirm: viewer.accountId });
    expect({ data, codes: errors.map(({ code }) => code) }).toEqual({
      data: { deleteAccount: null },
      codes: ['FORBIDDEN'],
    });
  }
  expect((await seen(viewer, [root])).ids).toEqual([root]);
});

test('deleting anything needs the scope write', async () => {
  const { viewer, root } = await fill();
  const reader = { ...viewer, principal: viewer.accountId, scopes: new Set(['read'] as const) };
  for (const [source, variables] of [
    [DELETE_COLLECTION, { id: root }],
    [DELETE_ACCOUNT, { confirm: viewer.accountId }],
  ] as const) {
    expect((await execute(reader, source, variables)).errors).toMatchObject([{ code: 'FORBIDDEN' }]);
  }
});
