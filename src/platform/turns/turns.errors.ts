/** No connection became free within the maximum wait, or none is expected to. */
export class PoolBusyError extends Error {
  override readonly name = 'PoolBusyError';
  readonly code = 'DATABASE_CONNECTION_TIMEOUT';

  constructor(waitMs: number) {
    super(`No connection to the database is free within ${waitMs} ms`);
  }
}

/** An account sent more operations at once than can be finished in time. */
export class OverloadedError extends Error {
  override readonly name = 'OverloadedError';

  constructor() {
    super('Your earlier operations take too long: send fewer at a time, and this one again a little later');
  }
}

/** All accounts together sent more operations than can be finished in time. */
export class ServerBusyError extends Error {
  override readonly name = 'ServerBusyError';

  constructor() {
    super('The server has more to do than it can: try again a little later');
  }
}

/** The request that the connection was for has been abandoned. */
export class RequesterGoneError extends Error {
  override readonly name = 'RequesterGoneError';
  readonly code = 'REQUESTER_GONE';

  constructor() {
    super('The client has hung up');
  }
}
