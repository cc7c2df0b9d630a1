import { LRUCache } from 'lru-cache';
import { MemoryCache } from '../../platform/cache/memory-cache.ts';
import { halfVectorLength, readHalfVector } from '../../platform/db/half-vector.ts';
import { parseTsvector } from '../../platform/db/tsvector.ts';
import type { Vector } from '../../platform/embedding/embedder.ts';
import { getOrInsert } from '../../platform/get-or-insert.ts';
import { detached, Numbers } from '../numbers.ts';
import type { Turn } from '../ranking/turn-columns.ts';
import type { TurnRow } from './turn-row.store.ts';

/** The data of a memory that ranking and scoring use, independent of the question. */
export interface KnownTurn
  extends Pick<Turn, 'speaker' | 'role' | 'day' | 'termCount' | 'stems' | 'dateStems' | 'pieces' | 'patterns'>,
    Pick<TurnRow, 'version' | 'validFrom' | 'validTo' | 'content'> {
  readonly vector: Vector | null;
  readonly drawer: Drawer;
  /** The latest state of the searched memories in which it was seen with this version. */
  state: string;
}

/** The CURRENT memories of a session, in order. */
interface KnownSession {
  readonly ids: readonly string[];
  readonly drawer: Drawer;
  /** The state of the searched memories in which they were read. */
  readonly state: string;
}

/** Identifies the entries of one account and embedding model, whose stems share one numbering. */
type Drawer = symbol;

/** Cache of the turns and sessions that searches have read, of all accounts. */
export type TurnMemory = MemoryCache<KnownTurn | KnownSession>;

/** Size of a turn's objects and array headers. */
const fixedBytes = 750;

/** Size of an id in a list, as a string. */
const idBytes = 64;

export const turnMemory = (maxBytes: number): TurnMemory => new MemoryCache({ name: 'search turns', maxBytes, sizeOf });

function sizeOf(known: KnownTurn | KnownSession): number {
  if ('ids' in known) return idBytes * known.ids.length;
  // All of its lists share this buffer: see `roomFor`.
  return fixedBytes + known.stems.buffer.byteLength;
}

/** Most stems that get numbers, some 10 MB. Beyond, the numbering restarts and all known turns are forgotten with it. */
const mostStems = 100_000;

/** Number of drawers that are kept, least recently used first out: an evicted account starts over. */
const mostDrawers = 10_000;

/** The known turns and the numbers of their stems. */
export class KnownTurns {
  readonly #memory: TurnMemory;
  #numbers = new Numbers(detached);
  readonly #drawers = new LRUCache<string, Drawer>({ max: mostDrawers });

  constructor(memory: TurnMemory) {
    this.#memory = memory;
  }

  /** Returns the view for one search, whose stem numbers stay valid until its end. */
  open(accountId: string, model: string): OpenTurns {
    if (this.#numbers.size > mostStems) {
      this.#numbers = new Numbers(detached);
      this.#drawers.clear();
    }
    const name = JSON.stringify([accountId, model]);
    return new OpenTurns(
      this.#memory,
      this.#numbers,
      getOrInsert<string, Drawer>(this.#drawers, name, () => Symbol(name)),
    );
  }
}

export class OpenTurns {
  readonly numbers: Numbers<string>;
  readonly #memory: TurnMemory;
  readonly #drawer: Drawer;

  constructor(memory: TurnMemory, numbers: Numbers<string>, drawer: Drawer) {
    this.#memory = memory;
    this.numbers = numbers;
    this.#drawer = drawer;
  }

  /** Returns the turn as it was last read. */
  turn(id: string): KnownTurn | undefined {
    const known = this.#own(id);
    return known && 'ids' in known ? undefined : known;
  }

  /** Returns the ids of a session if they were read in this state. */
  session(name: string, state: string): readonly string[] | undefined {
    const known = this.#own(name);
    return known && 'ids' in known && known.state === state ? known.ids : undefined;
  }

  keepSession(name: string, ids: readonly string[], state: string): void {
    this.#memory.keep(name, { ids, state, drawer: this.#drawer }, null);
  }

  /** Converts and caches a row that was just read. Not cached without a vector: after a model change that arrives without a new version. */
  take(id: string, row: TurnRow, state: string): KnownTurn {
    const { place: _, terms, pieces, vector, scale, ...same } = row;
    const { stems, dateStems } = parseTsvector(terms);
    const halves = vector === null ? null : Buffer.from(vector, 'base64');
    const room = roomFor(stems.length, pieces.length, halves ? halfVectorLength(halves) : 0);
    for (let place = 0; place < stems.length; place += 1) room.stems[place] = this.numbers.of(stems[place] ?? '');
    room.pieces.set(pieces);
    const turn = {
      ...same,
      stems: room.stems,
      dateStems,
      pieces: room.pieces,
      vector: halves === null || scale === null ? null : { values: readHalfVector(halves, room.values), scale },
      drawer: this.#drawer,
      state,
    };
    if (turn.vector) this.#memory.keep(id, turn, null);
    return turn;
  }

  /** The key is the very id string of the session's list: a search looks up a thousand, and V8 caches a string's hash with the string. */
  #own(key: string): KnownTurn | KnownSession | undefined {
    const known = this.#memory.get(key);
    return known?.drawer === this.#drawer ? known : undefined;
  }
}

/** Allocates the lists in one buffer: separate ones would take some 200 bytes more each. */
function roomFor(stems: number, pieces: number, values: number) {
  const [stemBytes, pieceBytes] = [stems * Uint32Array.BYTES_PER_ELEMENT, pieces * Uint16Array.BYTES_PER_ELEMENT];
  const buffer = new ArrayBuffer(stemBytes + pieceBytes + values);
  return {
    stems: new Uint32Array(buffer, 0, stems),
    pieces: new Uint16Array(buffer, stemBytes, pieces),
    values: new Int8Array(buffer, stemBytes + pieceBytes, values),
  };
}

/** A view of its own for a search that shares nothing with others; it still reads each turn only once. */
export const openNone = (): OpenTurns =>
  new OpenTurns(turnMemory(bytesOfOne), new Numbers<string>(), Symbol('one search'));

/** More than a single search reads. */
const bytesOfOne = 8 * 1024 * 1024;
