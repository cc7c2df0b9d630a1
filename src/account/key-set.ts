import { createLocalJWKSet, createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose';
import type { Logger } from 'pino';
import { UnavailableError } from '../platform/errors.ts';
import { ToldSeldom } from '../platform/told-seldom.ts';
import { AuthenticationError } from './account.errors.ts';

export interface KeySetOptions {
  /** How long fetched keys count as fresh. */
  readonly maxAgeMs?: number;
  /** After a fetch, how long an unknown key id triggers no other fetch; after a failed one, how long known keys are used without one. */
  readonly cooldownMs?: number;
  readonly timeoutMs?: number;
  readonly log?: Pick<Logger, 'warn'>;
}

class UnusableKeyError extends Error {}

/**
 * The public keys of a JWKS URL, fetched on first use. An unknown key id triggers another fetch, so that a rotation takes effect
 * at once. While the endpoint is down, known keys still verify and, after the first failure, no request waits for it; a token
 * with an unknown key gets UnavailableError, since it cannot be judged. A published key in an unusable form is logged once, and
 * only tokens that name it are rejected.
 */
export function createKeySet(url: string, { log, ...options }: KeySetOptions = {}): JWTVerifyGetKey {
  const unfetched = new ToldSeldom((err, untold) =>
    log?.warn(
      { err, untold },
      'the keys at JWKS_URL cannot be fetched: only tokens with keys that are known are accepted',
    ),
  );
  const keyOf = followKeys(url, options, (error) => unfetched.note(error));
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

function followKeys(url: string, options: KeySetOptions, onFailure: (error: unknown) => void): JWTVerifyGetKey {
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
      onFailure(cause);
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
      // In the background, since the endpoint may hang; a failure is reported.
      void ask(header, token).catch(() => {});
    }
    return known;
  };
}

/**
 * The library uses the wall clock: if that is set back, its keys, including withdrawn ones, would stay fresh for that much
 * longer. So freshness is also measured by the monotonic clock, which in turn stops while the machine sleeps.
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

/** The library accepts shorter keys, and throws a TypeError when it has to verify with them. */
function longEnough(key: Key): Key {
  const bits =
    key instanceof CryptoKey && 'modulusLength' in key.algorithm ? Number(key.algorithm.modulusLength) : null;
  if (bits === null || bits >= 2048) return key;
  const cause = new Error(`Its modulus has ${bits} bits where 2048 are needed`);
  throw new UnusableKeyError('It is too short', { cause });
}

/** Distinguishes it from a failed fetch, which is a TypeError, a timeout or a bare JOSEError. */
function isAboutTheToken(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  );
}
