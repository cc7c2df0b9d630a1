export type LaneGateCode =
  /** No connection became free within the time that the setting allows. */
  | 'DATABASE_CONNECTION_TIMEOUT'
  /** The lane was ended. */
  | 'DATABASE_LANE_ENDED'
  /** A connection was used after it was released, or after it was taken away from a user who had forgotten it. */
  | 'DATABASE_CONNECTION_RELEASED';

/** What can go wrong before a query reaches the database. */
export class LaneGateError extends Error {
  override readonly name = 'LaneGateError';
  readonly code: LaneGateCode;

  constructor(code: LaneGateCode, message: string) {
    super(message);
    this.code = code;
  }
}
