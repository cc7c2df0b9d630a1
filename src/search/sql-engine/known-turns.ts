import { LRUCache } from 'lru-cache';
import { MemoryCache } from '../../platform/cache/memory-cache.ts';
import { halfVectorLength, readHalfVector } from '../../platform/db/half-vector.ts';
import { parseTsvector } from '../../platform/db/tsvector.ts';
import type { Vector } from '../../platform/embedding/embedder.ts';
import { Numbers } from '../numbers.ts';
import type { Turn } from '../ranking/turn-columns.ts';
import type { TurnRow } from './turn-row.store.ts';

/** What ranking compares of a memory, and what it is scored by, whatever the question. */
export interface KnownTurn
  extends Pick<Turn, 'speaker' | 'role' | 'day' | 'termCount' | 'stems' | 'dateStems' | 'pieces' | 'patterns'>,
    Pick<TurnRow, 'version' | 'validFrom' | 'validTo' | 'content'> {
  readonly vector: Vector | null;
  readonly drawer: Drawer;
  /** In which state of the memories that are searched it was found to be of this version last. */
  state: string;
}

/** The CURRENT memories of a session in their order. */
interface KnownSession {
  readonly ids: readonly string[];
  readonly drawer: Drawer;
  /** In which state of the memories that are searched. */
  readonly state: string;
}

/** What is known for one account, as embedded by one model, with stems by numbers that mean the same in all of it. */
type Drawer = symbol;

/** Turns and sessions as searches have read them, of all accounts. */
export type TurnMemory = MemoryCache<KnownTurn | KnownSession>;

/** Of a turn's objects and of the heads of its arrays. */
const fixedBytes = 750;

/** Of an id in a list, as text. */
const idBytes = 64;

export const turnMemory = (maxBytes: number): TurnMemory => new MemoryCache({ name: 'search turns', maxBytes, sizeOf });

function sizeOf(known: KnownTurn | KnownSession): number {
  if ('ids' in known) return idBytes * known.ids.length;
  // With it all of its lists: see `roomFor`.
  return fixedBytes + known.stems.buffer.byteLength;
}

/** More stems than these are not numbered: some 10 MB. Then numbers begin anew, and so do the turns that are known by them. */
const mostStems = 100_000;

/** What is known for so many accounts is found again; one that comes back after as many others begins anew. */
const mostDrawers = 10_000;

/** Turns that are known, and the numbers of their stems. */
export class KnownTurns {
  readonly #memory: TurnMemory;
  #numbers = new Numbers<string>();
  readonly #drawers = new LRUCache<string, Drawer>({ max: mostDrawers });

  constructor(memory: TurnMemory) {
    this.#memory = memory;
  }

  /** For one search: its numbers mean the same to its end. */
  open(accountId: string, model: string): OpenTurns {
    if (this.#numbers.size > mostStems) {
      this.#numbers = new Numbers<string>();
      this.#drawers.clear();
    }
    return new OpenTurns(this.#memory, this.#numbers, this.#drawerOf(JSON.stringify([accountId, model])));
  }

  #drawerOf(name: string): Drawer {
    const known = this.#drawers.get(name);
    if (known !== undefined) return known;
    const drawer = Symbol(name);
    this.#drawers.set(name, drawer);
    return drawer;
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

  /** As it was last read. */
  known(id: string): KnownTurn | undefined {
    const known = this.#own(id);
    return known && 'ids' in known ? undefined : known;
  }

  /** The ids of a session, where they are known to be these still. */
  session(name: string, state: string): readonly string[] | undefined {
    const known = this.#own(name);
    return known && 'ids' in known && known.state === state ? known.ids : undefined;
  }

  keepSession(name: string, ids: readonly string[], state: string): void {
    this.#memory.keep(name, { ids, state, drawer: this.#drawer }, null);
  }

  /** What was just read of a memory. One that is not embedded yet is not kept: its vector comes without a new version where models change. */
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

  /** By an id alone, as it stands in the list of its session: a search looks up a thousand, and V8 keeps the hash with the text. */
  #own(key: string): KnownTurn | KnownSession | undefined {
    const known = this.#memory.get(key);
    return known?.drawer === this.#drawer ? known : undefined;
  }
}

/** Lists in one piece of memory: each by itself would take some 200 bytes more. */
function roomFor(stems: number, pieces: number, values: number) {
  const [stemBytes, pieceBytes] = [stems * Uint32Array.BYTES_PER_ELEMENT, pieces * Uint16Array.BYTES_PER_ELEMENT];
  const buffer = new ArrayBuffer(stemBytes + pieceBytes + values);
  return {
    stems: new Uint32Array(buffer, 0, stems),
    pieces: new Uint16Array(buffer, stemBytes, pieces),
    values: new Int8Array(buffer, stemBytes + pieceBytes, values),
  };
}

/** For a search that leaves nothing to others: it reads each turn once. */
export const openNone = (): OpenTurns =>
  new OpenTurns(turnMemory(bytesOfOne), new Numbers<string>(), Symbol('one search'));

/** More than one search reads. */
const bytesOfOne = 8 * 1024 * 1024;
