import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A model server in a process of its own, so that it does not compete with the measuring process for the event loop. */
export interface OwnModel extends AsyncDisposable {
  readonly baseUrl: string;
}

/** `file` is the script to run; it prints its base URL. */
export async function startOwnModel(file: URL, numbers: readonly number[] = []): Promise<OwnModel> {
  const started = spawn(process.execPath, [file.pathname, ...numbers.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface({ input: started.stdout }), 'line');
  return {
    baseUrl: String(line),
    async [Symbol.asyncDispose]() {
      const ended = once(started, 'exit');
      started.kill('SIGTERM');
      await ended;
    },
  };
}
