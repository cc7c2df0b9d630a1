import { errorCode, hasCode } from './error-code.ts';

// Classes and codes of SQLSTATE that say that the server cannot be used now, or has ended a connection that idled or a transaction that took
// longer than it allows, and what Node says of a dead socket.
const SQLSTATES = /^(?:08...|57P0[1-35]|25P0[34]|53100|53300|58000|25006)$/;
// It cannot write a file, or it was told to take no writes: as the embedded one is, and managed ones are, before the disk is full.
const DISK_FULL = '53100';
const READ_ONLY = '25006';
const NO_SPACE = /No space left on device/;
// It was told to give up, by STATEMENT_TIMEOUT_MS or by hand.
const CANCELLED = '57014';
const NOT_PERMITTED = '42501';
// A schema, a table, an object or a function of that name.
const THERE_ALREADY = ['42P06', '42P07', '42710', '42723'];
const SOCKET_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
]);
// Ours: the embedded database, which its folder may be taken away from, and the gate before it.
const OWN_CODES =
  /^(?:EMBEDDED_DATABASE_(?:DIED|CLOSED|START_FAILED)|DATA_FOLDER_IN_USE|DATABASE_CONNECTION_TIMEOUT|DATABASE_LANE_ENDED)$/;
// node-postgres has no codes for these.
const MESSAGES =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** Whether an error says that a statement took longer than it may. */
export const wasCancelled = (error: unknown): boolean => hasCode(error, CANCELLED);

/** Whether an error says that nothing can be written for want of room on the database's disk. */
export const isOutOfSpace = (error: unknown): boolean =>
  hasCode(error, DISK_FULL) || (error instanceof Error && NO_SPACE.test(error.message));

/** Whether an error says that the database is read, and takes no writes. */
export const isReadOnly = (error: unknown): boolean => hasCode(error, READ_ONLY);

/** Whether an error says that the role may not do this. */
export const lacksPrivilege = (error: unknown): boolean => hasCode(error, NOT_PERMITTED);

/** Whether an error says that what was to be made is there already. */
export const isThereAlready = (error: unknown): boolean => hasCode(error, ...THERE_ALREADY);

/** Whether a transaction was ended for another's sake, a deadlock or a conflict, and may be tried again. */
export const wasGivenUp = (error: unknown): boolean => hasCode(error, '40P01', '40001');

/** Whether an error says that all connections were in use for too long. */
export const isPoolExhausted = (error: unknown): boolean => hasCode(error, 'DATABASE_CONNECTION_TIMEOUT');

/** Whether an error says that the database cannot be reached, and not that a query was wrong. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError) return error.errors.some(isDatabaseUnavailable);
  const code = errorCode(error);
  // A missing file is no database; a missing unix socket is.
  if (code === 'ENOENT') return 'syscall' in error && error.syscall === 'connect';
  return (
    wasCancelled(error) ||
    SOCKET_CODES.has(code) ||
    SQLSTATES.test(code) ||
    OWN_CODES.test(code) ||
    MESSAGES.test(error.message)
  );
}
