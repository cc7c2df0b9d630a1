import { createLocalJWKSet, createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose';
import type { Logger } from 'pino';
import { UnavailableError } from '../platform/errors.ts';
import { AuthenticationError } from './account.errors.ts';

export interface KeySetOptions {
  /** How long fetched keys count as fresh. */
  readonly maxAgeMs?: number;
  /** How long after a fetch an unknown key id causes no other; after a failed one, how long known keys go without. */
  readonly cooldownMs?: number;
  readonly timeoutMs?: number;
  readonly log?: Pick<Logger, 'warn'>;
}

class UnusableKeyError extends Error {}

/**
 * The public keys behind a JWKS URL, fetched on first use. An unknown key id fetches them again, so that a rotation
 * is seen at once. While the endpoint is down, keys that are known go on to verify, and nobody who shows one waits for it
 * once it has failed; a token that needs another one meets UnavailableError, since nobody can say whether it is right.
 * A key that is published in a form that cannot be used is told once in the log, and refuses the tokens that name it alone.
 */
export function createKeySet(url: string, { log, ...options }: KeySetOptions = {}): JWTVerifyGetKey {
  const keyOf = followKeys(url, options);
  const told = new Set<string | undefined>();
  return async (header, token) => {
    try {
      return longEnough(await keyOf(header, token));
    } catch (error) {
      if (!(error instanceof UnusableKeyError)) throw error;
      const { kid } = header;
      if (!told.has(kid))
        log?.warn({ kid, err: error.cause }, 'a key of JWKS_URL cannot be used: its tokens are refused');
      told.add(kid);
      throw new AuthenticationError('The key (kid) that the token names is published in a form that cannot be used');
    }
  };
}

function followKeys(url: string, options: KeySetOptions): JWTVerifyGetKey {
  const { maxAgeMs = 600_000, cooldownMs = 30_000, timeoutMs = 5000 } = options;
  const { remote, keyOf } = remoteKeys(url, { maxAgeMs, cooldownMs, timeoutMs });
  let failedAt = Number.NEGATIVE_INFINITY;
  const ask = async (...[header, token]: Parameters<JWTVerifyGetKey>) => {
    try {
      const key = await keyOf(header, token);
      failedAt = Number.NEGATIVE_INFINITY;
      return key;
    } catch (cause) {
      if (isAboutTheToken(cause)) throw cause;
      const key = await knownKey(remote.jwks(), header, token);
      failedAt = performance.now();
      if (key) return key;
      throw new UnavailableError(
        'Tokens cannot be verified now, since the keys at JWKS_URL cannot be fetched: try again',
        { cause },
      );
    }
  };
  return async (header, token) => {
    const hasFailed = failedAt > Number.NEGATIVE_INFINITY;
    const known = hasFailed ? await knownKey(remote.jwks(), header, token) : null;
    if (!known) return await ask(header, token);
    if (performance.now() - failedAt >= cooldownMs) {
      failedAt = performance.now();
      // Nobody waits to learn whether it answers again: it may hang.
      void ask(header, token).catch(() => {});
    }
    return known;
  };
}

/**
 * The library goes by the clock of the machine: where that is set back, its keys would be fresh for so much longer, one that was taken out included. So what it has
 * is also old by the clock that is never set, which in turn stands still while the machine sleeps.
 */
function remoteKeys(url: string, { maxAgeMs, cooldownMs, timeoutMs }: Required<Omit<KeySetOptions, 'log'>>) {
  let fetchedAt = Number.NEGATIVE_INFINITY;
  const isOlderThan = (ms: number) => performance.now() - fetchedAt > ms;
  const remote = createRemoteJWKSet(new URL(url), {
    cacheMaxAge: maxAgeMs,
    cooldownDuration: cooldownMs,
    timeoutDuration: timeoutMs,
    [customFetch]: async (...request) => {
      const response = await fetch(...request);
      if (response.ok) fetchedAt = performance.now();
      return response;
    },
  });
  const keyOf: JWTVerifyGetKey = async (...named) => {
    if (isOlderThan(maxAgeMs)) await remote.reload();
    try {
      return await remote(...named);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || !isOlderThan(cooldownMs)) throw error;
      await remote.reload();
      return await remote(...named);
    }
  };
  return { remote, keyOf };
}

type KeySet = ReturnType<ReturnType<typeof createRemoteJWKSet>['jwks']>;

async function knownKey(known: KeySet, ...[header, token]: Parameters<JWTVerifyGetKey>) {
  if (!known) return null;
  try {
    return await createLocalJWKSet(known)(header, token);
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey) return null;
    throw isAboutTheToken(error) ? error : new UnusableKeyError('It cannot be read', { cause: error });
  }
}

type Key = Awaited<ReturnType<JWTVerifyGetKey>>;

/** The library reads shorter ones, and throws a TypeError when it is to verify with them. */
function longEnough(key: Key): Key {
  const bits =
    key instanceof CryptoKey && 'modulusLength' in key.algorithm ? Number(key.algorithm.modulusLength) : null;
  if (bits === null || bits >= 2048) return key;
  const cause = new Error(`Its modulus has ${bits} bits where 2048 are needed`);
  throw new UnusableKeyError('It is too short', { cause });
}

/** Told from a failed fetch, which is a TypeError, a timeout or a bare JOSEError. */
function isAboutTheToken(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  );
}
