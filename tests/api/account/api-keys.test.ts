import { expect, inject, test } from 'vitest';
import { ApiKeyStore } from '../../../src/account/api-key.store.ts';
import { newSecret } from '../../../src/account/api-key.ts';
import { endApiKeys } from '../../../src/account/end-api-keys.ts';
import type { Viewer } from '../../../src/account/viewer.ts';
import { decodeNodeId, encodeNodeId } from '../../../src/graphql/node-id.ts';
import { newId } from '../../../src/platform/db/new-id.ts';
import { UnitOfWork } from '../../../src/platform/events/unit-of-work.ts';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { someoneWaitsFor } from '../../support/locks.ts';
import { mutate } from '../../support/mutate.ts';
import { makeViewer } from '../../support/viewer.ts';

const { db } = useDatabase();
const api = makeApi(db);
const { run: execute, services } = api;

const writer = (given: Partial<Viewer> = {}) => makeViewer({ scopes: new Set(['read', 'write']), ...given });

const created = 'apiKey { id name prefix principal scopes collectionIds createdAt lastUsedAt expiresAt } secret';
const wrong = '... on ValidationError { issues { path message } } ... on NotFoundError { missingId }';
const create = (viewer: Viewer, input: object) =>
  mutate(api, viewer, 'createApiKey', { name: 'robot', scopes: ['read'], ...input }, created, wrong);

const revoke = (viewer: Viewer, id: string) =>
  mutate(api, viewer, 'revokeApiKey', { id }, 'revokedId', '... on NotFoundError { missingId }');

const collectionOf = async (viewer: Viewer, parentId: string | null): Promise<string> =>
  (await mutate(api, viewer, 'createCollection', { name: 'Team', parentId }, 'collection { id }')).collection.id;

const unknown = encodeNodeId('Collection', newId());
const someKey = encodeNodeId('ApiKey', newId());

const names = async (viewer: Viewer): Promise<string[]> => {
  const data = await execute(viewer, '{ viewer { apiKeys { name } } }');
  return data.viewer.apiKeys.map(({ name }: { name: string }) => name);
};

test('a viewer sees their own identity and finds themselves by global id', async () => {
  const viewer = writer({ principal: 'Zoë / 1:2', plan: 'STARTER' });
  const { viewer: seen } = await execute(viewer, '{ viewer { id account principal plan scopes } }');
  expect(seen).toMatchObject({
    account: viewer.accountId,
    principal: 'Zoë / 1:2',
    plan: 'STARTER',
    scopes: ['read', 'write'],
  });
  const byId = 'query ($id: ID!) { node(id: $id) { id ... on Viewer { principal } } }';
  expect(await execute(viewer, byId, { id: seen.id })).toEqual({ node: { id: seen.id, principal: 'Zoë / 1:2' } });
  expect(await execute({ ...viewer, principal: 'other' }, byId, { id: seen.id })).toEqual({ node: null });
});

test('a new key shows its secret once; only a hash of it is stored', async () => {
  const viewer = writer();
  const expiresAt = '2099-01-01T00:00:00.000Z';
  const { apiKey, secret } = await create(viewer, { name: ' robot ', scopes: ['write', 'read', 'read'], expiresAt });
  expect(apiKey).toMatchObject({ name: 'robot', scopes: ['read', 'write'], lastUsedAt: null, expiresAt });
  expect(secret).toMatch(new RegExp(`^${apiKey.prefix}_[\\w-]{43}$`));
  const rows = await db.selectFrom('api_key').selectAll().where('account_id', '=', viewer.accountId).execute();
  expect(JSON.stringify(rows)).not.toContain(secret.slice(apiKey.prefix.length));
});

test.each<[string, object, string[], string]>([
  ['no scope', { scopes: [] }, ['input', 'scopes'], 'is empty'],
  [
    'an unknown scope',
    { scopes: ['read', 'root'] },
    ['input', 'scopes', '1'],
    'is not a scope: choose from read, write',
  ],
  ['a scope too high', { scopes: ['admin'] }, ['input', 'scopes', '0'], 'is a scope that you do not have yourself'],
  ['a blank name', { name: ' \n' }, ['input', 'name'], 'is empty'],
  ['a name too long', { name: 'x'.repeat(101) }, ['input', 'name'], 'is longer than 100 characters'],
  [
    'an end in the past',
    { expiresAt: '2020-01-01T00:00:00Z' },
    ['input', 'expiresAt'],
    'is not in the future: give a later time',
  ],
])('%s is a ValidationError', async (_, input, path, message) => {
  const viewer = writer();
  const { code, issues } = await create(viewer, input);
  expect(code).toBe('VALIDATION_FAILED');
  expect(issues).toEqual([{ path, message: expect.stringContaining(message) }]);
  expect(await names(viewer)).toEqual([]);
});

