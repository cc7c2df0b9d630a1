import { Uint32Map } from '../../platform/uint32-map.ts';
import type { FoundTurns } from '../hits.ts';
import type { NumberLists, Participant, Turns } from '../ranking/engine-port.ts';
import { neighbourCount } from '../ranking/neighbourhood.ts';
import { armLimit, seedLimit } from '../ranking/stage-one.ts';
import { listsOf } from '../ranking/turn-columns.ts';
import type { BestRows } from './best-rows.ts';
import type { RecallIndex } from './recall-index.ts';
import type { ScopeStems } from './scope-stems.ts';

/** The hits of both arms, and the neighbours of the seeds. */
const mostMembers = 2 * armLimit + neighbourCount * seedLimit;
/** Initial capacity in turns: about every second turn of a conversation is found, so three turns per member mostly suffice. */
const mostTurns = 3 * mostMembers;
/** Bytes of the columns of all turns, per turn, and of those of members only, per member. */
const bytesOfTurn = 2 * 8 + 5 * 4;
const bytesOfMember = (3 + neighbourCount) * 4 + 2 * 2 + 1;
/** A single index holds the whole pool; of many, each holds a part. */
const slotsOfOne = 2_048;
const slotsOfMany = 64;

/** One of the searched indexes. */
interface Source {
  readonly index: RecallIndex;
  /** Places of its rows in the pool. */
  readonly places: Uint32Map;
  /** The numbers of its sessions in the pool. */
  readonly sessions: Uint32Map;
}

interface PoolOptions {
  readonly indexes: readonly RecallIndex[];
  readonly stems: ScopeStems;
  /** Whether the names in all memories of the indexes are known. */
  readonly named: boolean;
}

const noLists = { starts: new Int32Array(), ends: new Int32Array() };

/**
 * The memories that a search considers, deduplicated, as columns: members of the pool first, then those that only surround them.
 * A row's columns never change, so what is read from the index later is consistent.
 */
export class Pool implements Turns, FoundTurns {
  length = 0;
  members = 0;
  lexical: Float64Array;
  cosines: Float64Array;
  patterns: Int32Array;
  participants: Int32Array;
  days: Int32Array;
  /** Their rows, and the positions of their indexes among those searched. */
  rows: Uint32Array;
  sources: Uint32Array;
  readonly lexicalRanks: Uint16Array;
  readonly semanticRanks: Uint16Array;
  readonly termCounts: Int32Array;
  readonly sessions: Int32Array;
  readonly neighbours: Int32Array;
  readonly dateStems: Uint8Array;
  pieces: NumberLists<Uint16Array> = { numbers: new Uint16Array(), ...noLists };
  stems: NumberLists = { numbers: new Uint32Array(), ...noLists };
  /** Numbers of the members' conversations in their indexes; -1 for none. */
  readonly #conversations: Int32Array;
  #sessionCount = 0;
  readonly #indexes: readonly Source[];
  readonly #stems: ScopeStems;
  readonly #named: boolean;

  constructor({ indexes, stems, named }: PoolOptions) {
    const slots = indexes.length === 1 ? slotsOfOne : slotsOfMany;
    this.#indexes = indexes.map((index) => ({ index, places: new Uint32Map(slots), sessions: new Uint32Map(slots) }));
    const room = new ColumnRoom(bytesOfTurn * mostTurns + bytesOfMember * mostMembers);
    this.lexical = room.take(Float64Array, mostTurns);
    this.cosines = room.take(Float64Array, mostTurns);
    this.patterns = room.take(Int32Array, mostTurns);
    this.participants = room.take(Int32Array, mostTurns);
    this.days = room.take(Int32Array, mostTurns);
    this.rows = room.take(Uint32Array, mostTurns);
    this.sources = room.take(Uint32Array, mostTurns);
    this.termCounts = room.take(Int32Array, mostMembers);
    this.sessions = room.take(Int32Array, mostMembers);
    this.neighbours = room.take(Int32Array, mostMembers * neighbourCount);
    this.#conversations = room.take(Int32Array, mostMembers);
    this.lexicalRanks = room.take(Uint16Array, mostMembers);
    this.semanticRanks = room.take(Uint16Array, mostMembers);
    this.dateStems = room.take(Uint8Array, mostMembers);
    this.#stems = stems;
    this.#named = named;
  }

