import { setImmediate } from 'node:timers/promises';
import type { CollectionKey } from '../../collection/collection.ts';
import type { Int8Rows } from '../../platform/simd/int8-rows.ts';
import { RecallIndex } from './recall-index.ts';
import type { RecallLoader } from './recall-loader.ts';

/** Rows processed before yielding to the event loop: about a millisecond. */
const stepRows = 128;

/** Rows whose names are read per query. */
const namedRows = 1_000;

/** An index is rebuilt when more rows than this, and more than this share of all rows, are dead. */
const tolerableRows = 1_000;
const tolerableShare = 0.25;

/** One collection held in the process: loads its index, keeps it current and rebuilds it. */
export class HeldIndex {
  readonly key: CollectionKey;
  readonly #loader: RecallLoader;
  readonly #newVectors: () => Int8Rows;
  readonly #stop = new AbortController();
  #index: RecallIndex | null = null;
  #growing: RecallIndex | null = null;
  #update: Promise<boolean> | null = null;
  #naming = false;

  constructor(key: CollectionKey, loader: RecallLoader, newVectors: () => Int8Rows) {
    this.key = key;
    this.#loader = loader;
    this.#newVectors = newVectors;
  }

  /** Null until it is loaded. */
  get index(): RecallIndex | null {
    return this.#index;
  }

  get bytes(): number {
    return (this.#index?.bytes ?? 0) + (this.#growing?.bytes ?? 0);
  }

  /** Whether enough rows are dead for a rebuild to pay off. */
  get isWasteful(): boolean {
    if (this.#index === null || this.#growing !== null) return false;
    const gone = this.#index.rows - this.#index.memories;
    return gone > tolerableRows && gone > tolerableShare * this.#index.rows;
  }

  get isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  /** Stops its background work. */
  stop(): void {
    this.#stop.abort();
  }

  /** Loads all memories. `makeRoom` is called before memory is allocated, and throws if the budget does not allow it. */
  async load(makeRoom: (rows: number) => void): Promise<void> {
    const { signal } = this.#stop;
    const { seq, memories, rows, replaced } = await this.#loader.loadAll(this.key, signal);
    makeRoom(memories);
    const index = new RecallIndex(this.#newVectors(), seq);
    this.#growing = index;
    try {
      index.reserve(memories);
      for await (const batch of rows) {
        for (const _ of index.addAll(batch, stepRows)) {
          makeRoom(0);
          await setImmediate();
          signal.throwIfAborted();
        }
      }
      for await (const batch of replaced) for (const row of batch) index.replaced.set(row);
      signal.throwIfAborted();
      this.#index = index;
    } finally {
      this.#growing = null;
    }
  }

  /**
   * Brings the index to this event of its collection or beyond. Returns false if that is impossible: the index is then useless.
   * If it is beyond already, this checks that the log knows that event: a restored database would not.
   */
  async reach(seq: number): Promise<boolean> {
    // The first update may be a shared one that began before the event; from then on each makes progress.
    for (let isOwn = false; this.#index !== null; isOwn = true) {
      const index = this.#index;
      const before = index.seq;
      if (before === seq) return true;
      if (!(await this.#updateOnce())) return false;
      if (this.#index.seq >= seq) return true;
      if (isOwn && this.#index === index && index.seq === before) return false;
    }
    return false;
  }

  /** Copies the index without its dead rows while the old one keeps serving. Later events are applied from the log. */
  async rebuild(): Promise<void> {
    if (this.#index === null) return;
    const target = new RecallIndex(this.#newVectors(), this.#index.seq, this.#index.replaced);
    this.#growing = target;
    try {
      for (const _ of this.#index.copyTo(target, stepRows)) {
        await setImmediate();
        this.#stop.signal.throwIfAborted();
      }
      this.#index = target;
    } finally {
      this.#growing = null;
    }
  }

  /** Reads the names in memories as far as they may have become known since the last time. `upTo`: see `RowNames`. */
  async name(upTo: number): Promise<void> {
    const index = this.#index;
    if (index === null || this.#naming) return;
    this.#naming = true;
    try {
      const end = index.rows;
      for (let first = index.firstNamedAfter(index.names.upTo); first < end; first += namedRows) {
        await this.#nameRows(index, first, Math.min(end, first + namedRows));
      }
      index.nameUpTo(upTo);
    } finally {
      this.#naming = false;
    }
  }

  /** Includes the memories of dead rows that have newer rows, which may have been added since this began. */
  async #nameRows(index: RecallIndex, first: number, end: number): Promise<void> {
    const { ids, names } = index;
    const named = new Set<string>();
    for (let row = first; row < end; row++) {
      const id = ids.id(row);
      if (ids.rowOf(id) >= 0) named.add(id);
    }
    const read = await this.#loader.loadNames(this.key.accountId, [...named]);
    this.#stop.signal.throwIfAborted();
    for (const id of named) {
      const row = ids.rowOf(id);
      if (row >= 0) names.set(row, read.get(id) ?? []);
    }
  }

  /** Single-flight: concurrent callers share one update. */
  #updateOnce(): Promise<boolean> {
    this.#update ??= this.#applyChanges().finally(() => {
      this.#update = null;
    });
    return this.#update;
  }

  async #applyChanges(): Promise<boolean> {
    const index = this.#index;
    const changes = index && (await this.#loader.loadChanges(this.key, index.seq));
    if (!changes) return false;
    const steps = index.apply(changes, stepRows);
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done) return step.value;
      await setImmediate();
      if (this.isStopped) return false;
    }
  }
}
