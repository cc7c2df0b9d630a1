import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { exportJWK, SignJWT } from 'jose';
import { expect, onTestFinished, test, vi } from 'vitest';
import { portOf } from '../../tests/support/port-of.ts';
import { UnavailableError } from '../platform/errors.ts';
import { createKeySet, type KeySetOptions } from './key-set.ts';
import { createTokenVerifier } from './token-verifier.ts';

test('tokens are verified with the public keys that they name, and the key set is fetched once', async () => {
  const [first, second] = [newKey('first'), newKey('second')];
  const identity = await startProvider(first, second);
  const verify = identity.verifier();
  expect(await verify(await token(first))).toMatchObject({ principal: 'ann' });
  expect(await verify(await token(second))).toMatchObject({ principal: 'ann' });
  expect(identity.fetches()).toBe(1);
});

test('after a rotation the new key is found and the old one refused', async () => {
  const [old, fresh] = [newKey('old'), newKey('fresh')];
  const identity = await startProvider(old);
  const verify = identity.verifier({ cooldownMs: 0 });
  const signed = await token(old);
  await verify(signed);
  identity.publish(fresh);
  await expect(verify(await token(fresh))).resolves.toBeDefined();
  await expect(verify(signed)).rejects.toThrow('names no key (kid) of the key set');
});

test('a removed key is refused once the cached key set is stale, even if no token names a new key', async () => {
  const [old, fresh] = [newKey('old'), newKey('fresh')];
  const identity = await startProvider(old);
  const verify = identity.verifier({ maxAgeMs: 0 });
  const signed = await token(old);
  await verify(signed);
  identity.publish(fresh);
  await expect(verify(signed)).rejects.toThrow('names no key (kid) of the key set');
});

test.each([
  ['found', { cooldownMs: 0 }],
  ['refused', { maxAgeMs: 0 }],
] as const)('setting the clock back does not delay a rotation: a key is %s', async (outcome, options) => {
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  const [old, fresh] = [newKey('old'), newKey('fresh')];
  const identity = await startProvider(old);
  const verify = identity.verifier(options);
  await verify(await token(old));
  identity.publish(fresh);
  vi.setSystemTime(Date.now() - 3_600_000);
  if (outcome === 'found') await expect(verify(await token(fresh))).resolves.toBeDefined();
  else await expect(verify(await token(old))).rejects.toThrow('names no key (kid) of the key set');
});

test('the key set is not fetched again for every unknown key', async () => {
  const identity = await startProvider(newKey('known'));
  const verify = identity.verifier();
  for (const kid of Array.from({ length: 100 }, (_, n) => `unknown ${n}`)) {
    await expect(verify(await token(newKey(kid)))).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  }
  expect(identity.fetches()).toBe(1);
});

test('a token signed with another private key under a known kid is refused', async () => {
  const identity = await startProvider(newKey('key'));
  await expect(identity.verifier()(await token(newKey('key')))).rejects.toThrow(
    'signature of the token does not match',
  );
});

