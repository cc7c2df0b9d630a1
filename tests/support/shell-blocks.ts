import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The shell blocks below a heading of a page. */
export function shellBlocks(page: string, heading: string): string[] {
  const [, below] = page.split(`\n${heading}\n`);
  if (below === undefined) throw new Error(`The page has no heading "${heading}"`);
  const section = below.split(/^#{2,3} /m, 1).join('');
  return [...section.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block);
}

/** Runs a block in the project folder, as a person would. Throws its output if one of its commands fails. */
export async function runShell(block: string, settings: Readonly<Record<string, string>>): Promise<void> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...settings };
  await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', block], { env });
}
