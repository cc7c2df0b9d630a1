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
