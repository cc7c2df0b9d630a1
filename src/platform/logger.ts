import { type Logger, pino } from 'pino';

/** The process's logger: JSON lines on standard output. Subsystems take a child of it. Never log content, tokens or keys. */
export function createLogger(level: string): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
}
