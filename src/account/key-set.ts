import { createLocalJWKSet, createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose';
import { UnavailableError } from '../platform/errors.ts';

export interface KeySetOptions {
  /** How long fetched keys count as fresh. */
  readonly maxAgeMs?: number;
  /** How long after a fetch an unknown key id causes no other; after a failed one, how long known keys go without. */
  readonly cooldownMs?: number;
  readonly timeoutMs?: number;
}

/**
 * The public keys behind a JWKS URL, fetched on first use. An unknown key id fetches them again, so that a rotation
 * is seen at once. While the endpoint is down, keys that are known go on to verify, and nobody who shows one waits for it
 * once it has failed; a token that needs another one meets UnavailableError, since nobody can say whether it is right.
 */
export function createKeySet(url: string, options: KeySetOptions = {}): JWTVerifyGetKey {
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
      failedAt = performance.now();
      const key = await knownKey(remote.jwks(), header, token);
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
function remoteKeys(url: string, { maxAgeMs, cooldownMs, timeoutMs }: Required<KeySetOptions>) {
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
    throw error;
  }
}

/** Told from a failed fetch, which is a TypeError, a timeout or a bare JOSEError. */
function isAboutTheToken(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  );
}
