import { type DestinationStream, type Logger, type LoggerOptions, pino, type SerializedError } from 'pino';
import { isDatabaseUnavailable, wasCancelled } from './database-unavailable.ts';
import { errorCode } from './error-code.ts';
import { StandardOutput } from './standard-output.ts';
import { ToldSeldom } from './told-seldom.ts';

/**
 * The process's logger: JSON lines on standard output, or to `destination`. Subsystems take a child of it. Never log
 * content, tokens or keys.
 */
export function createLogger(level: string, destination: DestinationStream = new StandardOutput()): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: withoutValues },
    hooks: { logMethod: awaySeldom() },
  };
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

const withoutValues = (error: unknown): unknown => {
  const thrown = thrownOf(error);
  return thrown ? toldOf(thrown) : error;
};

const thrownOf = (error: unknown): Error | null =>
  error instanceof Error ? error : isCopy(error) ? Object.assign(new Error(), error) : null;

/** What pg-boss tells of: an object with all that was on the error. */
const isCopy = (error: unknown): error is object => typeof error === 'object' && error !== null && 'stack' in error;

const isAway = (error: unknown): boolean => isDatabaseUnavailable(error) && !wasCancelled(error);

type LogMethod = Exclude<NonNullable<LoggerOptions['hooks']>['logMethod'], undefined>;

/** While a database is away every part looks for it each second or two, and says nothing else: of each such line one a minute tells as much. */
function awaySeldom(): LogMethod {
  const lines = new Map<string, ToldSeldom>();
  return function (args, method) {
    const [told, message]: unknown[] = args;
    if (typeof message !== 'string' || !isOfErrorAlone(told) || !isAway(thrownOf(told.err))) {
      method.apply(this, args);
      return;
    }
    const line =
      lines.get(message) ??
      new ToldSeldom((err, untold) => method.apply(this, [{ err, ...(untold > 0 && { untold }) }, message]));
    lines.set(message, line);
    line.note(told.err);
  };
}

const isOfErrorAlone = (told: unknown): told is { readonly err: unknown } =>
  typeof told === 'object' && told !== null && 'err' in told && Object.keys(told).length === 1;

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
  // Which line of ours asked a database that is away tells nothing.
  return { ...kept, message: clean(told.message), stack: isAway(error) ? undefined : clean(told.stack), ...aggregated };
}

/** Messages that hold what was said, of an error and of those that caused it, and what is told instead. */
function quotes(error: unknown): [string, string][] {
  if (!(error instanceof Error) || error.message === '') return [];
  const causes = quotes(error.cause);
  if (dataException.test(errorCode(error))) return [[error.message, notTold], ...causes];
  // Node names the text around the place where it stopped to be JSON.
  if (error instanceof SyntaxError && error.message.includes('JSON')) return [[error.message, noJson], ...causes];
  return causes;
}
