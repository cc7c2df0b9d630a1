import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';

/**
 * A name for the state of an account since its last change. It is random and no counter, so that a store that has lost it cannot come back
 * to an old one. It stands in the keys of all that is cached of the account. Who reads takes it before anything else; who writes
 * replaces it after the commit and before the answer.
 */
export interface Epochs {
  /** Null: not to be known now, so nothing may be taken from a cache or put there. Never rejects. */
  current(accountId: string): Promise<string | null>;
  /** What was kept of the account before counts no more. Never rejects. */
  replace(accountId: string): Promise<void>;
}

/** An account that is forgotten gets a new epoch: it finds nothing, and nothing wrong. */
const mostAccounts = 20_000;

/** Epochs of this process alone; `isTold` says whether it hears of all commits: of those of other processes, too. */
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
