import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';

/**
 * Names the state of an account since its last change. It is random rather than a counter, so that a store that lost it cannot return
 * to an old one. All cache keys of the account contain it. Readers fetch it before anything else; writers
 * replace it after the commit and before they respond.
 */
export interface Epochs {
  /** Null: currently unknown, so nothing may be read from or written to a cache. Never rejects. */
  current(accountId: string): Promise<string | null>;
  /** Invalidates everything cached for the account so far. Never rejects. */
  replace(accountId: string): Promise<void>;
}

/** An evicted account gets a new epoch: its lookups miss, but return nothing wrong. */
const mostAccounts = 20_000;

/** Epochs of this process only; `isTold` says whether it is notified of all commits, including those of other processes. */
export class MemoryEpochs implements Epochs {
  readonly #epochs = new LRUCache<string, string>({ max: mostAccounts, memoMethod: () => randomUUID() });
  readonly #isTold: () => boolean;

  constructor(isTold: () => boolean = () => true) {
    this.#isTold = isTold;
  }

  async current(accountId: string): Promise<string | null> {
    return this.#isTold() ? this.#epochs.memo(accountId) : null;
  }

  async replace(accountId: string): Promise<void> {
    this.#epochs.delete(accountId);
  }
}
