import { type DestinationStream, type Logger, type LoggerOptions, pino, type SerializedError } from 'pino';
import { isDatabaseAway } from './database-errors.ts';
import { errorCode } from './error-code.ts';
import { getOrInsert } from './get-or-insert.ts';
import { ToldSeldom } from './told-seldom.ts';

/**
 * Creates the process's logger: JSON lines to standard output, or to `destination`. Subsystems use a child logger. Never log
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
 * Logged fields of an error. All other fields that libraries add may contain content or secrets: the row that Postgres failed on, the
 * command with the password that Redis rejected, the body sent to an endpoint.
 */
const toldFields = new Set([
  ...['type', 'message', 'stack', 'code', 'severity', 'constraint', 'table', 'column', 'schema', 'dataType', 'routine'],
  ...['errno', 'syscall', 'address', 'port', 'hostname', 'status', 'mayPass'],
]);
/** Postgres errors of this class quote a value in the message itself. */
const dataException = /^22/;
const notTold = 'a value that Postgres refuses, not logged';
const noJson = 'a text that is no JSON, not logged';

const withoutValues = (error: unknown): unknown => {
  const thrown = thrownOf(error);
  return thrown ? toldOf(thrown) : error;
};

const thrownOf = (error: unknown): Error | null =>
  error instanceof Error ? error : isCopy(error) ? Object.assign(new Error(), error) : null;

/** pg-boss reports errors as plain objects with the error's fields. */
const isCopy = (error: unknown): error is object => typeof error === 'object' && error !== null && 'stack' in error;

type LogMethod = Exclude<NonNullable<LoggerOptions['hooks']>['logMethod'], undefined>;

/** While a database is away every component retries each second or two and fails: logs each such line once a minute at each level. */
function awaySeldom(): LogMethod {
  const lines = new Map<string, ToldSeldom>();
  return function (args, method, level) {
    const [told, message]: unknown[] = args;
    if (typeof message !== 'string' || !isOfErrorAlone(told) || !isDatabaseAway(thrownOf(told.err))) {
      method.apply(this, args);
      return;
    }
    const key = `${level} ${message}`;
    const tell = (err: unknown, untold: number) =>
      method.apply(this, [{ err, ...(untold > 0 && { untold }) }, message]);
    getOrInsert(lines, key, () => new ToldSeldom(tell)).note(told.err);
  };
}

const isOfErrorAlone = (told: unknown): told is { readonly err: unknown } =>
  typeof told === 'object' && told !== null && 'err' in told && Object.keys(told).length === 1;

/** For an error that is thrown before there is a log: Node prints it with only those fields that would be logged. */
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
  // The stack of a query to an unavailable database is of no use.
  return {
    ...kept,
    message: clean(told.message),
    stack: isDatabaseAway(error) ? undefined : clean(told.stack),
    ...aggregated,
  };
}

/** Messages of an error and its causes that quote content, and their replacements. */
function quotes(error: unknown): [string, string][] {
  if (!(error instanceof Error) || error.message === '') return [];
  const causes = quotes(error.cause);
  if (dataException.test(errorCode(error))) return [[error.message, notTold], ...causes];
  // Node's message quotes the text around the position of the syntax error.
  if (error instanceof SyntaxError && error.message.includes('JSON')) return [[error.message, noJson], ...causes];
  return causes;
}

/** File descriptor of the process's standard output. */
const standardOutput = 1;

/**
 * Standard output for log lines. Lines that it does not accept, such as those to a file on a full disk, are lost, without other effects: pino's
 * own destination would end the process with the error, and before its exit retry for ever to flush them.
 */
class StandardOutput implements DestinationStream {
  #stream = this.#open();

  write(line: string): void {
    this.#stream.write(line);
  }

  #open() {
    const stream = pino.destination({ fd: standardOutput, sync: false });
    stream.on('error', () => {
      if (this.#stream !== stream) return;
      this.#stream = this.#open();
      stream.destroy();
    });
    return stream;
  }
}
