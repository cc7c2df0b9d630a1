import { once } from 'node:events';
import { setTimeout as delay, setInterval as every } from 'node:timers/promises';
import { ConfigError, SettingError } from '../platform/config/config-error.ts';
import { isNpmScript } from '../platform/config/env.ts';
import { EmbeddedDatabaseError } from '../platform/db/pglite/embedded-database.errors.ts';
import { ModelFileError } from '../platform/embedding/model-files.ts';
import { hasCode } from '../platform/error-code.ts';
import { toPrint } from '../platform/logger.ts';

const LEFTOVERS_MS = 1_000;
/** How long a start may continue after a signal: nobody is served yet, and what it waits for may never come. */
const START_MS = 5_000;
const HOUR_MS = 3_600_000;
const LAUNCHER_POLL_MS = 250;

/** No worker could be started; the worker has logged why. */
export class WorkersFailedError extends Error {
  override readonly name = 'WorkersFailedError';
}

/** Errors whose message alone tells the operator everything. */
const known = [ConfigError, SettingError, EmbeddedDatabaseError, ModelFileError, WorkersFailedError];

/** An error thrown in one of our threads arrives as a plain Error, with its name and message. */
const isKnown = (error: unknown): error is Error =>
  error instanceof Error && (known.some((kind) => error instanceof kind) || error.name === 'ModelFileError');

/** For an error that ends a start: its message alone if that tells what to do, otherwise all that may be told. */
export function failureToPrint(error: unknown): unknown {
  if (isKnown(error)) return error.message;
  if (error instanceof Error && hasCode(error, 'EMFILE')) return `${error.message}\n${moreFiles}`;
  return toPrint(error);
}

const moreFiles =
  'This process may open too few files: raise the limit (ulimit -n, or LimitNOFILE= in a systemd unit); each connection takes one, too';

/** What a process does until it is stopped. */
export interface Work extends AsyncDisposable {
  /** Resolves if the work ends by itself. */
  readonly over?: Promise<void>;
}

/**
 * Runs a process's work until its end, or SIGINT, SIGTERM or SIGHUP, then stops it gracefully; a second SIGINT or SIGTERM ends the process at
 * once.
 */
export async function runUntilStopped(start: () => Promise<Work>): Promise<void> {
  // The reader of an output may be gone, or its disk full: then only the output is lost, like lines of the log.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => {});
  process.on('uncaughtException', endPrinted);
  const over = new AbortController();
  // A terminal that is closed and its shell send one each.
  process.on('SIGHUP', () => {});
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((name) => once(process, name, { signal: over.signal }));
  // Afterwards none is listened for: the second signal may be of the other kind.
  const asked = Promise.race(isNpmScript() ? [...signals, launcherGone(over.signal)] : signals).finally(() =>
    over.abort(),
  );
  const givenUp = asked.then(() => delay(START_MS, null, { ref: false }));
  // If the start fails, nobody awaits this.
  givenUp.catch(() => {});
  // Waiting for a signal alone does not keep a process running.
  const awake = setInterval(() => {}, HOUR_MS);
  try {
    await using work = await Promise.race([start(), givenUp]);
    await (work?.over ? Promise.race([asked, work.over]) : asked);
  } catch (error) {
    console.error(failureToPrint(error));
    process.exitCode = 1;
  } finally {
    clearInterval(awake);
    over.abort();
    // The channel to a supervisor may still be open: it alone must not keep the process, yet `disconnect` is still received in time.
    process.channel?.unref();
    // Nothing should keep the process alive now; anything that does has had its time.
    setTimeout(() => process.exit(), LEFTOVERS_MS).unref();
  }
}

/** As Node does by itself, but without what libraries attach to errors, such as content or a password. */
function endPrinted(error: unknown): never {
  console.error(toPrint(error));
  process.exit(1);
}

/** Resolves when the shell of `npm start` is gone: it ends on a signal without passing it on. */
async function launcherGone(signal: AbortSignal): Promise<void> {
  const launcher = process.ppid;
  for await (const _ of every(LAUNCHER_POLL_MS, null, { signal, ref: false })) {
    if (process.ppid !== launcher) return;
  }
}
