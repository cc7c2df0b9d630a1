import type { FoundTurns } from '../hits.ts';
import { neighbourCount, neighbourReach } from '../ranking/neighbourhood.ts';
import { armLimit } from '../ranking/stage-one.ts';
import type { NumberLists, Turns } from '../ranking/turn.ts';
import { listsOf } from '../ranking/turn-columns.ts';
import type { BestRows } from './best-rows.ts';
import type { Participant } from './participants.ts';
import type { RecallIndex } from './recall-index.ts';
import { RowPlaces } from './row-places.ts';
import type { ScopeStems } from './scope-stems.ts';

/** Room to begin with, which doubles: for what both arms find at most. */
const firstRoom = 2 * armLimit;

/** An index among those that are searched. */
interface Source {
  readonly index: RecallIndex;
  /** Where its rows stand in the pool. */
  readonly places: RowPlaces;
  /** The numbers of its sessions in the pool. */
  readonly sessions: RowPlaces;
}

export interface PoolOptions {
  readonly indexes: readonly RecallIndex[];
  readonly stems: ScopeStems;
  /** Whether it is known of all indexes' memories what they name. */
  readonly named: boolean;
}

const noLists = { starts: new Int32Array(), ends: new Int32Array() };

/**
 * The memories that a search looks at, each once, as columns: members of the pool first, then those that only stand beside them. A row's own
 * columns never change, so what is read out of the index later is the same.
 */
export class Pool implements Turns, FoundTurns {
  length = 0;
  members = 0;
  lexical = new Float64Array();
  cosines = new Float64Array();
  lexicalRanks = new Uint16Array();
  semanticRanks = new Uint16Array();
  days = new Int32Array();
  participants = new Int32Array();
  termCounts = new Int32Array();
  patterns = new Int32Array();
  sessions = new Int32Array();
  ordinals = new Int32Array();
  sessionSizes = new Int32Array();
  neighbours = new Int32Array();
  pieces: NumberLists<Uint16Array> = { numbers: new Uint16Array(), ...noLists };
  stems: NumberLists<Uint32Array> = { numbers: new Uint32Array(), ...noLists };
  dateStems = new Uint8Array();
  /** Their rows, and the places of their indexes among those that are searched. */
  rows = new Uint32Array();
  sources = new Uint32Array();
  /** Numbers of the members' conversations in their indexes; -1 where one is of none. */
  #conversations = new Int32Array();
  #sessionCount = 0;
  readonly #indexes: readonly Source[];
  readonly #stems: ScopeStems;
  readonly #named: boolean;

  constructor({ indexes, stems, named }: PoolOptions) {
    this.#indexes = indexes.map((index) => ({ index, places: new RowPlaces(), sessions: new RowPlaces() }));
    this.#stems = stems;
    this.#named = named;
    this.#makeRoom(firstRoom);
  }

  /** Takes what an arm found, and notes which place each has there. */
  addArm(found: BestRows, ranks: 'lexicalRanks' | 'semanticRanks'): void {
    let rank = 0;
    found.inOrder((source, row) => {
      const known = this.#indexes[source]?.places.placeOf(row) ?? -1;
      const place = known < 0 ? this.#add(source, row) : known;
      this[ranks][place] = ++rank;
    });
    this.members = this.length;
  }

  /** Finds where each member stands in its conversation now. One that is gone meanwhile stands alone. */
  locate(): void {
    for (let place = 0; place < this.length; place++) {
      const { index, row } = this.at(place);
      const { columns, sessions } = index;
      const conversation = columns.isPresent(row) ? columns.session(row) : null;
      if (conversation === null) this.#stand(place, -1, 0, 1);
      else this.#stand(place, conversation, sessions.ordinal(conversation, row), sessions.rows(conversation).length);
    }
  }

  /** Takes the neighbours of some located members that may join the pool. */
  addNeighbours(members: Uint32Array, mayJoin: (source: number, row: number) => boolean): void {
    for (const member of members) this.#around(member, mayJoin);
    this.members = this.length;
  }

  /** Takes the neighbours of all members that are none themselves, since what they say counts for the members; and all lists. */
  addSurroundings(): void {
    const { members } = this;
    this.neighbours = new Int32Array(members * neighbourCount).fill(-1);
    for (let member = 0; member < members; member++) this.#around(member, null);
    this.dateStems = new Uint8Array(members);
    for (let member = 0; member < members; member++) {
      const { index, row } = this.at(member);
      this.dateStems[member] = index.columns.dateStems(row);
    }
    this.stems = this.#stemLists();
    this.pieces = this.#pieceLists();
  }

  participant(number: number): Participant {
    const count = this.#indexes.length;
    const { participants } = this.#index(number % count);
    return participants.get(Math.floor(number / count));
  }

  id(place: number): string {
    const { index, row } = this.at(place);
    return index.ids.id(row);
  }

  writeId(place: number, bytes: Buffer, at: number): void {
    const { index, row } = this.at(place);
    index.ids.write(row, bytes, at);
  }

  /** Equal for memories that say the same. */
  content(place: number): number {
    const { index, row } = this.at(place);
    return index.columns.contentNumber(row);
  }

  speaker(place: number): string | null {
    return this.participant(this.participants[place] ?? 0).speaker;
  }

  validTo(place: number): number | null {
    const { index, row } = this.at(place);
    return index.columns.validTo(row);
  }

