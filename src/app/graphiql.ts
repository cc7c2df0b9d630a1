import { readdir, readFile } from 'node:fs/promises';
import type { GraphiQLOptions } from 'graphql-yoga';
import { hasCode } from '../platform/error-code.ts';
import { loadedOnce } from '../platform/loaded-once.ts';
import { SIGN_IN_SCRIPT } from './graphiql-sign-in.ts';

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
 * The page with all that it needs inside: nothing is fetched from elsewhere. Nine megabytes, so loaded when asked for, and one for all
 * who ask: nobody needs a token for it, and who does not read what is sent would hold a page of their own.
 */
export const graphiqlPage = (options: GraphiQLOptions): (() => Promise<Buffer<ArrayBuffer>>) =>
  loadedOnce(() => render(options));

async function render(options: GraphiQLOptions): Promise<Buffer<ArrayBuffer>> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  return Buffer.from(renderGraphiQL(options).replace('<head>', () => `<head>${SIGN_IN_SCRIPT}`));
}
