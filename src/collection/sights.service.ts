import type { Logger } from 'pino';
import type { Viewer } from '../account/viewer.ts';
import type { Database } from '../platform/db/database.ts';
import { getOrInsert } from '../platform/get-or-insert.ts';
import { Repeated } from '../platform/repeated.ts';
import { many, workFor } from '../platform/turns/requester.ts';
import { lostSights, type Sight } from './sight.store.ts';

const lookMs = 1_000;

interface Watched {
  readonly sight: Sight;
  readonly listeners: Set<() => void>;
}

/**
 * Notifies viewers limited to certain collections when a collection that they follow leaves their reach because it, or one of its
 * ancestors, was moved. All are checked in one statement, once a second while there are any.
 */
export class Sights {
  readonly #db: Database;
  readonly #watched = new Map<string, Watched>();
  readonly #looking: Repeated;

  constructor(db: Database, log: Pick<Logger, 'warn'>) {
    this.#db = db;
    this.#looking = new Repeated(lookMs, () =>
      workFor(many, () => this.look()).catch((error: unknown) =>
        log.warn({ err: error }, 'subscriptions could not be checked for collections moved out of sight'),
      ),
    );
  }

  /** Number of distinct sights that are watched. */
  get size(): number {
    return this.#watched.size;
  }

  /** Calls `onLost` when the collection leaves the viewer's reach. Null for a viewer of the whole account. */
  watch(viewer: Viewer, collectionId: string, onLost: () => void): Disposable | null {
    const sight = sightOf(viewer, collectionId);
    if (!sight) return null;
    const key = JSON.stringify(sight);
    const watched = getOrInsert(this.#watched, key, () => ({ sight, listeners: new Set() }));
    watched.listeners.add(onLost);
    this.#looking.start();
    return {
      [Symbol.dispose]: () => {
        watched.listeners.delete(onLost);
        if (watched.listeners.size === 0 && this.#watched.get(key) === watched) this.#watched.delete(key);
        if (this.#watched.size === 0) this.#looking.stop();
      },
    };
  }

  /** Checks one sight before an event of its collection is delivered. */
  async isLost(viewer: Viewer, collectionId: string): Promise<boolean> {
    const sight = sightOf(viewer, collectionId);
    const watched = sight && this.#watched.get(JSON.stringify(sight));
    return watched ? await this.#look([watched]) : false;
  }

  /** Checks all sights at once. */
  async look(): Promise<void> {
    await this.#look([...this.#watched.values()]);
  }

  /** Notifies the listeners of the lost ones; returns whether any was lost. */
  async #look(all: readonly Watched[]): Promise<boolean> {
    const lost = await lostSights(
      this.#db,
      all.map(({ sight }) => sight),
    );
    for (const place of lost) for (const tell of [...(all[place]?.listeners ?? [])]) tell();
    return lost.length > 0;
  }
}

const sightOf = ({ accountId, collectionIds }: Viewer, collectionId: string): Sight | null =>
  collectionIds && { accountId, collectionId, within: [...collectionIds].sort() };
