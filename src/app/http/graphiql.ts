import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import type { GraphiQLOptions } from 'graphql-yoga';
import { threadCode } from '../../platform/compile-cache.ts';
import { ifThere } from '../../platform/is-there.ts';
import { loadedOnce } from '../../platform/loaded-once.ts';

const SAMPLES = new URL('../../../examples/', import.meta.url);

/** Returns each sample operation of `examples/` with its variables, ordered by name. */
export async function readSamples(): Promise<{ readonly query: string; readonly variables: string }[]> {
  const names = (await readdir(SAMPLES)).filter((name) => name.endsWith('.graphql')).sort();
  return await Promise.all(
    names.map(async (name) => ({
      query: await readFile(new URL(name, SAMPLES), 'utf8'),
      variables: (await ifThere(readFile(new URL(name.replace(/graphql$/, 'json'), SAMPLES), 'utf8'))) ?? '',
    })),
  );
}

/** GraphiQL with the samples in its tabs. */
export async function graphiqlOptions(): Promise<GraphiQLOptions> {
  return {
    title: 'Mnemograph',
    defaultTabs: await readSamples(),
    // Headers hold tokens and would stay in the browser for good; a sign-in link keeps a token for one tab only.
    shouldPersistHeaders: false,
    defaultEditorToolsVisibility: 'variables',
  };
}

/** GraphiQL as it is sent. */
export interface GraphiqlPage {
  readonly gzipped: Buffer<ArrayBuffer>;
  /** Names this content, for browsers that have it already. */
  readonly etag: string;
}

/**
 * The page with everything inlined: it fetches nothing from elsewhere. Nine megabytes, so rendered on demand, held compressed (all browsers
 * accept gzip, and brotli only over TLS), and shared by all requests: it needs no token, and clients that do not read their response would
 * each hold a copy.
 */
export const graphiqlPage = (options: GraphiQLOptions): (() => Promise<GraphiqlPage>) =>
  loadedOnce(() => render(options));

/** Renders in a short-lived thread: the process would otherwise keep the code of the page and its source, some 30 MB beside the page, for good. */
async function render(options: GraphiQLOptions): Promise<GraphiqlPage> {
  const code = threadCode(new URL('./graphiql.worker.ts', import.meta.url));
  const thread = new Worker(code, { eval: true, workerData: options });
  const [page] = await once(thread, 'message');
  const gzipped = Buffer.from(page.buffer);
  // Weak: the same for the page that is sent unpacked.
  return { gzipped, etag: `W/"${createHash('sha256').update(gzipped).digest('base64url')}"` };
}
