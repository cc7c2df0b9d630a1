import { neighbourReach } from '../ranking/neighbourhood.ts';

/** Where a memory stands in its session. */
export interface Place {
  readonly id: string;
  /** Names its session; where it stands alone, this is its own id. */
  readonly session: string;
  readonly ordinal: number;
  readonly sessionSize: number;
}

/** Where a memory stands, with the ids that stand around it, itself among them. */
export interface Placed {
  readonly ordinal: number;
  readonly sessionSize: number;
  readonly around: readonly string[];
  /** The ordinal of the first of these. */
  readonly aroundFrom: number;
}

/** A memory that an arm found. */
export interface PlacedHit extends Placed {
  readonly id: string;
  /** Null where it stands alone. */
  readonly session: string | null;
}

/** One that comes from no conversation, or is none of its current memories. */
export const alone: Placed = { ordinal: 0, sessionSize: 1, around: [], aroundFrom: 0 };

/** Where a memory stands among those of its session. */
export function placedIn(ids: readonly string[], id: string): Placed {
  const ordinal = ids.indexOf(id);
  if (ordinal < 0) return alone;
  const aroundFrom = Math.max(0, ordinal - 2 * neighbourReach);
  return {
    ordinal,
    sessionSize: ids.length,
    around: ids.slice(aroundFrom, ordinal + 2 * neighbourReach + 1),
    aroundFrom,
  };
}

export interface Windows {
  /** Neighbours of seeds that are no hits: they may join the pool. */
  readonly joining: readonly Place[];
  /** Neighbours of all these that are none of them. */
  readonly beside: readonly Place[];
}

export const placeOf = ({ id, session, ordinal, sessionSize }: PlacedHit): Place => ({
  id,
  session: session ?? id,
  ordinal,
  sessionSize,
});

/** Who stands up to two places from the hits, and from those that stand so near to the seeds: their places in the list of hits. */
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

/** Takes those that stand up to so many places from a hit and are not known yet. */
function takeAround(hit: PlacedHit, distance: number, known: Set<string>, taken: Place[]): void {
  const { session, around, aroundFrom, sessionSize } = hit;
  if (session === null) return;
  const first = Math.max(0, hit.ordinal - distance - aroundFrom);
  const end = Math.min(around.length, hit.ordinal + distance + 1 - aroundFrom);
  for (let index = first; index < end; index += 1) {
    const id = around[index];
    if (id === undefined || known.has(id)) continue;
    known.add(id);
    taken.push({ id, session, ordinal: aroundFrom + index, sessionSize });
  }
}
