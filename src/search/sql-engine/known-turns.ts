import { LRUCache } from 'lru-cache';
import { MemoryCache } from '../../platform/cache/memory-cache.ts';
import { readHalfVector } from '../../platform/db/half-vector.ts';
import { parseTsvector } from '../../platform/db/tsvector.ts';
import type { Vector } from '../../platform/embedding/embedder.ts';
import type { Turn } from '../ranking/turn.ts';
import { StemNumbers } from './stem-numbers.ts';
import type { TurnRow } from './turn-row.store.ts';

/** What ranking compares of a memory, and what it is scored by, whatever the question. */
export interface KnownTurn
  extends Pick<Turn, 'speaker' | 'role' | 'day' | 'termCount' | 'stems' | 'dateStems' | 'pieces' | 'patterns'> {
  /** See TurnRow. */
  readonly version: string;
  readonly content: string;
  readonly vector: Vector | null;
}

/** Turns as searches have read them, of all accounts. */
export type TurnMemory = MemoryCache<KnownTurn>;

/** Of a turn's objects and of the heads of its arrays. */
const fixedBytes = 900;

export const turnMemory = (maxBytes: number): TurnMemory =>
  new MemoryCache({
    name: 'search turns',
    maxEntries: null,
    maxBytes,
    // What a turn's version says of it stays true.
    ttlMs: 0,
    sizeOf: ({ stems, pieces, vector }) =>
      fixedBytes + stems.byteLength + pieces.byteLength + (vector?.values.byteLength ?? 0),
  });

/** More stems than these are not numbered: some 10 MB. Then numbers begin anew, and so do the turns that are known by them. */
const mostStems = 100_000;

/** So many accounts are told apart by a short name; one that comes back after as many others begins anew. */
const mostDrawers = 10_000;

/** Turns that are known, and the numbers of their stems. */
export class KnownTurns {
  readonly #memory: TurnMemory;
  #numbers = new StemNumbers();
  /** What stands before the ids of an account's memories: short, since a search looks up some hundred keys. */
  readonly #drawers = new LRUCache<string, string>({ max: mostDrawers });
  #lastDrawer = 0;

  constructor(memory: TurnMemory) {
    this.#memory = memory;
  }

  /** For one search: its numbers mean the same to its end. */
  open(accountId: string, model: string): OpenTurns {
    if (this.#numbers.size > mostStems) {
      this.#numbers = new StemNumbers();
      this.#drawers.clear();
    }
    return new OpenTurns(this.#memory, this.#numbers, this.#drawerOf(JSON.stringify([accountId, model])));
  }

  #drawerOf(name: string): string {
    const known = this.#drawers.get(name);
    if (known !== undefined) return known;
    this.#lastDrawer += 1;
    const drawer = `${this.#lastDrawer} `;
    this.#drawers.set(name, drawer);
    return drawer;
  }
}

export class OpenTurns {
  readonly numbers: StemNumbers;
  readonly #memory: TurnMemory;
  readonly #drawer: string;

  constructor(memory: TurnMemory, numbers: StemNumbers, drawer: string) {
    this.#memory = memory;
    this.numbers = numbers;
    this.#drawer = drawer;
  }

  /** As it was last read. */
  known(id: string): KnownTurn | undefined {
    return this.#memory.get(this.#drawer + id);
  }

  /** What was just read of a memory. One that is not embedded yet is not kept: its vector comes without a new version where models change. */
  take(id: string, row: TurnRow): KnownTurn {
    const { terms, pieces, vector, scale, ...same } = row;
    const { stems, dateStems } = parseTsvector(terms);
    const turn = {
      ...same,
      stems: Uint32Array.from(stems, (stem) => this.numbers.of(stem)),
      dateStems,
      pieces: Uint16Array.from(pieces),
      vector:
        vector === null || scale === null ? null : { values: readHalfVector(Buffer.from(vector, 'base64')), scale },
    };
    if (turn.vector) this.#memory.keep(this.#drawer + id, turn, 0);
    return turn;
  }
}
