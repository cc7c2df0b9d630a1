import { expect, test } from 'vitest';
import { mayDeleteAccount } from '../../src/erasure/deletion.service.ts';
import { ValidationError } from '../../src/platform/errors.ts';
import { rowsOf } from '../support/account-rows.ts';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { fillAccount } from '../support/full-account.ts';
import { useJobs } from '../support/jobs.ts';
import { makeViewer } from '../support/viewer.ts';

const database = useDatabase();
const { db } = database;
const jobs = useJobs(database);
const { services } = makeApi(db, jobs);
const { collections, memories, deletions, apiKeys } = services;

test('hides an account at once and erases all its rows, and none of another account', async () => {
  const { viewer, doomed, stays } = await fillAccount(db, services);
  const other = await fillAccount(db, services);
  const before = await rowsOf(db, other.viewer.accountId);
  const collectionIds = await collections.tree(viewer, null);
  expect(await deletions.deleteAccount(viewer, viewer.accountId)).toEqual({
    collectionIds: expect.arrayContaining(collectionIds),
    parentId: null,
    conversations: 1,
    memories: 6,
  });
  expect(await collections.tree(viewer, null)).toEqual([]);
  expect(await memories.byIds(viewer, [...doomed, stays])).toEqual([]);
  expect(await apiKeys.list(viewer)).toEqual([]);
  await jobs.processAll();
  expect(await rowsOf(db, viewer.accountId)).toEqual({});
  expect(await rowsOf(db, other.viewer.accountId)).toEqual(before);
});

test('the account can start over before its old data is erased, and keeps its new data', async () => {
  const { viewer } = await fillAccount(db, services);
  await deletions.deleteAccount(viewer, viewer.accountId);
  const anew = await fillAccount(db, services, viewer);
  await jobs.processAll();
  expect(await collections.tree(viewer, null)).toHaveLength(3);
  expect(await memories.byIds(viewer, [...anew.doomed, anew.stays])).toHaveLength(6);
  expect(await deletions.deleteAccount(viewer, viewer.accountId)).toMatchObject({ memories: 6 });
});

test('an empty account can be deleted', async () => {
  const viewer = makeViewer();
  expect(await deletions.deleteAccount(viewer, viewer.accountId)).toEqual({
    collectionIds: [],
    parentId: null,
    conversations: 0,
    memories: 0,
  });
});

test('deletes nothing if the confirmation is not the name of the account', async () => {
  const { viewer, root } = await fillAccount(db, services);
  const given = ['', viewer.accountId.toUpperCase(), ` ${viewer.accountId}`, viewer.principal];
  for (const confirm of given) {
    await expect(deletions.deleteAccount(viewer, confirm)).rejects.toThrow(ValidationError);
  }
  expect(await collections.byIds(viewer, [root])).toHaveLength(1);
});

test('an account may be deleted by its namesake or an admin, but not with access to only some collections', () => {
  const write = new Set(['read', 'write'] as const);
  const own = { accountId: 'anna', principal: 'anna' };
  expect(mayDeleteAccount(makeViewer({ ...own, scopes: write }))).toBe(true);
  expect(mayDeleteAccount(makeViewer({ ...own, scopes: new Set(['read']) }))).toBe(false);
  expect(mayDeleteAccount(makeViewer({ ...own, principal: 'ben', scopes: write }))).toBe(false);
  expect(mayDeleteAccount(makeViewer({ ...own, principal: 'ben' }))).toBe(true);
  expect(mayDeleteAccount(makeViewer({ ...own, collectionIds: new Set(['x']) }))).toBe(false);
});
