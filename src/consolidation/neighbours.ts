import { keysOf } from '../memory/asked-memories.ts';
import type { Database } from '../platform/db/database.ts';
import { timeTurns } from '../platform/turns/text-turns.ts';
import { comparedOf, nextVectors } from './compared-memories.store.ts';
import type { ComparedPair } from './compared-memory.ts';
import type { ConsolidationRun } from './consolidation.ts';
import { type NearTo, NearVectors, type Neighbour } from './near-vectors.ts';
import { inProposals, pairKey, refusedPairs } from './scope.store.ts';

/** Vectors per read: parsing them blocks the event loop for a millisecond or two. */
const pageSize = 500;

/** A memory with its neighbours. */
export interface Found {
  readonly row: number;
  readonly id: string;
  readonly neighbours: readonly Neighbour[];
}

/** Reads all vectors that a run compares, in the order of the memories' ids. */
export async function readVectors(
  db: Database,
  run: ConsolidationRun,
  model: string,
  signal: AbortSignal,
): Promise<NearVectors> {
  const vectors = new NearVectors();
  for (let after: string | null = null; !signal.aborted; ) {
    const page = await nextVectors(db, run, { model, after, limit: pageSize });
    vectors.add(page.vectors);
    if (page.last === null) break;
    after = page.last;
  }
  return vectors;
}

/** Returns the row numbers from `start` up to, but not including, `end`. */
export const rowsFrom = (start: number, end: number): number[] =>
  Array.from({ length: end - start }, (_, place) => start + place);

/** Finds, for each row, the near memories that come before it. */
export async function neighboursOf(vectors: NearVectors, rows: readonly number[], near: NearTo): Promise<Found[]> {
  const found: Found[] = [];
  const letOthersIn = timeTurns();
  for (const row of rows) {
    const neighbours = vectors.before(row, near);
    if (neighbours.length > 0) found.push({ row, id: vectors.idAt(row), neighbours });
    await letOthersIn();
  }
  return found;
}

/** Two memories that are near each other. */
export interface NearPair extends ComparedPair {
  readonly similarity: number;
}

/**
 * Pairs each memory with its neighbours, in that order. Leaves out refused pairs, and memories for which the run already has a
 * proposal.
 */
export async function openPairs(db: Database, run: ConsolidationRun, found: readonly Found[]): Promise<NearPair[]> {
  const ids = [...new Set(found.flatMap(({ id, neighbours }) => [id, ...neighbours.map((near) => near.id)]))];
  if (ids.length === 0) return [];
  const taken = await inProposals(db, run, ids);
  const refused = await refusedPairs(db, run.accountId, ids);
  const memories = await comparedOf(db, keysOf(run.accountId, ids));
  const open = (id: string) => (taken.has(id) ? undefined : memories.get(id));
  return found.flatMap(({ id, neighbours }) =>
    neighbours.flatMap((near): NearPair[] => {
      const [one, other] = [open(id), open(near.id)];
      if (!one || !other || refused.has(pairKey(id, near.id))) return [];
      return [{ one, other, similarity: near.similarity }];
    }),
  );
}
