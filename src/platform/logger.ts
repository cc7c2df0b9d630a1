import { type DestinationStream, type Logger, pino, type SerializedError } from 'pino';

/**
 * The process's logger: JSON lines on standard output, or to `destination`. Subsystems take a child of it. Never log
 * content, tokens or keys.
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: withoutValues } };
  return destination ? pino(options, destination) : pino(options);
}

/** What Postgres adds to an error quotes the rows and values that it failed on: those are content. */
const QUOTING_FIELDS = new Set(['detail', 'where', 'internalQuery', 'query', 'parameters']);
/** Errors of this class quote a value in the message itself. */
const DATA_EXCEPTION = /^22/;

function withoutValues(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const told: SerializedError = pino.stdSerializers.err(error);
  const kept = Object.fromEntries(Object.entries(told).filter(([field]) => !QUOTING_FIELDS.has(field)));
  const code: unknown = told['code'];
  if (typeof code !== 'string' || !DATA_EXCEPTION.test(code)) return kept;
  const message = 'a value that Postgres refuses, not logged';
  return { ...kept, message, stack: told.stack.replaceAll(error.message, message) };
}
