import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import type { GraphiQLOptions } from 'graphql-yoga';
import { threadCode } from '../platform/compile-cache.ts';
import { hasCode } from '../platform/error-code.ts';
import { loadedOnce } from '../platform/loaded-once.ts';

const SAMPLES = new URL('../../examples/', import.meta.url);

/** Each sample operation of `examples/` with its variables, in the order of their names. */
export async function readSamples(): Promise<{ readonly query: string; readonly variables: string }[]> {
  const names = (await readdir(SAMPLES)).filter((name) => name.endsWith('.graphql')).sort();
  return await Promise.all(
    names.map(async (name) => ({
      query: await readFile(new URL(name, SAMPLES), 'utf8'),
      variables: await readFile(new URL(name.replace(/graphql$/, 'json'), SAMPLES), 'utf8').catch(withoutVariables),
    })),
  );
}

function withoutVariables(error: unknown): string {
  if (hasCode(error, 'ENOENT')) return '';
  throw error;
}

/** GraphiQL with the samples in its tabs. */
export async function graphiqlOptions(): Promise<GraphiQLOptions> {
  return {
    title: 'Mnemograph',
    defaultTabs: await readSamples(),
    // They are tokens, and would stay in the browser for good: a link holds one for a tab.
    shouldPersistHeaders: false,
    defaultEditorToolsVisibility: 'variables',
  };
}

/**
 * The page with all that it needs inside: nothing is fetched from elsewhere. Nine megabytes, so made when asked for, and one for all
 * who ask: nobody needs a token for it, and who does not read what is sent would hold a page of their own.
 */
export const graphiqlPage = (options: GraphiQLOptions): (() => Promise<Buffer<ArrayBuffer>>) =>
  loadedOnce(() => render(options));

/** In a thread that ends with it: the process would keep the code that it is made of, and the source of that, some 30 MB beside the page, for good. */
async function render(options: GraphiQLOptions): Promise<Buffer<ArrayBuffer>> {
  const code = threadCode(new URL('./graphiql.worker.ts', import.meta.url));
  const thread = new Worker(code, { eval: true, workerData: options });
  const [page] = await once(thread, 'message');
  return Buffer.from(page.buffer);
}
