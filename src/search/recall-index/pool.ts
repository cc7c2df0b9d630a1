import { neighbourReach } from '../ranking/neighbourhood.ts';
import type { Participant, Turn, TurnRole } from '../ranking/turn.ts';
import type { FoundRow } from './best-rows.ts';
import type { RecallIndex } from './recall-index.ts';
import { RowPlaces } from './row-places.ts';
import type { ScopeStems } from './scope-stems.ts';

/** An index among those that are searched. */
interface Source {
  readonly index: RecallIndex;
  readonly stems: ScopeStems;
  readonly named: boolean;
  /** Its place among them, and how many they are. */
  readonly place: number;
  readonly count: number;
}

/**
 * A memory that a search looks at, as ranking takes it. There are a thousand in a search: what few are asked for is read
 * out of the index only then. A row's columns never change, so it is the same later.
 */
export class PoolRow implements Turn {
  /** Or only next to a member of the pool. */
  readonly inPool: boolean;
  readonly row: number;
  readonly patterns: number;
  /** Its place among the best of each arm, from 1; null where it is not among them. */
  lexicalRank: number | null = null;
  semanticRank: number | null = null;
  lexical = 0;
  cosine = 0;
  /** Number of its conversation in the index; null where it is of none. */
  conversation: number | null = null;
  ordinal = 0;
  sessionSize = 1;
  readonly #source: Source;
  #id: string | null = null;

  constructor(source: Source, row: number, inPool: boolean) {
    this.inPool = inPool;
    this.row = row;
    this.patterns = source.index.columns.patterns.values[row] ?? 0;
    this.#source = source;
  }

  get index(): RecallIndex {
    return this.#source.index;
  }

  get speaker(): string | null {
    return this.#participant.speaker;
  }

  get role(): TurnRole | null {
    return this.#participant.role;
  }

  get day(): number {
    return this.index.columns.days.values[this.row] ?? 0;
  }

  get termCount(): number {
    return this.index.columns.termCounts.values[this.row] ?? 0;
  }

  get id(): string {
    this.#id ??= this.index.ids.id(this.row);
    return this.#id;
  }

  /** Writes its id as 16 bytes, without making a text of it. */
  writeId(bytes: Buffer, at: number): void {
    this.index.ids.write(this.row, bytes, at);
  }

  /** Conversations have even numbers, memories of none odd ones, and each index its own of both. */
  get session(): number {
    const { place, count } = this.#source;
    const own = this.conversation === null ? 2 * this.row + 1 : 2 * this.conversation;
    return own * count + place;
  }

  get stems(): Uint32Array {
    return this.#source.stems.ofRow(this.index, this.row);
  }

  get dateStems(): number {
    return this.index.columns.dateStems(this.row);
  }

  get pieces(): Uint16Array {
    return this.index.pieces(this.row);
  }

  get pieceCount(): number {
    return this.index.pieceCount(this.row);
  }

  writePieces(list: Uint16Array, at: number): void {
    this.index.writePieces(this.row, list, at);
  }

  /** Ids of the entities that it names; null where they are not known here. */
  get names(): readonly string[] | null {
    return this.#source.named ? this.index.names.of(this.row) : null;
  }

  get validTo(): number | null {
    return this.index.columns.validTo(this.row);
  }

  /** Equal for memories that say the same. */
  get content(): number {
    return this.index.columns.contentNumber(this.row);
  }

  get #participant(): Participant {
    const { columns, participants } = this.index;
    return participants.get(columns.participants.values[this.row] ?? 0);
  }
}

interface Known {
  readonly source: Source;
  /** Where its rows stand in the pool. */
  readonly places: RowPlaces;
}

/** The memories that a search looks at, each once. */
export class Pool {
  readonly #known: ReadonlyMap<RecallIndex, Known>;
  readonly #rows: PoolRow[] = [];

  constructor(indexes: readonly RecallIndex[], stems: ScopeStems, named: boolean) {
    const count = indexes.length;
    this.#known = new Map(
      indexes.map((index, place) => [
        index,
        { source: { index, stems, named, place, count }, places: new RowPlaces() },
      ]),
    );
  }

  /** In the order in which they came. */
  get rows(): readonly PoolRow[] {
    return this.#rows;
  }

  /** Takes what an arm found, best first. */
  addArm(rank: 'lexicalRank' | 'semanticRank', found: readonly FoundRow[]): void {
    let place = 0;
    for (const { index, row } of found) {
      place += 1;
      const known = this.#known.get(index);
      if (!known) continue;
      const at = known.places.placeOf(row);
      const member = at < 0 ? this.#add(known, row, true) : this.#rows[at];
      if (member) member[rank] = place;
    }
  }

  /** Finds where each member stands in its conversation now. One that is gone meanwhile stands alone. */
  locate(): void {
    for (const member of this.#rows) {
      const { columns, sessions } = member.index;
      const conversation = columns.isPresent(member.row) ? columns.session(member.row) : null;
      member.conversation = conversation;
      member.ordinal = conversation === null ? 0 : sessions.ordinal(conversation, member.row);
      member.sessionSize = conversation === null ? 1 : sessions.rows(conversation).length;
    }
  }

  /** Takes the neighbours of some located members that may join the pool. */
  addNeighbours(members: readonly PoolRow[], mayJoin: (index: RecallIndex, row: number) => boolean): void {
    for (const member of members) this.#addAround(member, true, mayJoin);
  }

  /** Takes the neighbours of all members that are none themselves: what they say counts for the members. */
  addSurroundings(): void {
    const members = this.#rows.length;
    for (let i = 0; i < members; i++) {
      const member = this.#rows[i];
      if (member) this.#addAround(member, false, null);
    }
  }

  /** `mayJoin` null: whatever stands there. */
  #addAround(
    { index, conversation, ordinal, sessionSize }: PoolRow,
    inPool: boolean,
    mayJoin: ((index: RecallIndex, row: number) => boolean) | null,
  ): void {
    const known = this.#known.get(index);
    if (conversation === null || !known) return;
    const rows = index.sessions.rows(conversation);
    const end = Math.min(sessionSize, ordinal + neighbourReach + 1);
    for (let place = Math.max(0, ordinal - neighbourReach); place < end; place++) {
      const row = rows[place] ?? 0;
      if (known.places.placeOf(row) >= 0 || (mayJoin && !mayJoin(index, row))) continue;
      const added = this.#add(known, row, inPool);
      added.conversation = conversation;
      added.ordinal = place;
      added.sessionSize = sessionSize;
    }
  }

  #add({ source, places }: Known, row: number, inPool: boolean): PoolRow {
    const added = new PoolRow(source, row, inPool);
    places.set(row, this.#rows.length);
    this.#rows.push(added);
    return added;
  }
}
