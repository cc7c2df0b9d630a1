export type EmbeddedDatabaseCode =
  /** The worker ended while something was pending. What was not acknowledged may or may not be committed; try again. */
  | 'EMBEDDED_DATABASE_DIED'
  /** The worker could not open the database. */
  | 'EMBEDDED_DATABASE_START_FAILED'
  /** A database in memory died: its data is gone, so it does not reopen. */
  | 'EMBEDDED_DATABASE_LOST'
  /** Asked for a connection after `close`. */
  | 'EMBEDDED_DATABASE_CLOSED'
  /** A second connection was opened beside the one that the database has. */
  | 'EMBEDDED_DATABASE_BUSY'
  /** The client sent bytes that are no Postgres message. */
  | 'EMBEDDED_DATABASE_PROTOCOL'
  /** Another process holds the data folder. */
  | 'DATA_FOLDER_IN_USE'
  /** The folder was made by another Postgres major version. */
  | 'DATA_FOLDER_VERSION'
  /** The folder holds something, but no database. */
  | 'DATA_FOLDER_UNKNOWN';

/** What can go wrong with the embedded database itself, apart from the errors that Postgres answers. */
export class EmbeddedDatabaseError extends Error {
  override readonly name = 'EmbeddedDatabaseError';
  readonly code: EmbeddedDatabaseCode;

  constructor(code: EmbeddedDatabaseCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
