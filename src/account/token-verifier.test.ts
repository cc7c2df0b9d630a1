import { createHmac, generateKeyPairSync } from 'node:crypto';
import { CompactSign } from 'jose';
import { expect, onTestFinished, test, vi } from 'vitest';
import { AuthenticationError } from './account.errors.ts';
import { signToken } from './token-signer.ts';
import { createTokenVerifier, type VerifyToken } from './token-verifier.ts';

const secrets = [
  { kid: 'new', secret: 'the new secret' },
  { kid: 'old', secret: 'the old secret' },
  { kid: null, secret: 'the default secret' },
];
const open = { secrets, audience: null, issuer: null };
const verify = createTokenVerifier(open, null);
const now = () => Math.floor(Date.now() / 1000);

function token(claims: object, header: { kid?: string } = {}, secret = 'the default secret'): Promise<string> {
  const payload = JSON.stringify({ type: 'access', sub: 'ann', exp: now() + 60, ...claims });
  const jws = new CompactSign(Buffer.from(payload)).setProtectedHeader({ alg: 'HS256', ...header });
  return jws.sign(Buffer.from(secret));
}

test('a token provides principal, account, plan, scopes and collections', async () => {
  const uuid = '01890a5d-ac96-774b-bcce-b302099a8057';
  const collections = [Buffer.from(`Collection:${uuid}`).toString('base64url')];
  const exp = now() + 3600;
  const viewer = await verify(await token({ account: 'acme', plan: 'pro', scope: 'openid admin', collections, exp }));
  expect(viewer).toEqual({
    accountId: 'acme',
    principal: 'ann',
    actorKind: 'USER',
    plan: 'PRO',
    scopes: new Set(['read', 'write', 'admin']),
    collectionIds: new Set([uuid]),
    expiresAt: new Date((exp + 30) * 1000),
  });
  // An empty list means no collections, not all.
  expect(await verify(await token({ collections: [] }))).toMatchObject({ collectionIds: new Set() });
});

test('without optional claims a principal has a FREE account of their own with the scopes read and write', async () => {
  expect(await verify(await token({}))).toMatchObject({
    accountId: 'ann',
    plan: 'FREE',
    scopes: new Set(['read', 'write']),
    collectionIds: null,
  });
});

test.each([
  ['read', ['read']],
  ['write', ['read', 'write']],
  ['', []],
  ['profile email', []],
])('the scope "%s" grants %j', async (scope, granted) => {
  expect((await verify(await token({ scope }))).scopes).toEqual(new Set(granted));
});

test('tokens signed with any of the configured secrets are accepted', async () => {
  const claims = { principal: 'ann', plan: 'PRO', scopes: ['read'], expires: '1h' } as const;
  for (const secret of secrets) {
    const viewer = await verify(await signToken({ ...open, secrets: [secret] }, claims));
    expect(viewer).toMatchObject({ principal: 'ann', plan: 'PRO', scopes: new Set(['read']) });
  }
});

test('clock skew of 20 seconds is tolerated', async () => {
  const { expiresAt } = await verify(await token({ exp: now() - 20, nbf: now() + 20 }));
  expect(expiresAt?.getTime()).toBeGreaterThan(Date.now());
});

test.each([1e13, Number.MAX_SAFE_INTEGER, 1e300])(
  'an exp of %d is clamped to the latest possible date',
  async (exp) => {
    const { expiresAt } = await verify(await token({ exp }));
    expect(expiresAt?.toISOString()).toBe('+275760-09-13T00:00:00.000Z');
  },
);

test.each<[string, object, string | RegExp]>([
  ['expired', { exp: now() - 120 }, /^The token expired at \d{4}-.*Z$/],
  ['lacks exp', { exp: undefined }, 'lacks the claim "exp"'],
  ['has a text as its exp', { exp: 'soon' }, 'has a wrong claim "exp", expected a number of seconds since 1970'],
  ['has a text as its nbf', { nbf: 'soon' }, 'has a wrong claim "nbf", expected a number of seconds since 1970'],
  ['has a text as its iat', { iat: 'soon' }, 'has a wrong claim "iat", expected a number of seconds since 1970'],
  ['lacks type', { type: undefined }, 'lacks the claim "type", expected "access"'],
  ['is a refresh token', { type: 'refresh' }, 'has a wrong claim "type", expected "access"'],
  ['lacks sub', { sub: undefined }, 'lacks the claim "sub"'],
  ['has an empty sub', { sub: '' }, 'has a wrong claim "sub", expected a text of 1 to 200'],
  ['has an account too long', { account: 'x'.repeat(201) }, 'has a wrong claim "account"'],
  ['has NUL in its account', { account: 'a\0b' }, 'has a wrong claim "account"'],
  ['has a number as its account', { account: 5 }, '"account", expected a text of 1 to 200'],
  ['has a number as its plan', { plan: 5 }, '"plan", expected one of FREE, STARTER, PRO'],
  ['narrows to numbers', { collections: [5] }, '"collections", expected the ids of collections'],
  ['is not valid yet', { nbf: now() + 120 }, /^The token is not valid before \d{4}-.*Z$/],
  ['has an unknown plan', { plan: 'GOLD' }, '"plan", expected one of FREE, STARTER, PRO'],
  ['narrows to no collection', { collections: ['TWVtb3J5OjE'] }, '"collections", expected the ids of collections'],
  [
    'narrows to null',
    { collections: null },
    '"collections", expected a list of the ids of collections, or no such claim',
  ],
  ['narrows to a text', { collections: 'all' }, '"collections", expected a list'],
])('a token that %s is refused', async (_, claims, message) => {
  await expectRefused(await token(claims), message);
});