  /** Adds what an arm found, and writes the rank of each. */
  addArm(found: BestRows, ranks: Uint16Array): void {
    let rank = 0;
    found.inOrder((source, row) => {
      const known = this.#source(source).places.get(row);
      ranks[known < 0 ? this.#addMember(source, row) : known] = ++rank;
    });
  }

  /** Looks up the current conversation of each member. A member removed meanwhile has none. */
  locate(): void {
    for (let member = 0; member < this.members; member++) this.#locate(member);
  }

  /** Adds those neighbours of located members that may join the pool. */
  addNeighbours(members: Uint32Array, mayJoin: (source: number, row: number) => boolean): void {
    const take = (source: number, row: number): number => {
      if (!mayJoin(source, row)) return -1;
      const member = this.#addMember(source, row);
      this.#locate(member);
      return member;
    };
    for (const member of members) this.#lookAround(member, take);
  }

  /**
   * Adds the neighbours of all members that are not members themselves, since their content counts for the members; then builds
   * all lists.
   */
  addSurroundings(): void {
    const { members } = this;
    const take = (source: number, row: number): number => this.#add(source, row);
    for (let member = 0; member < members; member++) {
      this.#lookAround(member, take);
      this.dateStems[member] = this.#indexOf(member).columns.dateStems(this.#rowOf(member));
    }
    this.stems = this.#stemLists();
    this.pieces = this.#pieceLists();
  }

  participant(place: number): Participant {
    return this.#indexOf(place).participantOf(this.#rowOf(place));
  }

  id(place: number): string {
    return this.#indexOf(place).ids.id(this.#rowOf(place));
  }

  writeId(place: number, bytes: Buffer, at: number): void {
    this.#indexOf(place).ids.write(this.#rowOf(place), bytes, at);
  }

  content(place: number): number {
    return this.#indexOf(place).contentOf(this.#rowOf(place));
  }

  speaker(place: number): string | null {
    return this.participant(place).speaker;
  }

  validTo(place: number): number | null {
    return this.#indexOf(place).columns.validTo(this.#rowOf(place));
  }

  /** Ids of the entities that it names; null if they are not known here. */
  names(place: number): readonly string[] | null {
    if (!this.#named) return null;
    return this.#indexOf(place).names.of(this.#rowOf(place));
  }

  #indexOf(place: number): RecallIndex {
    return this.#index(this.sources[place] ?? 0);
  }

  #rowOf(place: number): number {
    return this.rows[place] ?? 0;
  }

