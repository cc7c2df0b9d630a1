import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A model server in a process of its own, which answers within 200 ms. */
export interface Model extends AsyncDisposable {
  readonly baseUrl: string;
}

export async function startModel(): Promise<Model> {
  const child = new URL('./model-child.ts', import.meta.url).pathname;
  const started = spawn(process.execPath, [child], { stdio: ['ignore', 'pipe', 'inherit'] });
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
