import type { Database } from '../platform/db/database.ts';
import { newId } from '../platform/db/new-id.ts';
import { NotFoundError, ValidationError } from '../platform/errors.ts';
import { parseInput } from '../platform/validation.ts';
import { AuthenticationError } from './account.errors.ts';
import { createApiKeyInput } from './api-key.input.ts';
import { ApiKeyStore, type KeyOwner } from './api-key.store.ts';
import { type ApiKey, newSecret } from './api-key.ts';
import type { Viewer } from './viewer.ts';

/** Maximum number of usable keys per account. */
export const maxApiKeys = 100;

/** The collections that a key is made for. They come after accounts, so app/ injects them. */
interface KeyCollections {
  /** Throws NotFoundError for the first of these that is not visible to the viewer. */
  requireAll(viewer: Viewer, ids: readonly string[]): Promise<void>;
}

/**
 * Creates, lists and revokes API keys. A principal manages their own keys; the scope `admin` covers the whole account. A viewer
 * limited to collections manages only keys with that limit or a narrower one, so that they cannot end keys for the whole account.
 */
export class ApiKeyService {
  readonly #db: Database;
  readonly #collections: KeyCollections;
  readonly #store: ApiKeyStore;
  readonly #onRevoked = new Set<(id: string) => void>();

  constructor(db: Database, collections: KeyCollections) {
    this.#db = db;
    this.#collections = collections;
    this.#store = new ApiKeyStore(db);
  }

  /** The key acts as the viewer, with their plan and at most their collections. The secret is returned only here. */
  async create(viewer: Viewer, input: unknown): Promise<{ apiKey: ApiKey; secret: string }> {
    const { name, scopes, collectionIds, expiresAt } = parseInput(createApiKeyInput(viewer, new Date()), input);
    await this.#collections.requireAll(viewer, collectionIds ?? []);
    const { secret, prefix, hash } = newSecret();
    const row = {
      account_id: viewer.accountId,
      id: newId(),
      principal: viewer.principal,
      name,
      prefix,
      hash,
      scopes,
      plan: viewer.plan,
      collection_ids: collectionIds ?? (viewer.collectionIds && [...viewer.collectionIds]),
      expires_at: expiresAt,
    };
    const apiKey = await this.#db.transaction().execute(async (transaction) => {
      const store = new ApiKeyStore(transaction);
      const count = await store.countToAdd(viewer.accountId);
      // The key in use was valid when the request began; if it has ended since, the new one must not outlive it.
      if (viewer.apiKeyId && !(await store.holdUsable(viewer.accountId, viewer.apiKeyId))) throw ended();
      if (count >= maxApiKeys) throw tooManyKeys();
      return await store.insert(row);
    });
    return { apiKey, secret };
  }

  list(viewer: Viewer): Promise<ApiKey[]> {
    return this.#store.list(ownerOf(viewer), maxApiKeys);
  }

  byId(viewer: Viewer, id: string): Promise<ApiKey | null> {
    return this.#store.byId(ownerOf(viewer), id);
  }

  async revoke(viewer: Viewer, id: string): Promise<void> {
    if (!(await this.#store.revoke(ownerOf(viewer), id))) throw new NotFoundError({ type: 'ApiKey', id });
    for (const listener of this.#onRevoked) listener(id);
  }

  /** Calls `listener` for each key revoked in this process, before the revoking call returns. */
  onRevoked(listener: (id: string) => void): Disposable {
    this.#onRevoked.add(listener);
    return { [Symbol.dispose]: () => void this.#onRevoked.delete(listener) };
  }

  /** Returns the ids of the keys that are still usable. */
  usable(ids: readonly string[]): Promise<string[]> {
    return ids.length === 0 ? Promise.resolve([]) : this.#store.usable(ids);
  }
}

const ownerOf = ({ accountId, principal, scopes, collectionIds }: Viewer): KeyOwner => ({
  accountId,
  principal: scopes.has('admin') ? null : principal,
  within: collectionIds && [...collectionIds],
});

const ended = () => new AuthenticationError('The API key was revoked or has expired');

const tooManyKeys = () =>
  new ValidationError([
    {
      path: ['name'],
      message: `would be API key ${maxApiKeys + 1} of the account, which may have ${maxApiKeys} that have not expired: revoke one first`,
    },
  ]);
