import { setImmediate } from 'node:timers/promises';
import type { Database } from '../platform/db/database.ts';
import { nextVectors } from './compared-memories.store.ts';
import type { ConsolidationRun } from './consolidation.ts';
import { NearVectors, type Neighbour } from './near-vectors.ts';

/** Vectors of one read: parsing them holds up the event loop for a millisecond or two. */
const pageSize = 500;
/** After so long others get their turn. */
const sliceMs = 8;

/** A memory with those that lie near it. */
export interface Found {
  readonly id: string;
  readonly neighbours: readonly Neighbour[];
}

/** All vectors that a run compares, in the order of the memories' ids. */
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

/** What lies near each memory of a part of them and came before it, `most` at most. */
export async function neighboursOf(
  vectors: NearVectors,
  { start, end }: { readonly start: number; readonly end: number },
  threshold: number,
  most: number,
): Promise<Found[]> {
  const found: Found[] = [];
  let began = performance.now();
  for (let row = start; row < end; row += 1) {
    const neighbours = vectors.before(row, threshold, most);
    if (neighbours.length > 0) found.push({ id: vectors.idAt(row), neighbours });
    if (performance.now() - began < sliceMs) continue;
    await setImmediate();
    began = performance.now();
  }
  return found;
}

export const idsIn = (found: readonly Found[]): string[] => [
  ...new Set(found.flatMap(({ id, neighbours }) => [id, ...neighbours.map((near) => near.id)])),
];
