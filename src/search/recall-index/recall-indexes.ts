import type { CollectionKey } from '../../collection/collection.ts';
import { answeredInTime } from '../../platform/answered-in-time.ts';
import type { Int8Rows } from '../../platform/simd/int8-rows.ts';
import { HeldIndex } from './held-index.ts';
import type { RecallIndex } from './recall-index.ts';
import type { RecallLoader } from './recall-loader.ts';
import { NoRoomError, type Place, Shelf } from './shelf.ts';

/** Maximum number of indexes: each has a WebAssembly memory, of which a process can have some 16,000. */
export const mostCollections = 4_000;
/** Estimated bytes per memory before an index is loaded. Source: bench/recall-index.ts. */
const typicalRowBytes = 530;
/** Maximum number of concurrent loads: SQL serves meanwhile and needs its connections. */
const mostLoads = 2;
/** Maximum number of those that no search waits for: they may take a minute, and those that one waits for are short. */
const mostLongLoads = 1;
/**
 * Delay in milliseconds before a requested load begins, unless a search waits for it: the database answers that search in about
 * this time, and a concurrent load would take a core from it.
 */
const loadDelay = 100;
/** Milliseconds for which a collection that found no room is not tried again. */
const refusalTime = 60_000;

/** A collection and its newest event, as the search read it. */
interface WantedCollection extends CollectionKey {
  readonly seq: number;
}

interface RecallIndexesParts {
  readonly loader: RecallLoader;
  /** Creates empty rows with the model's dimensions. */
  readonly newVectors: () => Int8Rows;
  /** Whether the dimensions are known: until then nothing is loaded. */
  readonly areVectorsKnown: () => boolean;
  /** Whether vectors still have the model's dimensions: otherwise the index is useless. */
  readonly fits: (vectors: Int8Rows) => boolean;
  readonly budgetBytes: number;
  /** Reports failures, of which searches do not learn, since SQL answers them. */
  readonly onError: (error: unknown, key: CollectionKey) => void;
  /** Monotonic clock, in milliseconds. */
  readonly now: () => number;
}

/**
 * The collections whose memories are held in the process, for one embedding model. A requested collection that is missing is
 * loaded in the background; if the budget is exceeded, the least recently used ones are evicted.
 */
export class RecallIndexes {
  readonly #parts: RecallIndexesParts;
  readonly #shelf: Shelf;
  /** Until when a collection that found no room is not tried again, earliest first. */
  readonly #refused = new Map<string, number>();
  /** Collections whose loads have not begun. */
  readonly #waiting: Place[] = [];
  readonly #background = new Set<Promise<void>>();
  /** Searches that were answered, and those that were not, since a collection was missing or not current; loads and updates that failed. */
  readonly #counts = { hits: 0, fallbacks: 0, failures: 0 };
  #loading = 0;
  /** Loads among them for which no search waited when they began. */
  #longLoads = 0;
  /** Timer until waiting loads begin. */
  #delay: NodeJS.Timeout | null = null;
  #turn = 0;
  /** The turn of the last `takeUsed`. */
  #takenAt = 0;

  constructor(parts: RecallIndexesParts) {
    this.#parts = parts;
    this.#shelf = new Shelf(parts.budgetBytes, mostCollections);
  }

