import { hash, randomBytes } from 'node:crypto';
import type { Plan, Scope } from './viewer.ts';

/** An API key as shown to users, without its secret. */
export interface ApiKey {
  readonly id: string;
  readonly accountId: string;
  /** Who created it; it acts as this principal. */
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

/** Whether a credential is an API key rather than a JWT. */
export const looksLikeApiKey = (credential: string): boolean => credential.startsWith(scheme);

export const isWellFormedApiKey = (credential: string): boolean => shape.test(credential);

/** Generates a secret of 256 random bits, and what is stored of it. */
export function newSecret(): { readonly secret: string; readonly prefix: string; readonly hash: Buffer } {
  const prefix = scheme + randomBytes(4).toString('hex');
  const secret = `${prefix}_${randomBytes(32).toString('base64url')}`;
  return { secret, prefix, hash: hashOf(secret) };
}

/** Hash that is stored instead of the secret. A fast one is enough: 256 random bits cannot be guessed. */
export const hashOf = (secret: string): Buffer => hash('sha256', secret, 'buffer');
