import { hash } from 'node:crypto';
import type { JWTHeaderParameters, JWTVerifyGetKey } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Viewer } from './viewer.ts';

type Key = Awaited<ReturnType<JWTVerifyGetKey>>;

interface Verified {
  readonly viewer: Viewer;
  readonly header: JWTHeaderParameters;
  /** The key that verified its signature. */
  readonly key: Key;
}

const mostTokens = 10_000;
const keptMs = 60_000;

/**
 * Caches tokens that were verified within the last minute, to skip the signature check. Expiry is checked again and the key is
 * looked up again: a token that has expired, or whose key was removed or replaced, is a miss. Stores only hashes of tokens.
 */
export class VerifiedTokens {
  readonly #keyFor: JWTVerifyGetKey;
  readonly #tokens = new LRUCache<string, Verified>({ max: mostTokens, ttl: keptMs });

  constructor(keyFor: JWTVerifyGetKey) {
    this.#keyFor = keyFor;
  }

  /** Throws what `keyFor` throws. */
  async find(token: string): Promise<Viewer | null> {
    const known = this.#tokens.get(hashOf(token));
    if (!known?.viewer.expiresAt || known.viewer.expiresAt.getTime() <= Date.now()) return null;
    const [encoded = '', payload = '', signature = ''] = token.split('.');
    const key = await this.#keyFor(known.header, { protected: encoded, payload, signature });
    return key === known.key ? known.viewer : null;
  }

  add(token: string, verified: Verified): void {
    this.#tokens.set(hashOf(token), verified);
  }
}

const hashOf = (token: string): string => hash('sha256', token, 'base64url');