test('reports only the first 20 of many mistakes in one input', async () => {
  const scopes = Array.from({ length: 10_000 }, () => 'root');
  const { code, issues } = await create(writer(), { scopes });
  expect(code).toBe('VALIDATION_FAILED');
  expect(issues).toHaveLength(20);
  expect(issues[19].path).toEqual(['input', 'scopes', '19']);
});

test('a key cannot create another that outlives it', async () => {
  const viewer = writer({ actorKind: 'API_KEY', expiresAt: new Date('2098-01-01') });
  expect((await create(viewer, {})).issues).toMatchObject([{ path: ['input', 'expiresAt'] }]);
  expect((await create(viewer, { expiresAt: '2099-01-01T00:00:00Z' })).code).toBe('VALIDATION_FAILED');
  expect((await create(viewer, { expiresAt: '2097-01-01T00:00:00Z' })).secret).toBeDefined();
});

test('a key that was revoked while its request ran cannot create another', async () => {
  const owner = writer();
  const { apiKey } = await create(owner, {});
  const robot = writer({ ...owner, actorKind: 'API_KEY', apiKeyId: decodeNodeId('ApiKey', apiKey.id) ?? '' });
  expect((await create(robot, { name: 'by a robot' })).secret).toBeDefined();
  await revoke(owner, apiKey.id);
  await expect(create(robot, { name: 'by nobody' })).rejects.toThrow('was revoked');
  expect(await names(owner)).toEqual(['by a robot']);
});

// Needs two connections, one of which waits for the other.
test.runIf(inject('poolSize') > 1)('deleting an account also deletes a key that is just being created', async () => {
  const viewer = writer();
  const { accountId } = viewer;
  const making = await db.startTransaction().execute();
  await new ApiKeyStore(making).countToAdd(accountId);
  const deleting = db.transaction().execute((transaction) => endApiKeys(new UnitOfWork(transaction, accountId)));
  await Promise.race([deleting, someoneWaitsFor(making)]);
  const { prefix, hash } = newSecret();
  const given = { account_id: accountId, id: newId(), principal: 'ann', name: 'late', plan: 'FREE' } as const;
  await new ApiKeyStore(making).insert({ ...given, prefix, hash, scopes: [], collection_ids: null, expires_at: null });
  await making.commit().execute();
  await deleting;
  expect(await services.apiKeys.list(makeViewer({ accountId }))).toEqual([]);
});

test('an account has at most 100 keys that are not revoked', async () => {
  const viewer = writer();
  // More at once than are allowed.
  const answers = await Promise.all(Array.from({ length: 110 }, () => create(viewer, {})));
  const keys = answers.filter(({ apiKey }) => apiKey);
  expect(keys).toHaveLength(100);
  expect((await create(viewer, {})).issues[0].message).toContain('revoke one first');
  await revoke(viewer, keys[0].apiKey.id);
  expect((await create(viewer, {})).secret).toBeDefined();
});

test('an expired key does not count towards the limit, and is listed after the usable ones', async () => {
  const viewer = writer();
  for (const name of ['first', 'second', 'third']) await create(viewer, { name });
  const ofAccount = db.updateTable('api_key').where('account_id', '=', viewer.accountId);
  await ofAccount
    .set({ expires_at: new Date('2026-01-01') })
    .where('name', '=', 'third')
    .execute();
  expect(await names(viewer)).toEqual(['second', 'first', 'third']);
  const answers = await Promise.all(Array.from({ length: 99 }, () => create(viewer, {})));
  expect(answers.filter(({ apiKey }) => apiKey)).toHaveLength(98);
  expect((await names(viewer)).slice(-2)).toEqual(['second', 'first']);
});

test('principals see and revoke their own keys, an admin all of the account, nobody those of another account', async () => {
  const ann = writer({ principal: 'ann' });
  const bob = writer({ accountId: ann.accountId, principal: 'bob' });
  const admin = makeViewer({ accountId: ann.accountId, principal: 'root' });
  const stranger = makeViewer({ principal: 'ann' });
  const { apiKey } = await create(ann, { name: 'of ann' });
  await create(bob, { name: 'of bob' });
  expect(await names(ann)).toEqual(['of ann']);
  expect((await names(admin)).toSorted()).toEqual(['of ann', 'of bob']);
  expect(await names(stranger)).toEqual([]);

  const node = 'query ($id: ID!) { node(id: $id) { ... on ApiKey { name } } }';
  expect(await execute(ann, node, { id: apiKey.id })).toEqual({ node: { name: 'of ann' } });
  for (const other of [bob, stranger]) {
    expect(await execute(other, node, { id: apiKey.id })).toEqual({ node: null });
    expect(await revoke(other, apiKey.id)).toMatchObject({ code: 'NOT_FOUND', missingId: apiKey.id });
  }
  expect(await revoke(admin, apiKey.id)).toMatchObject({ revokedId: apiKey.id });
  expect(await revoke(ann, apiKey.id)).toMatchObject({ code: 'NOT_FOUND', missingId: apiKey.id });
  expect(await execute(ann, node, { id: apiKey.id })).toEqual({ node: null });
  expect(await names(admin)).toEqual(['of bob']);
});

