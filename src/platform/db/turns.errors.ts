/** All connections were in use for as long as one waits for them, or would be. */
export class PoolBusyError extends Error {
  override readonly name = 'PoolBusyError';
  readonly code = 'DATABASE_CONNECTION_TIMEOUT';

  constructor(waitMs: number) {
    super(`No connection to the database is free within ${waitMs} ms`);
  }
}

/** An account asked for more at once than it comes to the end of in time. */
export class OverloadedError extends Error {
  override readonly name = 'OverloadedError';

  constructor() {
    super('Your earlier operations take too long: send fewer at a time, and this one again a little later');
  }
}

/** Nobody waits for what the connection was for. */
export class RequesterGoneError extends Error {
  override readonly name = 'RequesterGoneError';
  readonly code = 'REQUESTER_GONE';

  constructor() {
    super('The client has hung up');
  }
}
