import { neighbourCount, neighbourReach } from './neighbourhood.ts';
import type { Candidates, NumberLists, Participant, Turns } from './turn.ts';

/** One turn by itself: see `Turns`. */
export interface Turn extends Participant {
  readonly id: string;
  readonly inPool: boolean;
  readonly lexical: number;
  readonly cosine: number;
  readonly day: number;
  /** Any number, equal for memories of one conversation. */
  readonly session: number;
  readonly ordinal: number;
  readonly sessionSize: number;
  readonly termCount: number;
  readonly patterns: number;
  readonly pieces: Uint16Array;
  /** Of one outside of the pool not read: they may be empty. */
  readonly stems: Uint32Array;
  readonly dateStems: number;
}

/** Turns as columns, where somebody has them one by one. `all` is the order in which they stand there: members of the pool first. */
export interface TurnColumns<T extends Turn> extends Turns {
  readonly all: readonly T[];
}

/** What first scores are made of, where all turns are members of the pool. */
export const candidateColumns = (turns: readonly Turn[]): Candidates => ({
  length: turns.length,
  members: turns.length,
  lexical: Float64Array.from(turns, ({ lexical }) => lexical),
  cosines: Float64Array.from(turns, ({ cosine }) => cosine),
  days: Int32Array.from(turns, ({ day }) => day),
  participants: numbered(turns, ({ speaker, role }) => `${role}${speaker === null ? '' : `:${speaker}`}`),
  participant: (place) => turns[place] ?? nobody,
  id: (place) => turns[place]?.id ?? '',
});

export function turnColumns<T extends Turn>(turns: readonly T[]): TurnColumns<T> {
  const members = turns.filter(({ inPool }) => inPool);
  const all = [...members, ...turns.filter(({ inPool }) => !inPool)];
  // In the order in which they come: those of members are below their number.
  const sessions = numbered(all, ({ session }) => session);
  const ordinals = Int32Array.from(all, ({ ordinal }) => ordinal);
  return {
    ...candidateColumns(all),
    all,
    members: members.length,
    sessions,
    ordinals,
    sessionSizes: Int32Array.from(all, ({ sessionSize }) => sessionSize),
    neighbours: neighboursOf(sessions, ordinals, members.length),
    termCounts: Int32Array.from(all, ({ termCount }) => termCount),
    patterns: Int32Array.from(all, ({ patterns }) => patterns),
    pieces: listsOf(
      all.map(({ pieces }) => pieces),
      (length) => new Uint16Array(length),
    ),
    stems: listsOf(
      members.map(({ stems }) => stems),
      (length) => new Uint32Array(length),
    ),
    dateStems: Uint8Array.from(members, ({ dateStems }) => dateStems),
  };
}

const nobody: Participant = { speaker: null, role: null };

/** Numbers from 0 on, equal for turns of equal keys. */
function numbered<T>(all: readonly T[], keyOf: (turn: T) => string | number): Int32Array {
  const known = new Map<string | number, number>();
  return Int32Array.from(all, (turn) => {
    const key = keyOf(turn);
    const number = known.get(key) ?? known.size;
    known.set(key, number);
    return number;
  });
}

function neighboursOf(sessions: Int32Array, ordinals: Int32Array, members: number): Int32Array {
  const keyOf = (session: number, ordinal: number): string => `${session} ${ordinal}`;
  const places = new Map<string, number>();
  for (const [place, session] of sessions.entries()) places.set(keyOf(session, ordinals[place] ?? 0), place);
  const neighbours = new Int32Array(members * neighbourCount);
  for (let member = 0, at = 0; member < members; member++) {
    for (let distance = -neighbourReach; distance <= neighbourReach; distance++) {
      if (distance === 0) continue;
      neighbours[at++] = places.get(keyOf(sessions[member] ?? 0, (ordinals[member] ?? 0) + distance)) ?? -1;
    }
  }
  return neighbours;
}

/** The lists one after the other. */
export function listsOf<A extends Uint16Array | Uint32Array>(
  lists: readonly A[],
  make: (length: number) => A,
): NumberLists<A> {
  const ends = new Int32Array(lists.length);
  let length = 0;
  for (const [index, list] of lists.entries()) ends[index] = length += list.length;
  const numbers = make(length);
  const starts = new Int32Array(lists.length);
  for (const [index, list] of lists.entries()) {
    starts[index] = (ends[index] ?? 0) - list.length;
    numbers.set(list, starts[index]);
  }
  return { numbers, starts, ends };
}
