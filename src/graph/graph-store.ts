import type { Reach } from '../collection/reach.ts';
import type { NamingLookup } from '../search/graph-arm.ts';

/** What of the graph is looked at: what these collections, all within the reach, tell. */
export interface GraphScope {
  readonly reach: Reach;
  readonly collectionIds: readonly string[];
}

/** An entity, and how much it counts beside others. */
export interface WeighedEntity {
  readonly id: string;
  readonly weight: number;
}

/** The graph as it is walked through. What it answers are ids: names and weights come from the memories themselves. */
export interface GraphStore extends NamingLookup {
  /** Entities one step from any of these and none of `except`: the weightiest first, then by id. */
  neighbours(
    scope: GraphScope,
    ids: readonly string[],
    except: readonly string[],
    limit: number,
  ): Promise<WeighedEntity[]>;
  /** Relations that have both ends among these, the weightiest first, then by id. */
  relationsAmong(scope: GraphScope, ids: readonly string[], limit: number): Promise<string[]>;
}
