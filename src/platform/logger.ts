import { type DestinationStream, type Logger, pino, type SerializedError } from 'pino';
import { isDatabaseUnavailable, wasCancelled } from './database-unavailable.ts';
import { StandardOutput } from './standard-output.ts';

/**
 * The process's logger: JSON lines on standard output, or to `destination`. Subsystems take a child of it. Never log
 * content, tokens or keys.
 */
export function createLogger(level: string, destination: DestinationStream = new StandardOutput()): Logger {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: withoutValues } };
  return pino(options, destination);
}

/**
 * What is told of an error. Everything else that libraries put on theirs may be content or a secret: the row that Postgres failed on, the
 * command that Redis refused with its password, the body that an endpoint was sent.
 */
const toldFields = new Set([
  ...['type', 'message', 'stack', 'code', 'severity', 'constraint', 'table', 'column', 'schema', 'dataType', 'routine'],
  ...['errno', 'syscall', 'address', 'port', 'hostname', 'status', 'mayPass'],
]);
/** Errors of Postgres of this class quote a value in the message itself. */
const dataException = /^22/;
const notTold = 'a value that Postgres refuses, not logged';
const noJson = 'a text that is no JSON, not logged';

const withoutValues = (error: unknown): unknown =>
  error instanceof Error ? toldOf(error) : isCopy(error) ? toldOf(Object.assign(new Error(), error)) : error;

/** What pg-boss tells of: an object with all that was on the error. */
const isCopy = (error: unknown): error is object => typeof error === 'object' && error !== null && 'stack' in error;

/** What is thrown where there is no log: for Node to print, with what the log would tell of it. */
export const toPrint = (error: unknown): unknown =>
  error instanceof Error ? Object.assign(new Error(), toldOf(error)) : error;

function toldOf(error: Error): object {
  const told: SerializedError = pino.stdSerializers.err(error);
  const kept = Object.fromEntries(
    Object.entries(told).filter(([field, value]) => value !== undefined && toldFields.has(field)),
  );
  const quoted = quotes(error);
  const clean = (text: string) => quoted.reduce((rest, [quote, instead]) => rest.replaceAll(quote, instead), text);
  const aggregated = error instanceof AggregateError && { errors: error.errors.map(withoutValues) };
  // While a database is away every part says so each second or two: which line of ours asked tells nothing.
  const isAway = isDatabaseUnavailable(error) && !wasCancelled(error);
  return { ...kept, message: clean(told.message), stack: isAway ? undefined : clean(told.stack), ...aggregated };
}

/** Messages that hold what was said, of an error and of those that caused it, and what is told instead. */
function quotes(error: unknown): [string, string][] {
  if (!(error instanceof Error) || error.message === '') return [];
  const causes = quotes(error.cause);
  if ('code' in error && typeof error.code === 'string' && dataException.test(error.code))
    return [[error.message, notTold], ...causes];
  // Node names the text around the place where it stopped to be JSON.
  if (error instanceof SyntaxError && error.message.includes('JSON')) return [[error.message, noJson], ...causes];
  return causes;
}
