/**
 * Number of memories in all accounts still to be embedded. `waiting`: written without a vector, counted up to 100,000. `moving`:
 * CURRENT ones of accounts that are searched by vectors of a former model until each has one of the new model.
 */
export interface VectorBacklog {
  readonly state: 'waiting' | 'moving';
  readonly memories: number;
}
