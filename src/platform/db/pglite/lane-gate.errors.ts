type LaneGateCode =
  /** No connection became free within the configured time. */
  | 'DATABASE_CONNECTION_TIMEOUT'
  /** The lane was ended. */
  | 'DATABASE_LANE_ENDED'
  /** A connection was used after it was released, or after it was revoked from a user who forgot to release it. */
  | 'DATABASE_CONNECTION_RELEASED';

/** Errors that occur before a query reaches the database. */
export class LaneGateError extends Error {
  override readonly name = 'LaneGateError';
  readonly code: LaneGateCode;

  constructor(code: LaneGateCode, message: string) {
    super(message);
    this.code = code;
  }
}
