import { setImmediate } from 'node:timers/promises';
import type { CollectionKey } from '../../collection/collection.ts';
import type { Int8Rows } from '../../platform/simd/int8-rows.ts';
import { RecallIndex } from './recall-index.ts';
import type { RecallLoader } from './recall-loader.ts';

/** Rows that are taken in before others get their turn: about a millisecond. */
const stepRows = 128;

/** Rows whose names are read at once. */
const namedRows = 1_000;

/** An index is rebuilt where more rows than this, and more than this share of all, are gone. */
const tolerableRows = 1_000;
const tolerableShare = 0.25;

/** One collection in the process: how its index comes to be, is kept current, and is rebuilt. */
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

  /** Whether so many rows are gone that a rebuild pays. */
  get isWasteful(): boolean {
    if (this.#index === null || this.#growing !== null) return false;
    const gone = this.#index.rows - this.#index.memories;
    return gone > tolerableRows && gone > tolerableShare * this.#index.rows;
  }

  get isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  /** Ends what goes on in the background. */
  stop(): void {
    this.#stop.abort();
  }

  /** Reads all memories. `makeRoom` is asked before there are more bytes, and throws where they cannot be had. */
  async load(makeRoom: (rows: number) => void): Promise<void> {
    const { signal } = this.#stop;
    const { seq, memories, rows } = await this.#loader.loadAll(this.key, signal);
    makeRoom(memories);
    const index = new RecallIndex(this.#newVectors(), seq);
    this.#growing = index;
    try {
      index.reserve(memories);
      for await (const batch of rows) {
        for (let first = 0; first < batch.length; first += stepRows) {
          for (const row of batch.slice(first, first + stepRows)) index.add(row);
          makeRoom(0);
          await setImmediate();
          signal.throwIfAborted();
        }
      }
      this.#index = index;
    } finally {
      this.#growing = null;
    }
  }

  /**
   * Brings the index to this event of its collection or beyond. False where that is not possible: what it holds is of no
   * use then. Where it is beyond already, the log is asked whether it knows of that: a restored database would not.
   */
  async reach(seq: number): Promise<boolean> {
    // The first update may be another's, begun before the event; from then on each brings it further.
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

  /** Makes an index without the rows that are gone, while the old one answers. Events that came meanwhile follow by the log. */
  async rebuild(): Promise<void> {
    if (this.#index === null) return;
    const target = new RecallIndex(this.#newVectors(), this.#index.seq);
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

  /** Reads what the memories name, as far as it may be known now and was not before. `upTo`: see `RowNames`. */
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

  /** Of rows that are gone, too, where their memories have others: these may have come since it was begun. */
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

  /** One update at a time: who comes while one is under way gets its result. */
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