test.each([
  ['cannot be imported', 'ES256', { kty: 'EC', crv: 'P-256', x: 'AAAA', y: 'AAAA' }],
  [
    'is a private one',
    'ES256',
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
  ],
  ['is too short', 'RS256', generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' })],
])(
  'tokens of a published key that %s are refused, the reason is logged once, and other keys still work',
  async (_, alg, jwk) => {
    const good = newKey('good');
    const identity = await startProvider(good);
    const warn = vi.fn();
    const verify = identity.verifier({ log: { warn } });
    const right = { ...(await exportJWK(good.publicKey)), kid: 'good' };
    identity.answer((_request, response) => response.end(JSON.stringify({ keys: [{ ...jwk, kid: 'bad' }, right] })));
    const parts = [{ alg, kid: 'bad' }, { type: 'access', sub: 'ann', exp: 9e9 }, 'signature'];
    const signed = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    for (let times = 0; times < 3; times += 1) {
      await expect(verify(signed)).rejects.toMatchObject({
        code: 'UNAUTHENTICATED',
        message: expect.stringContaining('published in a form that cannot be used'),
      });
      await expect(verify(await token(good))).resolves.toMatchObject({ principal: 'ann' });
    }
    expect(warn.mock.calls).toEqual([[expect.objectContaining({ kid: 'bad' }), expect.stringContaining('JWKS_URL')]]);
    expect(identity.fetches()).toBe(1);
  },
);

test('while the endpoint is down, known keys still verify and unknown ones are unavailable', async () => {
  const [known, unknown] = [newKey('known'), newKey('unknown')];
  const identity = await startProvider(known);
  const verify = identity.verifier({ maxAgeMs: 0, cooldownMs: 0 });
  await verify(await token(known));
  await identity.stop();
  await expect(verify(await token(known))).resolves.toBeDefined();
  await expect(verify(await token(unknown))).rejects.toThrow(UnavailableError);
});

test('while the endpoint hangs, only the first token of a known key waits, and later fetches run in the background', async () => {
  const [key, other] = [newKey('key'), newKey('other')];
  const identity = await startProvider(key);
  const verify = identity.verifier({ maxAgeMs: 0, cooldownMs: 20, timeoutMs: 1_000 });
  const signed = await token(key);
  await verify(signed);
  let givenUp = 0;
  identity.answer((_, response) => {
    response.once('close', () => {
      givenUp += 1;
    });
  });
  await expect(verify(signed)).resolves.toBeDefined();
  await expect.poll(() => givenUp).toBe(1);
  await delay(30);
  const before = identity.fetches();
  await expect(verify(signed)).resolves.toBeDefined();
  expect(givenUp).toBe(1);
  await expect.poll(() => identity.fetches()).toBeGreaterThan(before);
  identity.publish(other);
  const refused = () => expect(verify(signed)).rejects.toThrow('names no key (kid) of the key set');
  await vi.waitFor(refused, { timeout: 5_000 });
});

test('an endpoint that is down at first is retried with the next token', async () => {
  const key = newKey('key');
  const identity = await startProvider(key);
  const warn = vi.fn();
  const verify = identity.verifier({ log: { warn } });
  identity.answer((_request, response) => response.writeHead(503).end());
  await expect(verify(await token(key))).rejects.toThrow('JWKS_URL');
  identity.answer((_request, response) => response.end('<html>'));
  await expect(verify(await token(key))).rejects.toThrow(UnavailableError);
  // Once a minute, with the cause.
  const told = { err: expect.objectContaining({ message: expect.stringContaining('200') }), untold: 0 };
  expect(warn.mock.calls).toEqual([[told, expect.stringContaining('JWKS_URL cannot be fetched')]]);
  identity.publish(key);
  await expect(verify(await token(key))).resolves.toBeDefined();
});

interface Key {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

function newKey(kid: string): Key {
  return { kid, ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) };
}

function token({ kid, privateKey }: Key): Promise<string> {
  const jwt = new SignJWT({ type: 'access' }).setProtectedHeader({ alg: 'ES256', kid }).setSubject('ann');
  return jwt.setExpirationTime('1m').sign(privateKey);
}

/** An identity provider on a real socket. */
async function startProvider(...keys: Key[]) {
  let answer: RequestListener;
  let fetches = 0;
  const server = createServer((request, response) => {
    fetches += 1;
    answer(request, response);
  });
  const stop = async (): Promise<void> => {
    if (!server.listening) return;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  onTestFinished(stop);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const port = portOf(server);
  const publish = (...published: Key[]): void => {
    answer = async (_request, response) => {
      const jwks = published.map(async ({ kid, publicKey }) => ({
        ...(await exportJWK(publicKey)),
        kid,
        alg: 'ES256',
      }));
      response.end(JSON.stringify({ keys: await Promise.all(jwks) }));
    };
  };
  publish(...keys);
  return {
    stop,
    publish,
    answer: (listener: RequestListener) => {
      answer = listener;
    },
    fetches: () => fetches,
    verifier: (options?: KeySetOptions) => {
      const keySet = createKeySet(`http://127.0.0.1:${port}/jwks.json`, options);
      return createTokenVerifier({ secrets: [], audience: null, issuer: null }, keySet);
    },
  };
}
