import { type OwnModel, startOwnModel } from '../support/own-model.ts';

const child = new URL('./model-child.ts', import.meta.url);

/** How the model answers: `firstMs` of delay, then token by token. */
interface Pace {
  readonly firstMs: number;
  readonly tokens: number;
  readonly everyMs: number;
}

export interface ModelProcess extends OwnModel {
  /** The text of every answer. */
  readonly answer: string;
}

export async function startModel({ firstMs, tokens, everyMs }: Pace): Promise<ModelProcess> {
  const started = await startOwnModel(child, [firstMs, tokens, everyMs]);
  return { ...started, answer: Array.from({ length: tokens }, (_, n) => `word${n} `).join('') };
}

/** Milliseconds to the first token when the model is asked directly. */
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