test('a revocation is announced before the mutation returns, and only once', async () => {
  const viewer = writer();
  const { apiKey } = await create(viewer, {});
  const told: string[] = [];
  using listening = services.apiKeys.onRevoked((id) => told.push(encodeNodeId('ApiKey', id)));
  await revoke(viewer, apiKey.id);
  expect(told).toEqual([apiKey.id]);
  await revoke(viewer, apiKey.id);
  listening[Symbol.dispose]();
  await revoke(viewer, (await create(viewer, {})).apiKey.id);
  expect(told).toEqual([apiKey.id]);
});

test('a viewer limited to collections neither sees nor revokes a key with wider access', async () => {
  const whole = makeViewer();
  const [one, other] = [newId(), newId()];
  const narrowed = (...ids: string[]) => ({ ...whole, collectionIds: new Set(ids) });
  const { apiKey: ofAll } = await create(whole, { name: 'of all' });
  const { apiKey: ofBoth } = await create(narrowed(one, other), { name: 'of both' });
  await create(narrowed(one), { name: 'of one' });
  expect(await names(narrowed(one))).toEqual(['of one']);
  expect((await names(narrowed(other, one))).toSorted()).toEqual(['of both', 'of one']);
  expect(await names(narrowed())).toEqual([]);
  const node = 'query ($id: ID!) { node(id: $id) { id } }';
  for (const { id } of [ofAll, ofBoth]) {
    expect(await execute(narrowed(one), node, { id })).toEqual({ node: null });
    expect(await revoke(narrowed(one), id)).toMatchObject({ code: 'NOT_FOUND', missingId: id });
  }
  expect((await names(whole)).toSorted()).toEqual(['of all', 'of both', 'of one']);
});

test('a key is made for some collections, and reaches those and what is below them', async () => {
  const whole = writer();
  const team = await collectionOf(whole, null);
  const below = await collectionOf(whole, team);
  const other = await collectionOf(whole, null);
  const { apiKey } = await create(whole, { collectionIds: [team] });
  expect(apiKey).toMatchObject({ principal: whole.principal, collectionIds: [team] });
  expect((await create(whole, {})).apiKey.collectionIds).toBeNull();

  const rows = await db.selectFrom('api_key').selectAll().where('account_id', '=', whole.accountId).execute();
  const { collection_ids } = rows.find(({ prefix }) => prefix === apiKey.prefix) ?? expect.fail();
  const viewer = writer({ ...whole, collectionIds: new Set(collection_ids) });
  const reached = await execute(viewer, '{ collections(first: 9) { edges { node { id } } } }');
  expect(reached.collections.edges.map(({ node }: { node: { id: string } }) => node.id)).toEqual([team, below]);
  // A key cannot make one that reaches further. One for a part it sees, and may revoke.
  const narrower = await create(viewer, { name: 'narrower', collectionIds: [below] });
  expect((await create(viewer, { name: 'same' })).apiKey.collectionIds).toEqual([team]);
  expect(await create(viewer, { collectionIds: [below, other] })).toMatchObject({
    code: 'NOT_FOUND',
    missingId: other,
  });
  expect((await names(viewer)).toSorted()).toEqual(['narrower', 'robot', 'same']);
  expect(await revoke(viewer, narrower.apiKey.id)).toMatchObject({ revokedId: narrower.apiKey.id });
});

test.each<[string, readonly string[], object]>([
  [
    'no collection',
    [],
    { issues: [{ path: ['input', 'collectionIds'], message: expect.stringContaining('is empty') }] },
  ],
  [
    'too many',
    Array.from({ length: 1_001 }, () => encodeNodeId('Collection', newId())),
    { issues: [{ path: ['input', 'collectionIds'], message: expect.stringContaining('has more than 1000 ids') }] },
  ],
  ['one that is not there', [unknown], { code: 'NOT_FOUND', missingId: unknown }],
  ['an id of another type', [someKey], { code: 'NOT_FOUND', missingId: someKey }],
])('a key for %s is refused', async (_, collectionIds, answer) => {
  const viewer = writer();
  expect(await create(viewer, { collectionIds })).toMatchObject(answer);
  expect(await names(viewer)).toEqual([]);
});

test('a key is not made for a collection that is deleted or of another account', async () => {
  const viewer = writer();
  const deleted = await collectionOf(viewer, null);
  await db
    .updateTable('collection')
    .set({ deleted_at: new Date() })
    .where('account_id', '=', viewer.accountId)
    .execute();
  for (const id of [deleted, await collectionOf(writer(), null)]) {
    expect(await create(viewer, { collectionIds: [id] })).toMatchObject({ code: 'NOT_FOUND', missingId: id });
  }
});
