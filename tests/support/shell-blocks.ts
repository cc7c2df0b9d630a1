import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** What a page has people run below a heading, block by block. */
export function shellBlocks(page: string, heading: string): string[] {
  const [, below] = page.split(`\n${heading}\n`);
  if (below === undefined) throw new Error(`The page has no heading "${heading}"`);
  const section = below.split(/^#{2,3} /m, 1).join('');
  return [...section.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block);
}

/** Runs a block in the project's folder, as a person would; throws what it printed where a command of it fails. */
export async function runShell(block: string, settings: Readonly<Record<string, string>>): Promise<void> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...settings };
  await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', block], { env });
}
