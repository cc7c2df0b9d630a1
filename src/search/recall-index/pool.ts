import type { FoundRow } from './best-rows.ts';
import type { RecallIndex } from './recall-index.ts';

/** A memory that a search looks at. */
export interface PoolRow {
  readonly index: RecallIndex;
  readonly row: number;
  /** Or only next to a member of the pool. */
  readonly inPool: boolean;
  /** Its place among the best of each arm, from 1; null where it is not among them. */
  lexicalRank: number | null;
  semanticRank: number | null;
  lexical: number;
  cosine: number;
  /** Number of its conversation in the index; null where it is of none. */
  session: number | null;
  ordinal: number;
  sessionSize: number;
}

/** How many turns before and after one count as its neighbours. Source: retrieval recipe, stage 1, point 3. */
const reach = 2;

/** The memories that a search looks at, each once. */
export class Pool {
  readonly #known: ReadonlyMap<RecallIndex, Map<number, PoolRow>>;
  readonly #rows: PoolRow[] = [];

  constructor(indexes: readonly RecallIndex[]) {
    this.#known = new Map(indexes.map((index) => [index, new Map<number, PoolRow>()]));
  }

  /** In the order in which they came. */
  get rows(): readonly PoolRow[] {
    return this.#rows;
  }

  /** Takes what an arm found, best first. */
  addArm(rank: 'lexicalRank' | 'semanticRank', found: readonly FoundRow[]): void {
    for (const [place, { index, row }] of found.entries()) {
      const member = this.#known.get(index)?.get(row) ?? this.#add(index, row, true);
      member[rank] = place + 1;
    }
  }

  /** Finds where each member stands in its conversation now. One that is gone meanwhile stands alone. */
  locate(): void {
    for (const member of this.#rows) {
      const { columns, sessions } = member.index;
      const session = columns.isPresent(member.row) ? columns.session(member.row) : null;
      member.session = session;
      member.ordinal = session === null ? 0 : sessions.ordinal(session, member.row);
      member.sessionSize = session === null ? 1 : sessions.rows(session).length;
    }
  }

  /** Takes the neighbours of some located members that may join the pool. */
  addNeighbours(members: readonly PoolRow[], mayJoin: (index: RecallIndex, row: number) => boolean): void {
    for (const member of members) this.#addAround(member, true, mayJoin);
  }

  /** Takes the neighbours of all members that are none themselves: what they say counts for the members. */
  addSurroundings(): void {
    for (const member of [...this.#rows]) this.#addAround(member, false, () => true);
  }

  #addAround(
    { index, session, ordinal, sessionSize }: PoolRow,
    inPool: boolean,
    mayJoin: (index: RecallIndex, row: number) => boolean,
  ): void {
    if (session === null) return;
    const rows = index.sessions.rows(session);
    const known = this.#known.get(index);
    const end = Math.min(sessionSize, ordinal + reach + 1);
    for (let place = Math.max(0, ordinal - reach); place < end; place++) {
      const row = rows[place] ?? 0;
      if (known?.has(row) || !mayJoin(index, row)) continue;
      const added = this.#add(index, row, inPool);
      added.session = session;
      added.ordinal = place;
      added.sessionSize = sessionSize;
    }
  }

  #add(index: RecallIndex, row: number, inPool: boolean): PoolRow {
    const added = {
      index,
      row,
      inPool,
      lexicalRank: null,
      semanticRank: null,
      lexical: 0,
      cosine: 0,
      session: null,
      ordinal: 0,
      sessionSize: 1,
    };
    this.#rows.push(added);
    this.#known.get(index)?.set(row, added);
    return added;
  }
}
