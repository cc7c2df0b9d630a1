type EmbeddedDatabaseCode =
  /** The worker died while something was pending. Unacknowledged transactions may or may not be committed; retry. */
  | 'EMBEDDED_DATABASE_DIED'
  /** The worker could not open the database. */
  | 'EMBEDDED_DATABASE_START_FAILED'
  /** A database in memory died: its data is gone, so it does not reopen. */
  | 'EMBEDDED_DATABASE_LOST'
  /** A connection was requested after `close`. */
  | 'EMBEDDED_DATABASE_CLOSED'
  /** A second connection was opened beside the only one that the database has. */
  | 'EMBEDDED_DATABASE_BUSY'
  /** The client sent bytes that are not a Postgres message. */
  | 'EMBEDDED_DATABASE_PROTOCOL'
  /** Another process holds the data folder. */
  | 'DATA_FOLDER_IN_USE'
  /** Another major version of Postgres created the folder. */
  | 'DATA_FOLDER_VERSION'
  /** The folder is not empty, but contains no database. */
  | 'DATA_FOLDER_UNKNOWN';

/** Errors of the embedded database itself, as opposed to those that Postgres reports. */
export class EmbeddedDatabaseError extends Error {
  override readonly name = 'EmbeddedDatabaseError';
  readonly code: EmbeddedDatabaseCode;

  constructor(code: EmbeddedDatabaseCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
