import type { Reach } from '../collection/reach.ts';
import type { NamingLookup } from '../search/graph-arm.ts';

/** The part of the graph to look at: what these collections, all within the reach, say. */
export interface GraphScope {
  readonly reach: Reach;
  readonly collectionIds: readonly string[];
  /** Whether these are all collections of the account. Then weights are sums of all that is said, hidden or not, as in the copy. */
  readonly isWhole?: boolean;
  /**
   * Only what these memories say, whatever else the collections hold; null or omitted: all. A hint, which a store may ignore: with it, what
   * others say of a frequent name is left out before their memories are looked up.
   */
  readonly memoryIds?: readonly string[] | null;
}

/** An entity and its weight. */
export interface WeighedEntity {
  readonly id: string;
  readonly weight: number;
}

/** Traverses the graph. Returns ids: names and weights come from the memories themselves. */
export interface GraphStore extends NamingLookup {
  /** Returns entities one step from any of these, without `except`: heaviest first, then by id. */
  neighbours(
    scope: GraphScope,
    ids: readonly string[],
    except: readonly string[],
    limit: number,
  ): Promise<WeighedEntity[]>;
  /** Returns relations with both ends among these, heaviest first, then by id. */
  relationsAmong(scope: GraphScope, ids: readonly string[], limit: number): Promise<string[]>;
}
