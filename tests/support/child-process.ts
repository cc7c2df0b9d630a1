import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface Child {
  readonly process: ChildProcess;
  /** All complete lines printed so far. */
  readonly lines: readonly string[];
  readonly errors: () => string;
  /** Resolves with the first matching line. Rejects if the process ends first. */
  line(fits: (line: string) => boolean): Promise<string>;
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

/** Runs a file in a Node process of its own, with these environment variables, in a folder that may have a `.env`. */
export function startChild(
  file: URL,
  args: readonly string[],
  settings: Record<string, string> = {},
  cwd = '.',
): Child {
  const env = { ...process.env, ...settings };
  const child = spawn(process.execPath, [file.pathname, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  const waiters = new Set<() => void>();
  let errors = '';
  let over = false;
  const tell = () => {
    for (const look of waiters) look();
  };
  child.stderr.on('data', (bytes: Buffer) => {
    errors += bytes;
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    tell();
  });
  const ended = once(child, 'close').then(([code, signal]) => {
    over = true;
    tell();
    return code ?? signal;
  });
  const line = (fits: (line: string) => boolean): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = () => {
        const found = lines.find(fits);
        if (found === undefined && !over) return;
        waiters.delete(look);
        if (found === undefined) reject(new Error(`the child ended: ${errors}`));
        else resolve(found);
      };
      waiters.add(look);
      look();
    });
  return { process: child, lines, errors: () => errors, line, ended };
}
