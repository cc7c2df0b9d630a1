import type { Reach } from '../collection/reach.ts';
import type { Naming, NamingLookup } from '../search/graph-arm.ts';

/** What of the graph is looked at: what these collections, all within the reach, tell. */
export interface GraphScope {
  readonly reach: Reach;
  readonly collectionIds: readonly string[];
}

/** An entity beside others, and how much is said of it and them. */
export interface Neighbour {
  readonly id: string;
  readonly weight: number;
}

/** How many there are of each, whoever may see them. */
export interface GraphCounts {
  readonly entities: number;
  readonly mentions: number;
  readonly relations: number;
}

export interface GraphHealth {
  readonly status: 'OK' | 'DEGRADED';
  /** Of the question whether it is there; null where it was not answered. */
  readonly latencyMs: number | null;
  /** What is wrong; null where nothing is. */
  readonly detail: string | null;
}

/** The graph as it is walked through. What it answers are ids: names and weights come from the memories themselves. */
export interface GraphStore extends NamingLookup {
  readonly name: 'postgres' | 'neo4j';
  /** Entities one step from any of these and none of `except`: the weightiest first, then by id. */
  neighbours(scope: GraphScope, ids: readonly string[], except: readonly string[], limit: number): Promise<Neighbour[]>;
  /** Relations that have both ends among these, the weightiest first, then by id. */
  relationsAmong(scope: GraphScope, ids: readonly string[], limit: number): Promise<string[]>;
  /** The entities that the seeds name, with those of the memories that name them. Who asks may see all of these. */
  naming(accountId: string, seedIds: readonly string[], memoryIds: readonly string[]): Promise<Naming[]>;
  counts(accountId: string): Promise<GraphCounts>;
  health(): Promise<GraphHealth>;
}
