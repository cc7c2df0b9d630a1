import { createSecretKey, type KeyObject } from 'node:crypto';
import { errors, type JWTHeaderParameters, type JWTVerifyGetKey, type JWTVerifyOptions, jwtVerify } from 'jose';
import type { AuthConfig } from '../platform/config/auth-config.ts';
import { AuthenticationError } from './account.errors.ts';
import { clockToleranceSeconds, viewerFromClaims } from './token-claims.ts';
import { rejection } from './token-rejection.ts';
import { VerifiedTokens } from './verified-tokens.ts';
import type { Viewer } from './viewer.ts';

/** Verifies a JWT and returns its viewer. Throws AuthenticationError, or UnavailableError if the key set is down. */
export type VerifyToken = (token: string) => Promise<Viewer>;

const asymmetric = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
/** Longer than any HTTP header can be; avoids work on long tokens from sockets. */
const maxLength = 16_384;

/**
 * `keySet` provides the public keys of the identity provider. The algorithm alone selects the source of the key: our secrets for
 * HS256, the key set for asymmetric ones; anything else is rejected. So a public key can never be used as an HMAC secret.
 */
export function createTokenVerifier(
  { secrets, audience, issuer }: Pick<AuthConfig, 'secrets' | 'audience' | 'issuer'>,
  keySet: JWTVerifyGetKey | null,
): VerifyToken {
  const keys = new Map(secrets.map(({ kid, secret }) => [kid, createSecretKey(Buffer.from(secret))]));
  const algorithms = [...(keys.size > 0 ? ['HS256'] : []), ...(keySet ? asymmetric : [])];
  const options: JWTVerifyOptions = {
    clockTolerance: clockToleranceSeconds,
    requiredClaims: ['exp', 'sub'],
    ...(audience !== null && { audience }),
    ...(issuer !== null && { issuer }),
  };
  const keyFor: JWTVerifyGetKey = (header, token) => {
    if (!algorithms.includes(header.alg)) throw wrongAlgorithm(header.alg, algorithms);
    return keySet && header.alg !== 'HS256' ? keySet(header, token) : secretOf(keys, header);
  };
  const verified = new VerifiedTokens(keyFor);
  return async (token) => {
    if (token.length > maxLength) throw new AuthenticationError(`The token is longer than ${maxLength} characters`);
    try {
      const known = await verified.find(token);
      if (known) return known;
      const { payload, key, header } = await verify(token, keyFor, options);
      const viewer = viewerFromClaims(payload);
      verified.add(token, { viewer, key, header });
      return viewer;
    } catch (error) {
      throw error instanceof errors.JOSEError ? rejection(error, { audience, issuer }) : error;
    }
  };
}

/** Also returns the key that verified the token, as its source returned it. */
async function verify(token: string, keyFor: JWTVerifyGetKey, options: JWTVerifyOptions) {
  const { promise, resolve } = Promise.withResolvers<Awaited<ReturnType<JWTVerifyGetKey>>>();
  const noting: JWTVerifyGetKey = async (header, parts) => {
    const key = await keyFor(header, parts);
    resolve(key);
    return key;
  };
  const { payload, protectedHeader: header } = await jwtVerify(token, noting, options);
  return { payload, header, key: await promise };
}

function secretOf(keys: ReadonlyMap<string | null, KeyObject>, { kid }: JWTHeaderParameters): KeyObject {
  const key = keys.get(kid ?? null);
  if (key) return key;
  if (kid === undefined) throw new AuthenticationError('The token names no key (kid) in its header');
  throw new AuthenticationError('The token names a key (kid) that this server does not know');
}

function wrongAlgorithm(alg: string, accepted: readonly string[]): AuthenticationError {
  const named = JSON.stringify(String(alg).slice(0, 20));
  return new AuthenticationError(
    `The token is signed with the algorithm ${named}; accepted are ${accepted.join(', ')}`,
  );
}
