import { LRUCache } from 'lru-cache';
import { MemoryCache } from '../../platform/cache/memory-cache.ts';
import { readHalfVector } from '../../platform/db/half-vector.ts';
import { parseTsvector } from '../../platform/db/tsvector.ts';
import type { Vector } from '../../platform/embedding/embedder.ts';
import type { Turn } from '../ranking/turn-columns.ts';
import { StemNumbers } from './stem-numbers.ts';
import type { TurnRow } from './turn-row.store.ts';

/** What ranking compares of a memory, and what it is scored by, whatever the question. */
export interface KnownTurn
  extends Pick<Turn, 'speaker' | 'role' | 'day' | 'termCount' | 'pieces' | 'patterns'>,
    Pick<TurnRow, 'version' | 'validFrom' | 'validTo' | 'terms' | 'content'> {
  readonly vector: Vector | null;
  /** Its stems by their numbers, once somebody asked for them: of most turns nobody does. */
  numbered: NumberedStems | null;
  /** In which state of the memories that are searched it was found to be of this version last. */
  state: string;
}

export type NumberedStems = Pick<Turn, 'stems' | 'dateStems'>;

/** The CURRENT memories of a session in their order. */
export interface KnownSession {
  readonly ids: readonly string[];
  /** In which state of the memories that are searched. */
  readonly state: string;
}

/** Turns and sessions as searches have read them, of all accounts. */
export type TurnMemory = MemoryCache<KnownTurn | KnownSession>;

/** Of a turn's objects and of the heads of its arrays. */
const fixedBytes = 900;

/** Of an id in a list, as text. */
const idBytes = 64;

export const turnMemory = (maxBytes: number): TurnMemory =>
  new MemoryCache({
    name: 'search turns',
    maxBytes,
    // What a turn's version says of it stays true.
    ttlMs: 0,
    sizeOf,
  });

function sizeOf(known: KnownTurn | KnownSession): number {
  if ('ids' in known) return idBytes * known.ids.length;
  const { terms, pieces, vector } = known;
  // A stem that is not in vain takes four bytes as a number, and at least as many in the text.
  return fixedBytes + 2 * terms.length + pieces.byteLength + (vector?.values.byteLength ?? 0);
}

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
    const turn = this.#memory.get(this.#drawer + id);
    return turn && 'ids' in turn ? undefined : turn;
  }

  /** The ids of a session, where they are known to be these still. */
  session(id: string, state: string): readonly string[] | undefined {
    const known = this.#memory.get(this.#drawer + session + id);
    return known && 'ids' in known && known.state === state ? known.ids : undefined;
  }

  keepSession(id: string, known: KnownSession): void {
    this.#memory.keep(this.#drawer + session + id, known, null);
  }

  /** What was just read of a memory. One that is not embedded yet is not kept: its vector comes without a new version where models change. */
  take(id: string, row: TurnRow, state: string): KnownTurn {
    const { pieces, vector, scale, ...same } = row;
    const turn = {
      ...same,
      numbered: null,
      pieces: new Uint16Array(pieces),
      vector:
        vector === null || scale === null ? null : { values: readHalfVector(Buffer.from(vector, 'base64')), scale },
      state,
    };
    if (turn.vector) this.#memory.keep(this.#drawer + id, turn, null);
    return turn;
  }

  /** The stems of a turn of this search. */
  stemsOf(turn: KnownTurn): NumberedStems {
    turn.numbered ??= this.#numbered(turn.terms);
    return turn.numbered;
  }

  #numbered(terms: string): NumberedStems {
    const { stems, dateStems } = parseTsvector(terms);
    const numbers = new Uint32Array(stems.length);
    // `from` would make two objects a stem.
    for (let place = 0; place < numbers.length; place += 1) numbers[place] = this.numbers.of(stems[place] ?? '');
    return { stems: numbers, dateStems };
  }
}

/** For a search that leaves nothing to others: it reads each turn once. */
export const openNone = (): OpenTurns => new OpenTurns(turnMemory(bytesOfOne), new StemNumbers(), '');

/** More than one search reads. */
const bytesOfOne = 8 * 1024 * 1024;

/** What stands before the ids of sessions, among those of memories. */
const session = 'session ';
