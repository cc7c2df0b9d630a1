import { messageOf } from '../src/platform/error-message.ts';

/** Does what a command is for, or with `--help` says how it is used. Prints what `run` answers, if it is a text, or in a line why it failed. */
export async function command(usage: string, run: () => Promise<unknown>): Promise<void> {
  try {
    const said = process.argv.includes('--help') ? usage : await run();
    if (typeof said === 'string') console.log(said);
  } catch (error) {
    console.error(messageOf(error));
    process.exitCode = 1;
  }
}