test('a token signed with another key is refused', async () => {
  await expectRefused(await token({}, {}, 'another secret'), 'signature of the token does not match');
  await expectRefused(await token({}, { kid: 'new' }, 'the old secret'), 'signature of the token does not match');
  await expectRefused(await token({}, { kid: 'gone' }), 'a key (kid) that this server does not know');
});

test('a token without a kid is refused if every secret has one', async () => {
  const strict = createTokenVerifier({ ...open, secrets: secrets.slice(0, 2) }, null);
  await expect(strict(await token({}))).rejects.toThrow('names no key (kid)');
});

test('only HS256 is accepted for the configured secrets', async () => {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const body = encode({ type: 'access', sub: 'ann', exp: now() + 60 });
  await expectRefused(`${encode({ alg: 'none' })}.${body}.`, 'the algorithm "none"; accepted are HS256');
  const signed = `${encode({ alg: 'HS512' })}.${body}`;
  const signature = createHmac('sha512', 'the default secret').update(signed).digest('base64url');
  await expectRefused(`${signed}.${signature}`, 'the algorithm "HS512"; accepted are HS256');
});

test('a public key of the key set is not accepted as an HMAC secret', async () => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const publicOnly = createTokenVerifier({ ...open, secrets: [] }, () => publicKey);
  await expect(publicOnly(await token({}, {}, pem))).rejects.toThrow('the algorithm "HS256"; accepted are RS256');
});

test('audience and issuer are checked if they are configured', async () => {
  const strict = createTokenVerifier({ ...open, audience: 'memories', issuer: 'https://id' }, null);
  const both = { aud: ['other', 'memories'], iss: 'https://id' };
  await expect(strict(await token(both))).resolves.toBeDefined();
  await expect(strict(await token({ ...both, aud: undefined }))).rejects.toThrow('lacks the claim "aud"');
  await expect(strict(await token({ ...both, aud: 'x' }))).rejects.toThrow(
    'another audience (aud), expected "memories"',
  );
  await expect(strict(await token({ ...both, iss: 'x' }))).rejects.toThrow(
    'another issuer (iss), expected "https://id"',
  );
});

test.each(['', 'x', 'a.b.c', 'eyJhbGciOiJIUzI1NiJ9.e30', '😀.😀.😀'])(
  'the malformed token %j is refused',
  async (text) => {
    await expectRefused(text, 'not a well-formed JWT');
  },
);

test('a token longer than 16,384 characters is refused', async () => {
  await expectRefused('x'.repeat(20_000), 'longer than 16384');
});

test('a verified token is cached, but refused once it has expired or its key has changed', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const payload = JSON.stringify({ type: 'access', sub: 'ann', exp: now() + 20 });
  const jws = await new CompactSign(Buffer.from(payload)).setProtectedHeader({ alg: 'EdDSA' }).sign(privateKey);
  let key = publicKey;
  const followed = createTokenVerifier({ ...open, secrets: [] }, () => key);
  const viewer = await followed(jws);
  expect(await followed(jws)).toBe(viewer);
  await expectRefusedBy(followed, `${jws.slice(0, -4)}AAAA`, 'signature of the token does not match');
  key = generateKeyPairSync('ed25519').publicKey;
  await expectRefusedBy(followed, jws, 'signature of the token does not match');
  key = publicKey;
  vi.setSystemTime(Date.now() + 60_000);
  await expectRefusedBy(followed, jws, 'The token expired at');
});

const expectRefused = (jwt: string, message: string | RegExp) => expectRefusedBy(verify, jwt, message);

async function expectRefusedBy(verifier: VerifyToken, jwt: string, message: string | RegExp): Promise<void> {
  const error = await verifier(jwt).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(AuthenticationError);
  expect(error).toMatchObject({ code: 'UNAUTHENTICATED' });
  const told = error instanceof Error ? error.message : '';
  expect(told).toMatch(message);
  for (const part of jwt.split('.')) if (part.length > 8) expect(told).not.toContain(part);
}

test('a clock jump of an hour affects the validity of a token only until the clock is right again', async () => {
  const now = Date.parse('2026-11-20T12:00:00Z');
  onTestFinished(() => void vi.useRealTimers());
  vi.useFakeTimers({ now, toFake: ['Date'] });
  const signed = await signToken(open, { principal: 'ann', plan: 'PRO', scopes: ['read'], expires: '30m' });
  const at = async (minutes: number) => {
    vi.setSystemTime(now + minutes * 60_000);
    return verify(signed).then(
      ({ principal }) => principal,
      ({ code }) => code,
    );
  };
  // Signed at a time that is then in the future.
  expect(await at(-60)).toBe('ann');
  expect(await at(60)).toBe('UNAUTHENTICATED');
  expect(await at(0)).toBe('ann');
});
