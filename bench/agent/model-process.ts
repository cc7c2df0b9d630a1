import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const child = new URL('./model-child.ts', import.meta.url).pathname;

/** How the model answers: after `firstMs` token by token. */
export interface Pace {
  readonly firstMs: number;
  readonly tokens: number;
  readonly everyMs: number;
}

export interface ModelProcess extends AsyncDisposable {
  readonly baseUrl: string;
  /** What it answers every time. */
  readonly answer: string;
}

/** A model server in a process of its own, so that it takes no turn from who measures. */
export async function startModel({ firstMs, tokens, everyMs }: Pace): Promise<ModelProcess> {
  const numbers = [firstMs, tokens, everyMs].map(String);
  const started = spawn(process.execPath, [child, ...numbers], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: started.stdout }), 'line');
  return {
    baseUrl: String(line),
    answer: Array.from({ length: tokens }, (_, n) => `word${n} `).join(''),
    async [Symbol.asyncDispose]() {
      const ended = once(started, 'exit');
      started.kill('SIGTERM');
      await ended;
    },
  };
}

/** Milliseconds to the first token of one answer, asked for directly. */
export async function ownFirstToken(baseUrl: string): Promise<number> {
  const start = performance.now();
  const body = JSON.stringify({ model: 'm', stream: true, messages: [{ role: 'user', content: 'Well?' }] });
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${baseUrl}/chat/completions`, { method: 'POST', headers, body });
  let first = 0;
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    if (first === 0 && decoder.decode(chunk).includes('word0')) first = performance.now() - start;
  }
  return first;
}