  /** Returns the indexes of all these collections, at these events or beyond; null if one is missing, which is then loaded soon. */
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
   * Returns the indexes of all these collections if they are at exactly these events, without waiting; null otherwise. Used for
   * past snapshots: an index cannot be brought to an older event, and the log would look like that of a restored database.
   */
  atHand(wanted: readonly WantedCollection[]): RecallIndex[] | null {
    this.#turn += 1;
    const indexes = wanted.flatMap((collection) => this.#use(collection)?.held.index ?? []);
    const isHere = indexes.length === wanted.length && indexes.every(({ seq }, place) => seq === wanted[place]?.seq);
    this.#counts[isHere ? 'hits' : 'fallbacks'] += 1;
    return isHere ? indexes : null;
  }

  /** Reads the names in memories in the background if they are not known up to the wanted events. */
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

  /**
   * Waits, at most `patienceMs`, until those of the collections that are being loaded are ready or have failed. Their loads come
   * before those for which nothing waits.
   */
  async untilLoaded(wanted: readonly CollectionKey[], patienceMs: number): Promise<void> {
    const loading = wanted.flatMap((key) => this.#loadingPlace(key) ?? []);
    if (loading.length === 0) return;
    for (const place of loading) place.isAwaited = true;
    this.#startLoads();
    await answeredInTime(Promise.all(loading.map(({ load }) => load.promise)), patienceMs);
  }

  /**
   * Loads collections for which no search has asked, in this order, until `ms` have passed. Returns those that are held then. None of
   * them gives way to another one, and the first is evicted last.
   */
  async hold(wanted: readonly CollectionKey[], ms: number): Promise<readonly CollectionKey[]> {
    const until = this.#parts.now() + ms;
    this.#turn += 1;
    const turn = this.#turn;
    const next = wanted.values();
    const loadEach = async (): Promise<void> => {
      for (const key of next) {
        const left = until - this.#parts.now();
        if (left <= 0) return;
        this.#use(key, turn);
        await this.untilLoaded([key], left);
      }
    };
    await Promise.all(Array.from({ length: mostLoads }, loadEach));
    for (const key of wanted.toReversed()) this.#shelf.use(nameOf(key), turn);
    return wanted.filter((key) => this.#shelf.get(nameOf(key))?.held.index);
  }

  /** Returns the collections that are held or requested and were searched since the last call. */
  takeUsed(): CollectionKey[] {
    const since = this.#takenAt;
    this.#takenAt = this.#turn;
    return this.#shelf.places.filter(({ usedAt }) => usedAt > since).map(({ held }) => held.key);
  }

  /** Whether one of the collections is being loaded or waits to be. */
  isLoading(wanted: readonly CollectionKey[]): boolean {
    return wanted.some((key) => this.#loadingPlace(key) !== null);
  }

  /** Evicts the least recently used collections until at most this many bytes are left. */
  shrink(bytes: number): void {
    this.#shelf.shrink(bytes);
  }

  /**
   * Activity since the process started, and the current size. `vectorBytes`: the part of `bytes` that vectors take in WebAssembly memory;
   * `evictions`: collections evicted to make room for others.
   */
  get statistics() {
    const { places, bytes, budgetBytes, evictions } = this.#shelf;
    const indexes = places.flatMap(({ held }) => held.index ?? []);
    const memories = indexes.reduce((sum, index) => sum + index.memories, 0);
    const vectorBytes = indexes.reduce((sum, { rows, vectors }) => sum + rows * vectors.dimensions, 0);
    return { ...this.#counts, collections: indexes.length, memories, bytes, vectorBytes, budgetBytes, evictions };
  }

  /** Starts waiting loads and resolves when nothing is being loaded or rebuilt. */
  async idle(): Promise<void> {
    this.#startLoads();
    while (this.#background.size > 0) await Promise.all(this.#background);
  }

  /** Evicts everything. */
  async close(): Promise<void> {
    this.#shelf.shrink(-1);
    await this.idle();
  }

  #loadingPlace(key: CollectionKey): Place | null {
    const place = this.#shelf.get(nameOf(key));
    return place?.held.index === null ? place : null;
  }

  #use({ accountId, collectionId }: CollectionKey, turn = this.#turn): Place | null {
    const key = { accountId, collectionId };
    const name = nameOf(key);
    const place = this.#shelf.use(name, turn);
    if (place?.held.index && !this.#parts.fits(place.held.index.vectors)) this.#shelf.remove(place);
    else if (place) return place;
    return this.#isRefused(name) || !this.#parts.areVectorsKnown() ? null : this.#begin(key, turn);
  }

  #begin(key: CollectionKey, turn = this.#turn): Place {
    const held = new HeldIndex(key, this.#parts.loader, this.#parts.newVectors);
    const place = this.#shelf.add(nameOf(key), held, turn);
    this.#waiting.push(place);
    this.#delay ??= setTimeout(this.#startLoads, loadDelay).unref();
    return place;
  }

  readonly #startLoads = (): void => {
    if (this.#delay) clearTimeout(this.#delay);
    this.#delay = null;
    for (let place = this.#takeWaiting(); place !== null; place = this.#takeWaiting()) this.#startLoad(place);
  };

  /** Takes the collection to be loaded next; null if none may begin now. */
  #takeWaiting(): Place | null {
    if (this.#loading === mostLoads) return null;
    const awaited = this.#waiting.findIndex(({ isAwaited }) => isAwaited);
    const next = awaited < 0 && this.#longLoads < mostLongLoads ? 0 : awaited;
    return next < 0 ? null : (this.#waiting.splice(next, 1)[0] ?? null);
  }

  #startLoad(place: Place): void {
    if (place.held.isStopped) {
      place.load.resolve();
      return;
    }
    const long = place.isAwaited ? 0 : 1;
    this.#loading += 1;
    this.#longLoads += long;
    this.#inBackground(place, () =>
      this.#load(place).finally(() => {
        this.#loading -= 1;
        this.#longLoads -= long;
        place.load.resolve();
        this.#startLoads();
      }),
    );
  }

  async #load(place: Place): Promise<void> {
    await place.held.load((rows) => this.#shelf.makeRoom(place, rows * typicalRowBytes, place.askedAt));
    this.#shelf.makeRoom(place, 0, place.askedAt);
  }

  async #reach(place: Place | null, seq: number): Promise<RecallIndex | null> {
    if (place === null) return null;
    const { held } = place;
    const isCurrent = held.index?.seq === seq;
    try {
      // Without changes its size is already accounted for.
      if (await held.reach(seq)) return isCurrent ? held.index : this.#tidy(place);
    } catch (error) {
      this.#fail(place, error);
      return null;
    }
    // The index is useless now.
    if (!place.held.isStopped) {
      this.#shelf.remove(place);
      this.#begin(place.held.key);
    }
    return null;
  }

  /** Updates the accounted size of an index after it changed, and rebuilds it if too many rows are dead. */
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

  /** Runs background work; if it fails, the collection is evicted and the next search tries again. */
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
