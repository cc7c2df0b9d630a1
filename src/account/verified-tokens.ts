import { hash } from 'node:crypto';
import type { JWTHeaderParameters, JWTVerifyGetKey } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Viewer } from './viewer.ts';

type Key = Awaited<ReturnType<JWTVerifyGetKey>>;

interface Verified {
  readonly viewer: Viewer;
  readonly header: JWTHeaderParameters;
  /** The key that its signature matched. */
  readonly key: Key;
}

const mostTokens = 10_000;
const keptMs = 60_000;

/**
 * Spares the signature of a token that was verified within the last minute. Its times are looked at again, and its key is
 * asked for again: a token whose key was taken away or exchanged, or that has expired, is not found. Tokens themselves
 * are not kept, only their hashes.
 */
export class VerifiedTokens {
  readonly #keyFor: JWTVerifyGetKey;
  readonly #tokens = new LRUCache<string, Verified>({ max: mostTokens, ttl: keptMs });

  constructor(keyFor: JWTVerifyGetKey) {
    this.#keyFor = keyFor;
  }

  /** Throws what the source of keys throws. */
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
