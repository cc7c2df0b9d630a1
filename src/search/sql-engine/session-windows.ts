import { neighbourReach } from '../ranking/neighbourhood.ts';

/** The place of a memory in its session. */
export interface Place {
  readonly id: string;
  /** Names its session; its own id if it has none. */
  readonly session: string;
  readonly ordinal: number;
}

/** The place of a memory in its session, with the ids around it, its own included. */
export interface Placed {
  readonly ordinal: number;
  readonly around: readonly string[];
  /** Ordinal of the first id in `around`. */
  readonly aroundFrom: number;
}

/** A memory that an arm found. */
export interface PlacedHit extends Place, Placed {}

/** The place of a memory that comes from no conversation, or is not among its session's CURRENT memories. */
export const noSession: Placed = { ordinal: 0, around: [], aroundFrom: 0 };

/** Returns the place of a memory among the ids of its session. */
export function placedIn(ids: readonly string[], id: string): Placed {
  const ordinal = ids.indexOf(id);
  if (ordinal < 0) return noSession;
  const aroundFrom = Math.max(0, ordinal - 2 * neighbourReach);
  return { ordinal, around: ids.slice(aroundFrom, ordinal + 2 * neighbourReach + 1), aroundFrom };
}

export interface Windows {
  /** Neighbours of seeds that are not hits: they may join the pool. */
  readonly joining: readonly Place[];
  /** Other neighbours of hits and of `joining`. */
  readonly beside: readonly Place[];
}

/** Returns the turns up to two places from the hits, and from the seeds' neighbours. `seeds`: places in the list of hits. */
export function windowsOf(hits: readonly PlacedHit[], seeds: Iterable<number>): Windows {
  const known = new Set(hits.map(({ id }) => id));
  const seedHits = [...seeds].flatMap((seed) => hits[seed] ?? []);
  const joining: Place[] = [];
  for (const hit of seedHits) takeAround(hit, neighbourReach, known, joining);
  const beside: Place[] = [];
  for (const hit of seedHits) takeAround(hit, 2 * neighbourReach, known, beside);
  for (const hit of hits) takeAround(hit, neighbourReach, known, beside);
  return { joining, beside };
}

/** Adds the turns up to `distance` places from a hit that are not known yet. */
function takeAround(hit: PlacedHit, distance: number, known: Set<string>, taken: Place[]): void {
  const { session, around, aroundFrom } = hit;
  const first = Math.max(0, hit.ordinal - distance - aroundFrom);
  const end = Math.min(around.length, hit.ordinal + distance + 1 - aroundFrom);
  for (let index = first; index < end; index += 1) {
    const id = around[index];
    if (id === undefined || known.has(id)) continue;
    known.add(id);
    taken.push({ id, session, ordinal: aroundFrom + index });
  }
}
