import type { Logger } from 'pino';
import { AuthenticationError } from './account.errors.ts';
import type { ApiKeyStore, PresentedKey } from './api-key.store.ts';
import { hashOf, isWellFormedApiKey, looksLikeApiKey } from './api-key.ts';
import type { VerifyToken } from './token-verifier.ts';
import { grantedScopes, type Viewer } from './viewer.ts';

interface Parts {
  readonly verifyToken: VerifyToken;
  readonly apiKeys: Pick<ApiKeyStore, 'byHash' | 'noteUse'>;
  readonly log: Pick<Logger, 'warn' | 'debug'>;
}

/** Authenticates a request by its `Authorization` header, or by the same value in a socket's first message. */
export class Authenticator {
  readonly #parts: Parts;
  readonly #noting = new Map<string, Promise<void>>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Returns null without a credential. Throws AuthenticationError, or UnavailableError if keys cannot be checked at the moment. */
  async authenticate(authorization: string | null | undefined): Promise<Viewer | null> {
    if (!authorization?.trim()) return null;
    try {
      return await this.#viewerOf(authorization.trim());
    } catch (error) {
      // Clients get the same reason.
      if (error instanceof AuthenticationError) this.#parts.log.debug({ reason: error.message }, 'a token was refused');
      throw error;
    }
  }

  async #viewerOf(authorization: string): Promise<Viewer> {
    const [, credential] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
    if (credential === undefined) {
      throw new AuthenticationError('The header Authorization takes "Bearer", a space, and a token or an API key');
    }
    return looksLikeApiKey(credential) ? this.#viewerOfKey(credential) : this.#parts.verifyToken(credential);
  }

  /** Waits until all uses of keys are recorded; call it before the database closes. */
  async settle(): Promise<void> {
    await Promise.all(this.#noting.values());
  }

  async #viewerOfKey(secret: string): Promise<Viewer> {
    if (!isWellFormedApiKey(secret)) throw new AuthenticationError('The API key is malformed: it was cut or changed');
    const presented = await this.#parts.apiKeys.byHash(hashOf(secret));
    if (!presented) throw new AuthenticationError('The API key is not known');
    const { key, revoked, expired, useIsStale } = presented;
    if (revoked) throw new AuthenticationError(`The API key ${key.prefix} was revoked`);
    if (expired) throw new AuthenticationError(`The API key ${key.prefix} expired at ${key.expiresAt?.toISOString()}`);
    if (useIsStale) this.#noteUse(presented);
    return {
      accountId: key.accountId,
      principal: key.principal,
      actorKind: 'API_KEY',
      apiKeyId: key.id,
      plan: key.plan,
      scopes: grantedScopes(key.scopes),
      collectionIds: key.collectionIds && new Set(key.collectionIds),
      expiresAt: key.expiresAt,
    };
  }

  /** Records the use of a key without blocking the request, at most one write per key at a time. */
  #noteUse({ key }: PresentedKey): void {
    if (this.#noting.has(key.id)) return;
    const noted = this.#parts.apiKeys
      .noteUse(key.accountId, key.id)
      .catch((error: unknown) =>
        this.#parts.log.warn({ err: error, apiKey: key.prefix }, 'the use of an API key was not recorded'),
      )
      .finally(() => this.#noting.delete(key.id));
    this.#noting.set(key.id, noted);
  }
}
