import type { CollectionKey } from '../../collection/collection.ts';
import { answeredInTime } from '../../platform/answered-in-time.ts';
import type { Int8Rows } from '../../platform/simd/int8-rows.ts';
import { HeldIndex } from './held-index.ts';
import type { RecallIndex } from './recall-index.ts';
import type { RecallLoader } from './recall-loader.ts';
import { NoRoomError, type Place, Shelf } from './shelf.ts';

/** Each index has a WebAssembly memory, of which a process can have some 16,000. */
const mostCollections = 4_000;
/** What a memory takes before it is known better. Source: bench/recall-index.ts. */
const typicalRowBytes = 530;
/** Collections that are loaded at once: SQL serves meanwhile and needs its connections. */
const mostLoads = 2;
/**
 * So many milliseconds after a search asked for it a load begins that no search waits for: the database answers that search meanwhile, in
 * about that time, and a load beside it would take a core from it.
 */
const loadDelay = 100;
/** So many milliseconds a collection that found no room is not tried again. */
const refusalTime = 60_000;

/** What the recall index did since the process began, and what it holds. */
interface RecallStatistics {
  /** Collections that are loaded. */
  readonly collections: number;
  readonly memories: number;
  readonly bytes: number;
  /** Of these, those of vectors, which lie in WebAssembly memory. */
  readonly vectorBytes: number;
  readonly budgetBytes: number;
  /** Searches that the index could answer, and those that it could not, since a collection was missing or out of reach. */
  readonly hits: number;
  readonly fallbacks: number;
  /** Loads, updates and rebuilds that failed. */
  readonly failures: number;
  /** Collections that had to make room for others. */
  readonly evictions: number;
}

/** A collection and the number of its newest event, as the search read it. */
export interface WantedCollection extends CollectionKey {
  readonly seq: number;
}

interface WaitingLoad {
  readonly place: Place;
  readonly end: () => void;
}

interface RecallIndexesParts {
  readonly loader: RecallLoader;
  /** Empty rows of the model's dimensions. */
  readonly newVectors: () => Int8Rows;
  /** Whether these are known: until then nothing is loaded. */
  readonly areVectorsKnown: () => boolean;
  /** Whether they still are: an index of others is of no use. */
  readonly fits: (vectors: Int8Rows) => boolean;
  readonly budgetBytes: number;
  /** Is told what went wrong: whoever searches is answered by SQL and does not learn of it. */
  readonly onError: (error: unknown, key: CollectionKey) => void;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
}

/**
 * The collections whose memories are held in the process, for one embedding model. One that is asked for and not here is
 * loaded in the background; where the budget does not hold all, those not used for longest go.
 */
export class RecallIndexes {
  readonly #parts: RecallIndexesParts;
  readonly #shelf: Shelf;
  /** Until when a collection that found no room is not tried again: the earliest first. */
  readonly #refused = new Map<string, number>();
  readonly #waiting: WaitingLoad[] = [];
  /** Ends of loads, of those under way and those that wait. */
  readonly #loads = new Map<string, Promise<void>>();
  readonly #background = new Set<Promise<void>>();
  readonly #counts = { hits: 0, fallbacks: 0, failures: 0 };
  #loading = 0;
  /** Runs until loads that wait begin. */
  #delay: NodeJS.Timeout | null = null;
  #turn = 0;

  constructor(parts: RecallIndexesParts) {
    this.#parts = parts;
    this.#shelf = new Shelf(parts.budgetBytes, mostCollections);
  }

