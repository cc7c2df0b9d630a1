import { Numbers } from '../numbers.ts';
import type { Candidates, NumberLists, Participant, Turns } from './engine-port.ts';
import { neighbourCount, neighbourReach } from './neighbourhood.ts';

/** One turn as an object: see `Turns` for the fields. */
export interface Turn extends Participant {
  readonly id: string;
  readonly inPool: boolean;
  readonly lexical: number;
  readonly cosine: number;
  readonly day: number;
  /** Equal for memories of one conversation. */
  readonly session: string | number;
  /** Place among the CURRENT memories of its session, from 0 without gaps. */
  readonly ordinal: number;
  readonly termCount: number;
  readonly patterns: number;
  readonly pieces: Uint16Array | readonly number[];
  /** May be empty for a turn outside of the pool: they are not read. */
  readonly stems: Uint32Array;
  readonly dateStems: number;
}

/** Turns as columns, made of single turns. `all` has the turns in the order of the columns: members of the pool first. */
interface TurnColumns<T extends Turn> extends Turns {
  readonly all: readonly T[];
}

/** The columns for first scores, with all turns as members of the pool. */
export const candidateColumns = (turns: readonly Turn[]): Candidates => ({
  length: turns.length,
  members: turns.length,
  lexical: columnOf(turns, Float64Array, ({ lexical }) => lexical),
  cosines: columnOf(turns, Float64Array, ({ cosine }) => cosine),
  days: columnOf(turns, Int32Array, ({ day }) => day),
  participant: (place) => turns[place] ?? nobody,
  id: (place) => turns[place]?.id ?? '',
});

export function turnColumns<T extends Turn>(turns: readonly T[]): TurnColumns<T> {
  const members = turns.filter(({ inPool }) => inPool);
  const all = [...members, ...turns.filter(({ inPool }) => !inPool)];
  // Numbered in order of appearance, so that the sessions of members have numbers below `members`.
  const number = new Numbers<string | number>();
  const sessions = columnOf(all, Int32Array, ({ session }) => number.of(session));
  const ordinals = columnOf(all, Int32Array, ({ ordinal }) => ordinal);
  return {
    ...candidateColumns(all),
    all,
    members: members.length,
    sessions,
    neighbours: neighboursOf(sessions, ordinals, members.length),
    participants: participantsOf(all),
    termCounts: columnOf(all, Int32Array, ({ termCount }) => termCount),
    patterns: columnOf(all, Int32Array, ({ patterns }) => patterns),
    pieces: listsOf(
      all.map(({ pieces }) => pieces),
      Uint16Array,
    ),
    stems: listsOf(
      members.map(({ stems }) => stems),
      Uint32Array,
    ),
    dateStems: columnOf(members, Uint8Array, ({ dateStems }) => dateStems),
  };
}

/** A column with a number for each item. The typed array's own `from` takes ten times as long. */
export function columnOf<T, Column extends Float64Array | Int32Array | Uint16Array | Uint8Array>(
  all: readonly T[],
  make: new (length: number) => Column,
  numberOf: (one: T) => number,
): Column {
  const column = new make(all.length);
  let place = 0;
  for (const one of all) column[place++] = numberOf(one);
  return column;
}

const nobody: Participant = { speaker: null, role: null };

/** Numbers that are equal for equal pairs of speaker and role. */
function participantsOf(turns: readonly Turn[]): Int32Array {
  const speakers = new Numbers<string | null>();
  const roles = new Numbers<string | null>();
  return columnOf(turns, Int32Array, ({ speaker, role }) => speakers.of(speaker) * mostRoles + roles.of(role));
}

/** More than the number of roles, null included. */
const mostRoles = 8;

function neighboursOf(sessions: Int32Array, ordinals: Int32Array, members: number): Int32Array {
  const keyOf = (session: number, ordinal: number): number => session * mostOrdinals + ordinal;
  const places = new Map<number, number>();
  for (let place = 0; place < sessions.length; place++) {
    places.set(keyOf(sessions[place] ?? 0, ordinals[place] ?? 0), place);
  }
  const neighbours = new Int32Array(members * neighbourCount);
  for (let member = 0, at = 0; member < members; member++) {
    for (let distance = -neighbourReach; distance <= neighbourReach; distance++) {
      if (distance === 0) continue;
      neighbours[at++] = places.get(keyOf(sessions[member] ?? 0, (ordinals[member] ?? 0) + distance)) ?? -1;
    }
  }
  return neighbours;
}

/** More turns than a session has, with room for the places before the first and after the last. */
const mostOrdinals = 2 ** 32;

/** Concatenates the lists. */
export function listsOf<A extends Uint16Array | Uint32Array>(
  lists: readonly ArrayLike<number>[],
  make: new (length: number) => A,
): NumberLists<A> {
  const starts = new Int32Array(lists.length);
  const ends = new Int32Array(lists.length);
  let length = 0;
  // Index loops: an iterator over entries would allocate a pair for each of a thousand lists.
  for (let place = 0; place < lists.length; place++) {
    starts[place] = length;
    ends[place] = length += lists[place]?.length ?? 0;
  }
  const numbers = new make(length);
  for (let place = 0; place < lists.length; place++) numbers.set(lists[place] ?? none, starts[place]);
  return { numbers, starts, ends };
}

const none: readonly number[] = [];
