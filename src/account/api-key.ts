import { hash, randomBytes } from 'node:crypto';
import type { Plan, Scope } from './viewer.ts';

/** A credential for programs, as it is shown: never its secret. */
export interface ApiKey {
  readonly id: string;
  readonly accountId: string;
  /** Who made it, and who acts through it. */
  readonly principal: string;
  readonly name: string;
  /** The beginning of the secret, by which people tell keys apart. */
  readonly prefix: string;
  readonly scopes: readonly Scope[];
  readonly plan: Plan;
  readonly collectionIds: readonly string[] | null;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly expiresAt: Date | null;
}

const scheme = 'mng_';
const shape = /^mng_[0-9a-f]{8}_[\w-]{43}$/;

/** Tells an API key from a JWT. */
export const looksLikeApiKey = (credential: string): boolean => credential.startsWith(scheme);

export const isWellFormedApiKey = (credential: string): boolean => shape.test(credential);

/** A new secret of 256 random bits, and what is kept of it. */
export function newSecret(): { readonly secret: string; readonly prefix: string; readonly hash: Buffer } {
  const prefix = scheme + randomBytes(4).toString('hex');
  const secret = `${prefix}_${randomBytes(32).toString('base64url')}`;
  return { secret, prefix, hash: hashOf(secret) };
}

/** What is stored in a secret's place. A fast hash is enough: nobody can guess 256 random bits. */
export const hashOf = (secret: string): Buffer => hash('sha256', secret, 'buffer');
