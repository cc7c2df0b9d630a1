import type { Logger } from 'pino';
import type { Viewer } from '../account/viewer.ts';
import type { Database } from '../platform/db/database.ts';
import { Repeated } from '../platform/repeated.ts';
import { many, workFor } from '../platform/requester.ts';
import { lostSights, type Sight } from './sight.store.ts';

const lookMs = 1_000;

interface Watched {
  readonly sight: Sight;
  readonly listeners: Set<() => void>;
}

/**
 * Tells viewers who may see only some collections when one that they follow has gone out of their sight: moved from below
 * them, itself or what it lies in. All of them are looked at in one statement, once a second, while there are any.
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

  /** How many different ones are watched. */
  get size(): number {
    return this.#watched.size;
  }

  /** Nothing to watch for a viewer of the whole account: null. */
  watch(viewer: Viewer, collectionId: string, onLost: () => void): Disposable | null {
    const sight = sightOf(viewer, collectionId);
    if (!sight) return null;
    const key = JSON.stringify(sight);
    const watched = this.#watched.get(key) ?? { sight, listeners: new Set() };
    this.#watched.set(key, watched);
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

  /** Looks at one that something is to be told of. */
  async isLost(viewer: Viewer, collectionId: string): Promise<boolean> {
    const sight = sightOf(viewer, collectionId);
    const watched = sight && this.#watched.get(JSON.stringify(sight));
    return watched ? await this.#look([watched]) : false;
  }

  /** Looks at all of them at once. */
  async look(): Promise<void> {
    await this.#look([...this.#watched.values()]);
  }

  /** Whether one of them is lost. */
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
