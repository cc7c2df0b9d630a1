import { errorCode, hasCode } from './error-code.ts';
import { isOfAnotherHost, isOutOfDate, isUntrusted } from './tls-errors.ts';

// SQLSTATE classes and codes for a server that is unavailable, or that ended an idle connection or a transaction that took
// longer than allowed. SOCKET_CODES below has Node's codes for a dead socket.
const SQLSTATES = /^(?:08...|57P0[1-35]|25P0[34]|53100|53300|58000|25006)$/;
// It cannot write a file, or is read-only: the embedded database and managed ones become so before the disk is full.
const DISK_FULL = '53100';
const READ_ONLY = '25006';
const NO_SPACE = /No space left on device/;
// Cancelled by STATEMENT_TIMEOUT_MS or by hand.
const CANCELLED = '57014';
const NOT_PERMITTED = '42501';
// Duplicate schema, table, object or function.
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
// Our own codes: those of the embedded database, whose folder may be taken away, and of the gate in front of it.
const OWN_CODES =
  /^(?:EMBEDDED_DATABASE_(?:DIED|CLOSED|START_FAILED)|DATA_FOLDER_IN_USE|DATABASE_CONNECTION_TIMEOUT|DATABASE_LANE_ENDED)$/;
// Messages of node-postgres that have no codes.
const MESSAGES =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** Whether an error says that a statement was cancelled, mostly because it took too long. */
export const wasCancelled = (error: unknown): boolean => hasCode(error, CANCELLED);

/** Whether an error says that the database's disk is full. */
export const isOutOfSpace = (error: unknown): boolean =>
  hasCode(error, DISK_FULL) || (error instanceof Error && NO_SPACE.test(error.message));

/** Whether an error says that the database is read-only. */
export const isReadOnly = (error: unknown): boolean => hasCode(error, READ_ONLY);

/** Whether it takes no writes, for either reason. */
export const refusesWrites = (error: unknown): boolean => isReadOnly(error) || isOutOfSpace(error);

/** Whether an error says that the role lacks a privilege. */
export const lacksPrivilege = (error: unknown): boolean => hasCode(error, NOT_PERMITTED);

/** Whether an error says that the object to create already exists. */
export const isThereAlready = (error: unknown): boolean => hasCode(error, ...THERE_ALREADY);

/** Whether a transaction was aborted by a deadlock or a serialization failure, and may be retried. */
export const wasGivenUp = (error: unknown): boolean => hasCode(error, '40P01', '40001');

/** Whether an error says that no connection became free in time. */
export const isPoolExhausted = (error: unknown): boolean => hasCode(error, 'DATABASE_CONNECTION_TIMEOUT');

/** Whether an error says that the server refuses the user or the password. */
export const refusesLogin = (error: unknown): boolean => hasCode(error, '28P01', '28000');

/** Whether an error says that the server has no database of this name. */
export const hasNoDatabase = (error: unknown): boolean => hasCode(error, '3D000');

/** Whether an error says that the server has no TLS. */
export const hasNoTls = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('The server does not support SSL connections');

/** What waiting does not mend: at the start it ends the process, later somebody has changed the server. */
const lasting = [isUntrusted, isOfAnotherHost, isOutOfDate, hasNoTls, refusesLogin, hasNoDatabase];

/** Whether an error says that the database is unavailable, rather than that a query was wrong. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError) return error.errors.some(isDatabaseUnavailable);
  const code = errorCode(error);
  // A missing file does not count; a missing unix socket does.
  if (code === 'ENOENT') return 'syscall' in error && error.syscall === 'connect';
  return (
    wasCancelled(error) ||
    SOCKET_CODES.has(code) ||
    SQLSTATES.test(code) ||
    OWN_CODES.test(code) ||
    MESSAGES.test(error.message) ||
    lasting.some((isIt) => isIt(error))
  );
}

/** The same without statements that took too long, which say nothing of the database. */
export const isDatabaseAway = (error: unknown): boolean => isDatabaseUnavailable(error) && !wasCancelled(error);
