import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const child = new URL('./model-child.ts', import.meta.url);

/** How the model answers: after `firstMs` token by token. */
export interface Pace {
  readonly firstMs: number;
  readonly tokens: number;
  readonly everyMs: number;
}

/** A model server in a process of its own, so that it takes no turn from who measures. */
interface OwnProcess extends AsyncDisposable {
  readonly baseUrl: string;
}

export interface ModelProcess extends OwnProcess {
  /** What it answers every time. */
  readonly answer: string;
}

export async function startModel({ firstMs, tokens, everyMs }: Pace): Promise<ModelProcess> {
  const started = await startOwnProcess(child, [firstMs, tokens, everyMs]);
  return { ...started, answer: Array.from({ length: tokens }, (_, n) => `word${n} `).join('') };
}

/** `file` prints where its server is. */
export async function startOwnProcess(file: URL, numbers: readonly number[] = []): Promise<OwnProcess> {
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
