import { pino } from 'pino';
import { expect, test } from 'vitest';
import { ApiKeyService } from '../../../src/account/api-key.service.ts';
import { ApiKeyStore } from '../../../src/account/api-key.store.ts';
import { Authenticator } from '../../../src/account/authenticator.ts';
import { signToken } from '../../../src/account/token-signer.ts';
import { createTokenVerifier } from '../../../src/account/token-verifier.ts';
import { CollectionService } from '../../../src/collection/collection.service.ts';
import { useDatabase } from '../../support/database.ts';
import { makeViewer } from '../../support/viewer.ts';

const { db } = useDatabase();
const keys = new ApiKeyService(db, new CollectionService(db));
const settings = { secrets: [{ kid: null, secret: 'a secret' }], audience: null, issuer: null };
const authenticator = new Authenticator({
  verifyToken: createTokenVerifier(settings, null),
  apiKeys: new ApiKeyStore(db),
  log: pino({ level: 'silent' }),
});

async function newKey(given = {}, viewer = makeViewer()) {
  const { apiKey, secret } = await keys.create(viewer, { name: 'robot', scopes: ['write'], ...given });
  const change = (columns: { last_used_at?: Date; expires_at?: Date }) =>
    db.updateTable('api_key').set(columns).where('account_id', '=', apiKey.accountId).execute();
  const lastUsedAt = async () => (await keys.byId(viewer, apiKey.id))?.lastUsedAt ?? null;
  return { viewer, apiKey, secret, header: `Bearer ${secret}`, change, lastUsedAt };
}

test('a request without a credential has no viewer', async () => {
  for (const nothing of [undefined, null, '', ' ']) expect(await authenticator.authenticate(nothing)).toBeNull();
});

test('a token and a key each resolve to their viewer', async () => {
  const claims = { principal: 'ann', plan: 'FREE', scopes: ['read'], expires: '1h' } as const;
  const token = await signToken(settings, claims);
  expect(await authenticator.authenticate(`bearer ${token}`)).toMatchObject({ principal: 'ann', actorKind: 'USER' });

  const collectionIds = new Set(['01890a5d-ac96-774b-bcce-b302099a8057']);
  const viewer = makeViewer({ principal: 'ann', plan: 'STARTER', collectionIds });
  const expiresAt = new Date('2097-01-01');
  const { header } = await newKey({ expiresAt }, viewer);
  expect(await authenticator.authenticate(header)).toEqual({
    accountId: viewer.accountId,
    principal: 'ann',
    actorKind: 'API_KEY',
    plan: 'STARTER',
    scopes: new Set(['read', 'write']),
    collectionIds,
    expiresAt,
    apiKeyId: expect.any(String),
  });
});

test('refuses a header that is not "Bearer", a space and a credential', async () => {
  for (const header of ['Basic YTpi', 'Bearer', 'Bearer a b', 'mng_1']) {
    await expect(authenticator.authenticate(header)).rejects.toThrow('takes "Bearer", a space');
  }
});

test('refuses a key that is unknown, truncated, revoked or expired, without repeating it in the error', async () => {
  const { viewer, apiKey, header, secret, change } = await newKey();
  const refused = async (sent: string, message: string) => {
    const error = await authenticator.authenticate(sent).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'UNAUTHENTICATED', message: expect.stringContaining(message) });
    expect(String(error)).not.toContain(secret.slice(-43, -1));
  };
  await refused(header.slice(0, -1), 'is malformed');
  await refused(`${header.slice(0, -43)}${'A'.repeat(43)}`, 'is not known');
  await change({ expires_at: new Date('2020-01-01') });
  await refused(header, `${apiKey.prefix} expired at 2020-01-01T00:00:00.000Z`);
  await keys.revoke(viewer, apiKey.id);
  await refused(header, `${apiKey.prefix} was revoked`);
});

test('records the use of a key at most once a minute', async () => {
  const { header, change, lastUsedAt } = await newKey();
  const use = async () => {
    await Promise.all([authenticator.authenticate(header), authenticator.authenticate(header)]);
    await authenticator.settle();
    return await lastUsedAt();
  };
  expect(await lastUsedAt()).toBeNull();
  const first = await use();
  expect(first).toBeInstanceOf(Date);
  expect(await use()).toEqual(first);
  await change({ last_used_at: new Date('2020-01-01') });
  expect((await use())?.getTime()).toBeGreaterThanOrEqual(first?.getTime() ?? Number.POSITIVE_INFINITY);
});
