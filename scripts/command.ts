import { ConfigError } from '../src/platform/config/config-error.ts';
import { isDatabaseUnavailable } from '../src/platform/database-errors.ts';
import { connectionProblem } from '../src/platform/db/connection-problem.ts';
import { messageOf } from '../src/platform/error-message.ts';

/** Runs a command, or prints its usage with `--help`. Prints what `run` returns if it is a text, or one line with the error if it fails. */
export async function command(usage: string, run: () => Promise<unknown>): Promise<void> {
  try {
    const said = process.argv.includes('--help') ? usage : await run();
    if (typeof said === 'string') console.log(said);
  } catch (error) {
    console.error(messageOf(error));
    process.exitCode = 1;
  }
}

/** As `command`, for one that works on the database of the settings: says which setting names a database that cannot be reached. */
export const databaseCommand = (usage: string, run: () => Promise<unknown>): Promise<void> =>
  command(usage, () => run().catch(namingTheSetting));

function namingTheSetting(error: unknown): never {
  const problem = connectionProblem(error, 'DATABASE_URL');
  if (problem) throw new ConfigError([problem]);
  if (!isDatabaseUnavailable(error)) throw error;
  throw new Error(`The database of DATABASE_URL or DATA_DIR cannot be used: ${messageOf(error)}`, { cause: error });
}