  /** Ids of the entities that it names; null where they are not known here. */
  names(place: number): readonly string[] | null {
    if (!this.#named) return null;
    const { index, row } = this.at(place);
    return index.names.of(row);
  }

  at(place: number): { readonly index: RecallIndex; readonly row: number } {
    return { index: this.#index(this.sources[place] ?? 0), row: this.rows[place] ?? 0 };
  }

  #index(source: number): RecallIndex {
    const known = this.#indexes[source];
    if (!known) throw new RangeError(`No index ${source} is searched`);
    return known.index;
  }

  /**
   * Looks at the neighbours of a member. `mayJoin`: those that may are taken into the pool. Null: all that are not there are taken, and
   * where each stands is noted.
   */
  #around(member: number, mayJoin: ((source: number, row: number) => boolean) | null): void {
    const conversation = this.#conversations[member] ?? -1;
    const source = this.sources[member] ?? 0;
    const known = this.#indexes[source];
    if (conversation < 0 || !known) return;
    const ordinal = this.ordinals[member] ?? 0;
    const size = this.sessionSizes[member] ?? 0;
    const rows = known.index.sessions.rows(conversation);
    let slot = member * neighbourCount;
    for (let distance = -neighbourReach; distance <= neighbourReach; distance++) {
      if (distance === 0) continue;
      const at = ordinal + distance;
      const row = at >= 0 && at < size ? (rows[at] ?? -1) : -1;
      let place = row < 0 ? -1 : known.places.placeOf(row);
      if (row >= 0 && place < 0 && (mayJoin === null || mayJoin(source, row))) {
        place = this.#add(source, row);
        this.#stand(place, conversation, at, size);
      }
      if (mayJoin === null) this.neighbours[slot++] = place;
    }
  }

  #stand(place: number, conversation: number, ordinal: number, size: number): void {
    this.#conversations[place] = conversation;
    this.ordinals[place] = ordinal;
    this.sessionSizes[place] = size;
    this.sessions[place] = this.#sessionOf(this.sources[place] ?? 0, conversation);
  }

  #sessionOf(source: number, conversation: number): number {
    const sessions = conversation < 0 ? null : this.#indexes[source]?.sessions;
    const known = sessions?.placeOf(conversation) ?? -1;
    if (known >= 0) return known;
    sessions?.set(conversation, this.#sessionCount);
    return this.#sessionCount++;
  }

  /** Takes a row that is not there, and gives its place. */
  #add(source: number, row: number): number {
    const place = this.length++;
    if (place === this.rows.length) this.#makeRoom(2 * place);
    const { columns } = this.#index(source);
    this.#indexes[source]?.places.set(row, place);
    this.rows[place] = row;
    this.sources[place] = source;
    this.days[place] = columns.days.values[row] ?? 0;
    this.termCounts[place] = columns.termCounts.values[row] ?? 0;
    this.patterns[place] = columns.patterns.values[row] ?? 0;
    this.participants[place] = (columns.participants.values[row] ?? 0) * this.#indexes.length + source;
    return place;
  }

  /** One index has them as they are wanted; of several, stems have other numbers, and all have to stand in one array. */
  #stemLists(): NumberLists<Uint32Array> {
    const { members } = this;
    if (this.#indexes.length === 1) {
      const { stemLists } = this.#index(0);
      return { numbers: stemLists.numbers, ...this.#endsOf(members, (row) => stemLists.endOf(row)) };
    }
    const lists = Array.from({ length: members }, (_, member) => {
      const { index, row } = this.at(member);
      return this.#stems.ofRow(index, row);
    });
    return listsOf(lists, (length) => new Uint32Array(length));
  }

  #pieceLists(): NumberLists<Uint16Array> {
    const { length } = this;
    if (this.#indexes.length === 1) {
      const { pieceLists } = this.#index(0);
      return { numbers: pieceLists.numbers, ...this.#endsOf(length, (row) => pieceLists.endOf(row)) };
    }
    const lists = Array.from({ length }, (_, place) => {
      const { index, row } = this.at(place);
      return index.pieces(row);
    });
    return listsOf(lists, (count) => new Uint16Array(count));
  }

  #endsOf(count: number, endOf: (row: number) => number): Pick<NumberLists<Uint16Array>, 'starts' | 'ends'> {
    const [starts, ends] = [new Int32Array(count), new Int32Array(count)];
    for (let place = 0; place < count; place++) {
      const row = this.rows[place] ?? 0;
      starts[place] = endOf(row - 1);
      ends[place] = endOf(row);
    }
    return { starts, ends };
  }

  #makeRoom(turns: number): void {
    this.lexical = longer(this.lexical, new Float64Array(turns));
    this.cosines = longer(this.cosines, new Float64Array(turns));
    this.days = longer(this.days, new Int32Array(turns));
    this.participants = longer(this.participants, new Int32Array(turns));
    this.termCounts = longer(this.termCounts, new Int32Array(turns));
    this.patterns = longer(this.patterns, new Int32Array(turns));
    this.sessions = longer(this.sessions, new Int32Array(turns));
    this.ordinals = longer(this.ordinals, new Int32Array(turns));
    this.sessionSizes = longer(this.sessionSizes, new Int32Array(turns));
    this.rows = longer(this.rows, new Uint32Array(turns));
    this.sources = longer(this.sources, new Uint32Array(turns));
    this.#conversations = longer(this.#conversations, new Int32Array(turns));
    this.lexicalRanks = longer(this.lexicalRanks, new Uint16Array(turns));
    this.semanticRanks = longer(this.semanticRanks, new Uint16Array(turns));
  }
}

function longer<A extends Float64Array | Int32Array | Uint32Array | Uint16Array>(former: A, column: A): A {
  column.set(former);
  return column;
}