  #index(source: number): RecallIndex {
    return this.#source(source).index;
  }

  #source(source: number): Source {
    const known = this.#indexes[source];
    if (!known) throw new RangeError(`No index ${source} is searched`);
    return known;
  }

  /** Writes the places of a member's neighbours; `take` assigns a place to a row that has none, or returns -1. */
  #lookAround(member: number, take: (source: number, row: number) => number): void {
    let at = member * neighbourCount;
    if ((this.#conversations[member] ?? -1) < 0) {
      this.neighbours.fill(-1, at, at + neighbourCount);
      return;
    }
    const source = this.sources[member] ?? 0;
    const { sessions } = this.#index(source);
    const row = this.#rowOf(member);
    const [before, after] = [sessions.before(row), sessions.after(row)];
    this.neighbours[at++] = before < 0 ? -1 : this.#placeOf(source, sessions.before(before), take);
    this.neighbours[at++] = this.#placeOf(source, before, take);
    this.neighbours[at++] = this.#placeOf(source, after, take);
    this.neighbours[at] = after < 0 ? -1 : this.#placeOf(source, sessions.after(after), take);
  }

  /** Place of a row, which `take` may assign; -1 if it has none or there is no row. */
  #placeOf(source: number, row: number, take: (source: number, row: number) => number): number {
    if (row < 0) return -1;
    const known = this.#source(source).places.get(row);
    return known < 0 ? take(source, row) : known;
  }

  #locate(member: number): void {
    const source = this.sources[member] ?? 0;
    const row = this.#rowOf(member);
    const { columns } = this.#index(source);
    const conversation = columns.isPresent(row) ? columns.session(row) : null;
    this.#conversations[member] = conversation ?? -1;
    this.sessions[member] = this.#sessionOf(source, conversation);
  }

  #sessionOf(source: number, conversation: number | null): number {
    if (conversation === null) return this.#sessionCount++;
    const { sessions } = this.#source(source);
    const known = sessions.get(conversation);
    if (known >= 0) return known;
    sessions.set(conversation, this.#sessionCount);
    return this.#sessionCount++;
  }

  #addMember(source: number, row: number): number {
    const member = this.#add(source, row);
    const { columns } = this.#index(source);
    this.termCounts[member] = columns.termCounts.values[row] ?? 0;
    this.members = this.length;
    return member;
  }

  /** Adds a row that is not in the pool; returns its place. */
  #add(source: number, row: number): number {
    const place = this.length++;
    if (place >= this.rows.length) this.#makeRoom(2 * place);
    const { index, places } = this.#source(source);
    const { columns } = index;
    places.set(row, place);
    this.rows[place] = row;
    this.sources[place] = source;
    this.patterns[place] = columns.patterns.values[row] ?? 0;
    this.days[place] = columns.days.values[row] ?? 0;
    this.participants[place] = (columns.participants.values[row] ?? 0) * this.#indexes.length + source;
    return place;
  }

  /** A single index already has the lists as needed; for several, stems are renumbered and copied into one array. */
  #stemLists(): NumberLists {
    const { members } = this;
    if (this.#indexes.length === 1) {
      const { stemLists } = this.#index(0);
      return { numbers: stemLists.numbers, ...this.#endsOf(members, (row) => stemLists.endOf(row)) };
    }
    const lists = Array.from({ length: members }, (_, member) =>
      this.#stems.ofRow(this.sources[member] ?? 0, this.#rowOf(member)),
    );
    return listsOf(lists, Uint32Array);
  }

  #pieceLists(): NumberLists<Uint16Array> {
    const { length } = this;
    if (this.#indexes.length === 1) {
      const { pieceLists } = this.#index(0);
      return { numbers: pieceLists.numbers, ...this.#endsOf(length, (row) => pieceLists.endOf(row)) };
    }
    const lists = Array.from({ length }, (_, place) => this.#indexOf(place).pieceLists.of(this.#rowOf(place)));
    return listsOf(lists, Uint16Array);
  }

  #endsOf(count: number, endOf: (row: number) => number): Pick<NumberLists<Uint16Array>, 'starts' | 'ends'> {
    const [starts, ends] = [new Int32Array(count), new Int32Array(count)];
    for (let place = 0; place < count; place++) {
      const row = this.#rowOf(place);
      starts[place] = endOf(row - 1);
      ends[place] = endOf(row);
    }
    return { starts, ends };
  }

  #makeRoom(turns: number): void {
    this.lexical = longer(this.lexical, new Float64Array(turns));
    this.cosines = longer(this.cosines, new Float64Array(turns));
    this.patterns = longer(this.patterns, new Int32Array(turns));
    this.participants = longer(this.participants, new Int32Array(turns));
    this.days = longer(this.days, new Int32Array(turns));
    this.rows = longer(this.rows, new Uint32Array(turns));
    this.sources = longer(this.sources, new Uint32Array(turns));
  }
}

/** Allocates columns in a single buffer, which is faster than one for each. */
class ColumnRoom {
  readonly #buffer: ArrayBuffer;
  #used = 0;

  constructor(bytes: number) {
    this.#buffer = new ArrayBuffer(bytes);
  }

  /** Call it in descending order of element size, so that each column is aligned. */
  take<A>(
    Column: { new (buffer: ArrayBuffer, from: number, length: number): A; BYTES_PER_ELEMENT: number },
    length: number,
  ): A {
    const column = new Column(this.#buffer, this.#used, length);
    this.#used += Column.BYTES_PER_ELEMENT * length;
    return column;
  }
}

function longer<A extends Float64Array | Int32Array | Uint32Array>(former: A, column: A): A {
  column.set(former);
  return column;
}