  /** The indexes of all these collections, at these events or beyond; null where one is not here: then it will be soon. */
  async find(wanted: readonly WantedCollection[]): Promise<RecallIndex[] | null> {
    this.#turn += 1;
    const places = wanted.map((collection) => this.#use(collection));
    const isHere = places.every((place) => place?.held.index);
    const found = isHere ? await Promise.all(places.map((place, i) => this.#reach(place, wanted[i]?.seq ?? 0))) : [];
    const indexes = found.filter((index) => index !== null);
    const isComplete = indexes.length === wanted.length;
    this.#counts[isComplete ? 'hits' : 'fallbacks'] += 1;
    return isComplete ? indexes : null;
  }

  /**
   * The indexes of all these collections where they stand at these very events; else null, and nothing is waited for. An older
   * instant is none to bring an index to: to it the log would look as that of a restored database.
   */
  atHand(wanted: readonly WantedCollection[]): RecallIndex[] | null {
    this.#turn += 1;
    const indexes = wanted.flatMap((collection) => this.#use(collection)?.held.index ?? []);
    const isHere = indexes.length === wanted.length && indexes.every(({ seq }, place) => seq === wanted[place]?.seq);
    this.#counts[isHere ? 'hits' : 'fallbacks'] += 1;
    return isHere ? indexes : null;
  }

  /** Has what memories name read in the background where that is not known up to the events that are wanted. */
  nameUpTo(wanted: readonly WantedCollection[]): void {
    for (const { seq, ...key } of wanted) {
      const place = this.#shelf.get(nameOf(key));
      const known = place?.held.index?.names.upTo;
      if (!place || known === undefined || (known !== null && known >= seq)) continue;
      this.#inBackground(place, async () => {
        await place.held.name(seq).catch((error: unknown) => {
          if (!place.held.isStopped) this.#fail(place, error);
        });
        this.#shelf.makeRoom(place, 0, place.usedAt);
      });
    }
  }

  /** Waits until those of the collections that are being loaded are here, or are not to be, but no longer than this; false where none is. */
  async untilLoaded(wanted: readonly CollectionKey[], patienceMs: number): Promise<boolean> {
    const loads = wanted.flatMap((key) => this.#loads.get(nameOf(key)) ?? []);
    if (loads.length === 0) return false;
    this.#startLoads();
    await answeredInTime(Promise.all(loads), patienceMs);
    return true;
  }

  /** Whether one of the collections is being loaded, or waits for that. */
  isLoading(wanted: readonly CollectionKey[]): boolean {
    return wanted.some((key) => this.#loads.has(nameOf(key)));
  }

  /** Lets the least recently used collections go until no more than so many bytes are left. */
  shrink(bytes: number): void {
    this.#shelf.shrink(bytes);
  }

  get statistics(): RecallStatistics {
    const { places, bytes, budgetBytes, evictions } = this.#shelf;
    const indexes = places.flatMap(({ held }) => held.index ?? []);
    const memories = indexes.reduce((sum, index) => sum + index.memories, 0);
    const vectorBytes = indexes.reduce((sum, { rows, vectors }) => sum + rows * vectors.dimensions, 0);
    return { ...this.#counts, collections: indexes.length, memories, bytes, vectorBytes, budgetBytes, evictions };
  }

  /** When nothing is being loaded or rebuilt. Loads that wait begin. */
  async idle(): Promise<void> {
    this.#startLoads();
    while (this.#background.size > 0) await Promise.all(this.#background);
  }

  /** Lets everything go. */
  async close(): Promise<void> {
    this.#shelf.shrink(-1);
    await this.idle();
  }

  #use({ accountId, collectionId }: WantedCollection): Place | null {
    const key = { accountId, collectionId };
    const name = nameOf(key);
    const place = this.#shelf.use(name, this.#turn);
    if (place?.held.index && !this.#parts.fits(place.held.index.vectors)) this.#shelf.remove(place);
    else if (place) return place;
    return this.#isRefused(name) || !this.#parts.areVectorsKnown() ? null : this.#begin(key);
  }

  #begin(key: CollectionKey): Place {
    const held = new HeldIndex(key, this.#parts.loader, this.#parts.newVectors);
    const place = this.#shelf.add(nameOf(key), held, this.#turn);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#loads.set(place.name, promise);
    const end = () => {
      // Of one that had to go meanwhile there may be another by now.
      if (this.#loads.get(place.name) === promise) this.#loads.delete(place.name);
      resolve();
    };
    this.#waiting.push({ place, end });
    this.#delay ??= setTimeout(this.#startLoads, loadDelay).unref();
    return place;
  }

  readonly #startLoads = (): void => {
    if (this.#delay) clearTimeout(this.#delay);
    this.#delay = null;
    while (this.#loading < mostLoads) {
      const next = this.#waiting.shift();
      if (!next) return;
      const { place, end } = next;
      if (place.held.isStopped) {
        end();
        continue;
      }
      this.#loading += 1;
      this.#inBackground(place, async () => {
        await this.#load(place).finally(() => {
          this.#loading -= 1;
          end();
          this.#startLoads();
        });
      });
    }
  };

  async #load(place: Place): Promise<void> {
    await place.held.load((rows) => this.#shelf.makeRoom(place, rows * typicalRowBytes, place.askedAt));
    this.#shelf.makeRoom(place, 0, place.askedAt);
  }

  async #reach(place: Place | null, seq: number): Promise<RecallIndex | null> {
    if (place === null) return null;
    const { held } = place;
    const isCurrent = held.index?.seq === seq;
    try {
      // Where nothing is new, what it takes was counted before.
      if (await held.reach(seq)) return isCurrent ? held.index : this.#tidy(place);
    } catch (error) {
      this.#fail(place, error);
      return null;
    }
    // What it holds is of no use any more.
    if (!place.held.isStopped) {
      this.#shelf.remove(place);
      this.#begin(place.held.key);
    }
    return null;
  }

  /** Counts an index after it was written to, and gets rid of what is gone in it. */
  #tidy(place: Place): RecallIndex | null {
    const { held } = place;
    const { index } = held;
    try {
      this.#shelf.makeRoom(place, 0, place.usedAt);
    } catch (error) {
      this.#lose(place, error);
    }
    if (!held.isStopped && held.isWasteful) {
      if (this.#shelf.hasRoom(held.bytes)) this.#inBackground(place, () => this.#rebuild(place));
      else this.#shelf.remove(place);
    }
    return index;
  }

  async #rebuild(place: Place): Promise<void> {
    await place.held.rebuild();
    this.#shelf.makeRoom(place, 0, place.usedAt);
  }

  /** Runs what nobody waits for; a collection that it fails for is let go, and the next search tries again. */
  #inBackground(place: Place, work: () => Promise<void>): void {
    const done = work()
      .catch((error: unknown) => this.#lose(place, error))
      .finally(() => this.#background.delete(done));
    this.#background.add(done);
  }

  #lose(place: Place, error: unknown): void {
    if (place.held.isStopped) return;
    this.#shelf.remove(place);
    if (error instanceof NoRoomError) this.#refuse(place.name);
    else this.#fail(place, error);
  }

  #fail({ held }: Place, error: unknown): void {
    this.#counts.failures += 1;
    this.#parts.onError(error, held.key);
  }

  #refuse(name: string): void {
    this.#refused.delete(name);
    this.#refused.set(name, this.#parts.now() + refusalTime);
  }

  #isRefused(name: string): boolean {
    for (const [refused, until] of this.#refused) {
      if (until > this.#parts.now()) break;
      this.#refused.delete(refused);
    }
    return this.#refused.has(name);
  }
}

const nameOf = ({ accountId, collectionId }: CollectionKey): string => `${collectionId}/${accountId}`;
